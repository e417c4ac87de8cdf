"""How long something takes, by the clock on the wall and by the processor's own."""

import gc
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

BUSY = 1.5
"""Load average from which other work on the machine shows in the time on the wall."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long each of many calls took, in milliseconds."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def __str__(self) -> str:
        """Return the median and the 95th percentile of both."""
        figures = ((percentile(times, at) for at in (50, 95)) for times in (self.wall, self.cpu))
        return "   ".join(f"{median:7.2f} {slow:7.2f}" for median, slow in figures)

    def meet(self, target: float) -> bool:
        """Tell whether 95 in 100 calls stayed within ``target`` milliseconds of the time that counts."""
        return percentile(self.cpu if is_busy() else self.wall, 95) <= target


HEADINGS = "wall p50     p95   cpu p50     p95"


def timed(work: Callable[[int], object], calls: int) -> Times:
    """Call ``work`` with 0, 1, 2 … and return how long each call took."""
    wall, cpu = [], []
    gc.collect()
    for number in range(calls):
        began, used = time.perf_counter(), time.process_time()
        work(number)
        wall.append((time.perf_counter() - began) * 1_000)
        cpu.append((time.process_time() - used) * 1_000)
    return Times(tuple(wall), tuple(cpu))


def percentile(times: tuple[float, ...], percent: int) -> float:
    """Return the time that ``percent`` of the calls stayed below; of a single call, its time."""
    return statistics.quantiles(times, n=100)[percent - 1] if len(times) > 1 else times[0]


def is_busy() -> bool:
    """Tell whether other work keeps the processor from ours."""
    return os.getloadavg()[0] >= BUSY


def which_counts() -> str:
    """Return a sentence saying which time is held against the targets, and why."""
    load = os.getloadavg()[0]
    if is_busy():
        return f"The machine is busy (load {load:.1f}): the CPU time counts, not the time on the wall."
    return f"The machine is free (load {load:.1f}): the time on the wall counts."
