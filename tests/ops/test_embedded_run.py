"""The embedded run as a person starts it, whole."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from messerprise.ops.supervisor.place import free_port
from tests.servers.process import is_running

ROOT = Path(__file__).parents[2]


class Run:
    """One embedded run."""

    def __init__(self, place: Path, port: int) -> None:
        self.lines: list[str] = []
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "messerprise.ops.supervisor"],
            cwd=ROOT,
            env={**environment, "VAR_DIR": str(place), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ready(self) -> str:
        """Return the line that says so."""
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("Ready"):
                return line
        raise AssertionError("".join(self.lines))

    def stop(self, number: signal.Signals) -> int:
        """End the run, return its exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode


def family(ancestor: int) -> set[int]:
    """Return a process and all that descend from it."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(") ")[2].split()[1])
    found = {ancestor}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def remaining(pids: set[int]) -> set[int]:
    """Return those that still run, a few seconds later."""
    deadline = time.monotonic() + 5
    while (left := {pid for pid in pids if is_running(pid)}) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def listening(pids: set[int]) -> set[str]:
    """Return the addresses (hexadecimal, as the kernel tells them) at which the processes listen."""
    sockets = set()
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                sockets.add(str(handle.readlink()))
    tables = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()
    ]
    return {row[1].partition(":")[0] for row in tables if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}


@pytest.mark.timeout(240)
def test_embedded_run_starts_serves_stops_and_starts_again(tmp_path):
    place, port = tmp_path / "var", free_port()
    run = Run(place, port)
    line = run.ready()
    password = (place / "demo-password").read_text().strip()
    assert f"http://127.0.0.1:{port}/" in line
    assert password in line
    assert "respondent, author, reviewer" in line
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready/") as answer:
        assert answer.read() == b'{"database": true, "valkey": true}'
    people = family(run.process.pid)
    assert len(people) == 8, "supervisor, Valkey, two workers, a pool of two, beat, Daphne"
    assert listening(people) == {"0100007F"}, "on 127.0.0.1 only"
    assert run.stop(signal.SIGINT) == 0
    assert remaining(people) == set()

    again = Run(place, port)
    assert password not in again.ready(), "told once"
    people = family(again.process.pid)
    again.stop(signal.SIGKILL)
    assert remaining(people) == set(), "nobody outlives a killed supervisor"
