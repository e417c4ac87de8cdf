"""How many people at once: `python benchmarks/sessions.py [scenario …]` from the root.

Real servers on loopback – MariaDB, Valkey, Daphne, Celery – with all persistence on, a model double that
takes 400 ms to the first token and streams 40 pieces 50 ms apart, and a crowd of WebSocket clients, all on
this machine. Scenarios: steady, burst, clicks, idle, growth. Prints what our side *adds* to the model's
time to first token, processor seconds a turn by process, memory a session, and what was lost, came twice
or out of order, which must be nothing. `--sessions N` and `--seconds S` make it smaller.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._timing import percentile, which_counts
from benchmarks.load.model import FIRST
from benchmarks.load.stack import Stack, running_stack
from benchmarks.load.tab import Score, Tab, Turn

TURN_SECONDS, CLICK_SECONDS, BURST_SECONDS = 30.0, 5.0, 5.0
COLOURS = ("red", "blue")
LONGEST_TURN = 90.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    sessions: int
    seconds: float


class Crowd:
    """People with their tabs open, spread over the web processes."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.score = Score()
        self.tabs: list[Tab] = []

    async def gather(self, count: int, interviewer: str) -> None:
        """Let this many people come, fifty at a time."""
        ports = self._stack.roles["web"].ports
        people = await asyncio.to_thread(self._stack.people, count, interviewer)
        for start in range(0, count, 50):
            some = people[start : start + 50]
            opening = [
                Tab.open(ports[(start + place) % len(ports)], each, self.score)
                for place, each in enumerate(some)
            ]
            self.tabs += await asyncio.gather(*opening)

    async def disperse(self) -> None:
        """Let everybody leave."""
        for tab in self.tabs:
            tab.leave()
        self.tabs.clear()
        await asyncio.sleep(1)

    async def settle(self) -> None:
        """Wait until every turn has ended, or for too long."""
        await asyncio.wait(
            [asyncio.create_task(turn.over.wait()) for turn in self.score.turns], timeout=LONGEST_TURN
        )
        for turn in self.score.turns:
            if not turn.ended:
                self.score.blame("a turn that never ended")


async def _paced(crowd: Crowd, seconds: float, every: float, say: Callable[[Tab, int], None]) -> None:
    """Let each person say something once in ``every`` seconds, at a moment of their own."""

    async def person(tab: Tab) -> None:
        loop = asyncio.get_running_loop()
        begin = loop.time()
        due = begin + random.random() * every
        number = 0
        while due < begin + seconds:
            await asyncio.sleep(max(0.0, due - loop.time()))
            if tab.turn:
                await tab.turn.over.wait()
            say(tab, number)
            due, number = due + every, number + 1

    await asyncio.gather(*(person(tab) for tab in crowd.tabs))


def _talk(tab: Tab, number: int) -> None:
    tab.send(f"I would like to tell you more about it, part {number}", question="q0")


def _click(tab: Tab, number: int) -> None:
    tab.send(COLOURS[number % 2], question="colour", value=COLOURS[number % 2])


async def steady(stack: Stack, size: Size) -> None:
    """A turn each 30 s."""
    await _measured(stack, size, "natural", lambda crowd: _paced(crowd, size.seconds, TURN_SECONDS, _talk))


async def burst(stack: Stack, size: Size) -> None:
    """Everybody within 5 s."""
    await _measured(stack, size, "natural", lambda crowd: _paced(crowd, BURST_SECONDS, BURST_SECONDS, _talk))


async def clicks(stack: Stack, size: Size) -> None:
    """An answer each 5 s, without a model."""
    await _measured(
        stack, size, "economical", lambda crowd: _paced(crowd, size.seconds, CLICK_SECONDS, _click)
    )


async def idle(stack: Stack, size: Size) -> None:
    """Connected, silent."""
    crowd, web = Crowd(stack), stack.roles["web"]
    before = web.memory()
    await crowd.gather(size.sessions, "economical")
    await asyncio.sleep(5)
    each = (web.memory() - before) / len(crowd.tabs) / 1024
    print(f"  {len(crowd.tabs):,} connected, {each:.0f} KiB a session", _faults(crowd.score))
    await crowd.disperse()


async def growth(stack: Stack, size: Size) -> None:
    """The steady scenario at 10, 100, 300 … sessions."""
    for sessions in (10, 100, 300, 1000, 2000):
        if sessions <= size.sessions:
            await steady(stack, Size(sessions, min(size.seconds, 60.0)))


SCENARIOS: dict[str, Callable[[Stack, Size], Awaitable[None]]] = {
    "steady": steady,
    "burst": burst,
    "clicks": clicks,
    "idle": idle,
    "growth": growth,
}


async def _measured(
    stack: Stack, size: Size, interviewer: str, act: Callable[[Crowd], Awaitable[None]]
) -> None:
    crowd = Crowd(stack)
    await crowd.gather(size.sessions, interviewer)
    used = {name: role.cpu() for name, role in stack.roles.items()}
    await act(crowd)
    await crowd.settle()
    turns = crowd.score.turns
    spent = {name: 1_000 * (role.cpu() - used[name]) / len(turns) for name, role in stack.roles.items()}
    print(f"  {size.sessions:,} sessions, {len(turns):,} turns, {interviewer}; {_faults(crowd.score)}")
    model = FIRST if interviewer == "natural" else 0.0
    _print("echo", turns, lambda turn: turn.echoed - turn.sent)
    _print("added to first token" if model else "answer", turns, lambda turn: turn.first - turn.sent - model)
    _print("whole turn", turns, lambda turn: turn.ended - turn.sent)
    if model:
        print(f"    {'deltas a turn':22}{sum(turn.deltas for turn in turns) / len(turns):8.1f}")
    print("    CPU ms a turn          " + "  ".join(f"{name} {cpu:.1f}" for name, cpu in spent.items()))
    await crowd.disperse()


def _print(name: str, turns: list[Turn], of: Callable[[Turn], float]) -> None:
    times = tuple(1_000 * of(turn) for turn in turns if turn.ended)
    figures = "  ".join(f"p{percent} {percentile(times, percent):8.1f}" for percent in (50, 95, 99))
    print(f"    {name:22} {figures} ms")


def _faults(score: Score) -> str:
    return ", ".join(f"{fault}: {count}" for fault, count in score.faults.items()) or "no faults"


def main() -> None:
    """Run the scenarios named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", default=["steady", "burst", "clicks"], choices=SCENARIOS)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--webs", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=64)
    given = parser.parse_args()
    print(which_counts())
    with running_stack(webs=given.webs, workers=given.workers, threads=given.threads) as stack:
        for name in given.scenarios:
            print(name)
            asyncio.run(SCENARIOS[name](stack, Size(given.sessions, given.seconds)))


if __name__ == "__main__":
    main()
