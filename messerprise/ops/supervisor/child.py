"""One program that the supervisor runs."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from messerprise.ops.supervisor.console import Console
from messerprise.ops.supervisor.tether import tethered

LONGEST_PAUSE = 30.0
STEADY = 60.0  # seconds of life after which a crash is no sign of a lasting fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to run, and how to tell that it works."""

    name: str
    argv: tuple[str, ...]
    ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    stop: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    """Seconds between the request to end and the kill."""


class Child:
    """A program's process, and its successors after crashes."""

    def __init__(self, program: Program, console: Console) -> None:
        self.program = program
        self._console = console
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._crashes = 0

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process started last."""
        assert self._process is not None, "not started yet"  # noqa: S101 - a mistake of the caller
        return self._process.pid

    def start(self) -> None:
        """Start the process, in a group of its own so that Ctrl-C reaches the supervisor only."""
        self._process = subprocess.Popen(  # noqa: S603 - our own command lines
            tethered(self.program.argv),
            env={**os.environ, **self.program.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        self._started = time.monotonic()
        assert self._process.stdout  # noqa: S101 - we asked for the pipe
        self._console.follow(self.program.name, self._process.stdout)

    def revive(self) -> None:
        """Start it again if it has ended, later and later while it keeps ending."""
        if self.is_alive:
            return
        lived = time.monotonic() - self._started
        self._crashes = 0 if lived > STEADY else self._crashes
        if lived > min(2**self._crashes, LONGEST_PAUSE):
            self._crashes += 1
            self._console.say(f"{self.program.name} ended unexpectedly and is started again.")
            self._sweep()
            self.start()

    def ask_to_end(self) -> None:
        """Ask the process to finish; its own children are its business while it lives."""
        if self.is_alive:
            os.kill(self.pid, self.program.stop)

    def end(self) -> None:
        """Wait for the process to finish, at most its grace, and leave nobody of its group behind."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self.program.grace)
        self.kill()

    def kill(self) -> None:
        """End the process and its group at once."""
        if self._process is not None:
            self._sweep()
            self._process.wait()

    def _sweep(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
