"""Run a program that cannot outlive its starter: ``python tether.py STARTER_PID PROGRAM ARGUMENT…``.

A program of its own, because between fork and exec a process with threads may run nothing safely.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel signal this process as soon as the thread that started it ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def tethered(argv: Sequence[str]) -> list[str]:
    """Return the command line that runs ``argv`` tethered to this process."""
    return [sys.executable, "-IS", __file__, str(os.getpid()), *argv]


def main(starter: str, *program: str) -> None:
    """Tie this process to its starter, then become the program."""
    die_with_parent()
    if os.getppid() != int(starter):  # it died before the tie was made
        sys.exit(1)
    os.execvp(program[0], program)  # noqa: S606 - becoming the program, without a shell, is the purpose


if __name__ == "__main__":
    main(*sys.argv[1:])
