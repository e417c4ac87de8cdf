"""Start a real server for the tests; it never outlives them."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from messerprise.ops.supervisor.tether import tethered

_given: set[int] = set()
LANE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw9").removeprefix("gw")) % 10


def free_port() -> int:
    """Return a loopback port that nobody uses, out of this worker's own, so that no two get the same."""
    while True:
        port = 20_000 + LANE * 1000 + secrets.randbelow(1000)
        if port in _given:
            continue  # promised to a server that has not bound it yet
        _given.add(port)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running(
    argv: Sequence[str],
    *,
    ready: Callable[[], bool],
    log: Path,
    env: Mapping[str, str] | None = None,
    stop: signal.Signals = signal.SIGKILL,
    seconds: float = 60,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``argv`` until the block ends; enter the block once ``ready`` says so.

    Raises:
        RuntimeError: the program ended, or was not ready in time; with the end of its log.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            tethered(argv), stdout=output, stderr=output, env={**os.environ, **(env or {})}, process_group=0
        )
    try:
        wait_until_ready(process, ready, log, seconds)
        yield process
    finally:
        end(process, stop)


def wait_until_ready(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, seconds: float
) -> None:
    """Return once ``ready`` holds; an ``OSError`` from it means not yet."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"{log.stem} is not ready (exit code {process.poll()}):\n{tail}")


def end(process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    """Stop the program and whatever it started."""
    if process.poll() is None:
        process.send_signal(stop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def accepts(port: int) -> bool:
    """Tell whether somebody listens on the loopback port."""
    with socket.create_connection(("127.0.0.1", port), 1):
        return True
