"""Processes that do one thing, and what the kernel says they used."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class Role:
    """Processes that do one thing, and their ports where they listen."""

    pids: list[int] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def cpu(self) -> float:
        """Return the processor seconds used so far, children included."""
        return sum(map(_cpu_of, _families(self.pids)))

    def memory(self) -> int:
        """Return the resident bytes."""
        return sum(map(_memory_of, _families(self.pids)))


def _families(pids: list[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        try:
            below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            continue
        yield from _families([int(each) for each in below])


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0
