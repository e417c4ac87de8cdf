"""Starts programs in order, keeps them alive, stops them in reverse."""

import signal
import threading
import time
from collections.abc import Callable, Sequence

from messerprise.ops.supervisor.child import Child, Program
from messerprise.ops.supervisor.console import Console
from messerprise.ops.supervisor.exceptions import CannotStart

PATIENCE = 90.0  # seconds for a program to become ready, on a slow and busy machine


class Supervisor:
    """The processes of one run. Use from one thread: a child dies with the thread that started it."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.children: list[Child] = []
        self._stopping = threading.Event()

    def obey_signals(self) -> None:
        """Have Ctrl-C and the usual signals end the run in order; the second one at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._asked_to_stop())

    def start(self, programs: Sequence[Program]) -> None:
        """Start programs together and return once all of them are ready, or a stop is asked for.

        Raises:
            CannotStart: one ended, or was not ready in time.
        """
        children = [Child(program, self.console) for program in programs]
        self.children += children
        for child in children:
            child.start()
        deadline = time.monotonic() + PATIENCE
        for child in children:
            self._await(child, deadline)

    def watch(self) -> None:
        """Start again what ends, until a stop is asked for."""
        while not self._stopping.wait(0.5):
            for child in self.children:
                child.revive()

    @property
    def is_stopping(self) -> bool:
        """Whether a stop was asked for."""
        return self._stopping.is_set()

    def stop(self, first: Callable[[], object] = lambda: None) -> None:
        """Stop the programs, the last started first: all but the first together, then the first."""
        first()
        base, others = self.children[:1], self.children[1:]
        for group in (others, base):
            for child in reversed(group):
                child.ask_to_end()
            for child in reversed(group):
                child.end()
        self.children.clear()

    def _await(self, child: Child, deadline: float) -> None:
        name = child.program.name
        while not self._stopping.is_set():
            if not child.is_alive:
                raise CannotStart(f"{name} ended while starting: its words above say why.")
            if is_ready(child.program):
                return
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{name} was not ready after {PATIENCE:.0f} seconds: its words above say why."
                )
            self._stopping.wait(0.1)

    def _asked_to_stop(self) -> None:
        if self._stopping.is_set():
            for child in self.children:
                child.kill()
        self._stopping.set()


def is_ready(program: Program) -> bool:
    """Ask the program whether it works; no connection yet means no."""
    try:
        return program.ready()
    except OSError:
        return False
