"""The peers' servers, started beside ours, from their own environment."""

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.load.role import Role
from tests.servers.process import accepts, free_port

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv-peers" / "bin"

Start = Callable[..., int]


def require_peers() -> None:
    """End with the cure unless their environment is there."""
    if not (BIN / "python").exists():
        sys.exit("The peers are not installed: run make install-peers, then this again.")


def relay(start: Start, count: int) -> Role:
    """Start as many processes of the bare relay."""
    role = Role()
    for number in range(count):
        port = free_port()
        argv = (
            *(str(BIN / "python"), "-m", "uvicorn", "benchmarks.peers.relay:app", "--app-dir", str(ROOT)),
            *("--port", str(port), "--backlog", "4096", "--log-level", "warning", "--no-access-log"),
            *("--loop", "uvloop", "--http", "httptools", "--ws-per-message-deflate", "false"),
        )
        role.pids.append(start(f"relay{number}", argv, _listening(port)))
        role.ports.append(port)
    return role


def chainlit(start: Start, place: Path, model: int) -> Role:
    """Start Chainlit, which is one process by design; it scatters files, so in a folder of its own."""
    home, port = place / "chainlit", free_port()
    home.mkdir()
    program = str(ROOT / "benchmarks" / "peers" / "chainlit_app.py")
    argv = (str(BIN / "chainlit"), "run", program, "--headless", "--host", "127.0.0.1", "--port", str(port))
    more = {
        "CHAINLIT_APP_ROOT": str(home),
        "DATABASE_URL": "",  # ours; Chainlit would keep its threads there, and cannot
        "OPENAI_BASE_URL": f"http://127.0.0.1:{model}/v1",
        "OPENAI_API_KEY": "load",
        "UVICORN_WS_PER_MESSAGE_DEFLATE": "false",
    }
    return Role([start("chainlit", argv, _listening(port), **more)], [port])


def _listening(port: int) -> Callable[[], bool]:
    return lambda: accepts(port)
