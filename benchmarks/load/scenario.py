"""What people do, and what is found when a crowd does it."""

import asyncio
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from benchmarks._timing import percentile
from benchmarks.load.crowd import Crowd
from benchmarks.load.model import FIRST
from benchmarks.load.operations import per_turn
from benchmarks.load.score import Turn
from benchmarks.load.side import OURS, AnyTab, Side
from benchmarks.load.stack import Stack

COLOURS = ("red", "blue")
PERCENTS = (50, 95, 99)
KIB = 1024


@dataclass(frozen=True, slots=True)
class Scenario:
    """A crowd's behaviour: a turn each ``every`` seconds, for at most ``seconds``."""

    what: str
    interviewer: str
    every: float
    seconds: float = inf
    beside: bool = True
    """Whether the peers can do it too."""

    def say(self, tab: AnyTab, number: int) -> None:
        """Say the next thing."""
        if self.interviewer == "natural":
            tab.send(f"I would like to tell you more about it, part {number}", question="q0")
        else:
            tab.send(COLOURS[number % 2], question="colour", value=COLOURS[number % 2])


STEADY = Scenario("a turn each 30 s", "natural", 30.0)
BURST = Scenario("everybody within 5 s", "natural", 5.0, 5.0)
CLICKS = Scenario("an answer each 5 s, without a model", "economical", 5.0, beside=False)
IDLE = Scenario("connected, silent", "economical", inf, 10.0)
WARMING = Scenario("the first words", "natural", 1.0, 1.0)


@dataclass(slots=True)
class Result:
    """What one side did under one scenario; times in milliseconds, memory in KiB a session."""

    side: str
    sessions: int
    seconds: float
    turns: int
    faults: dict[str, int]
    times: dict[str, dict[str, float]] = field(default_factory=dict)
    """``first`` (added to the model's), ``echo``, ``whole``; how late ``double`` and ``generator`` were."""
    pieces: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    """Processor milliseconds by role, a turn; of a silent crowd, a second. ``serving`` is the side's own."""
    memory: float = 0.0
    operations: dict[str, float] = field(default_factory=dict)
    load: float = 0.0
    """The machine's load average at the end."""


async def measured(
    stack: Stack, side: Side, scenario: Scenario, sessions: int, seconds: float, base: int
) -> Result:
    """Let a crowd do it; ``base`` is what the side's memory was before anybody came, in bytes."""
    crowd, seconds = Crowd(stack, side), min(seconds, scenario.seconds)
    await crowd.gather(sessions, scenario.interviewer)
    await asyncio.to_thread(stack.lateness)  # begins anew
    memory = memory_of(stack, side) - base
    operations, used, own = stack.operations.read(), _cpu_of(stack), time.process_time()
    if scenario.every < inf:
        await crowd.talk(seconds, scenario.every, scenario.say)
    else:
        await asyncio.sleep(seconds)
        memory = memory_of(stack, side) - base
    turns = crowd.score.turns
    spent = {name: after - used[name] for name, after in _cpu_of(stack).items()}
    spent["generator"] = time.process_time() - own
    done = stack.operations.read()
    late = await asyncio.to_thread(stack.lateness)
    found = Result(
        side.name, sessions, seconds, len(turns), crowd.score.faults, memory=memory / sessions / KIB
    )
    found.load = os.getloadavg()[0]
    told = (*side.serving, *side.beside, "model", "generator")
    found.cpu = {name: 1_000 * spent[name] / (len(turns) or seconds) for name in told}
    found.cpu["serving"] = sum(found.cpu[name] for name in side.serving)
    if turns:
        found.times = _times_of(turns, modelled=scenario.interviewer == "natural")
        found.times |= {"double": late["first"], "double all": late["all"]} if late["first"]["most"] else {}
        found.pieces = sum(turn.deltas for turn in turns) / len(turns)
    if turns and side is OURS:
        found.operations = per_turn(operations, done, len(turns))
    await crowd.disperse()
    return found


def memory_of(stack: Stack, side: Side) -> int:
    """Return the resident bytes of the processes that people connect to."""
    return stack.roles[side.serving[0]].memory()


async def warmed(stack: Stack, sides: Iterable[Side]) -> dict[Side, int]:
    """Let a few people speak first, so that no figure is about imports; return each side's memory then."""
    for side in sides:
        crowd = Crowd(stack, side)
        await crowd.gather(8, WARMING.interviewer)
        await crowd.talk(WARMING.seconds, WARMING.every, WARMING.say)
        await crowd.disperse()
    return {side: memory_of(stack, side) for side in sides}


def _cpu_of(stack: Stack) -> dict[str, float]:
    return {name: role.cpu() for name, role in stack.roles.items()}


def _times_of(turns: list[Turn], *, modelled: bool) -> dict[str, dict[str, float]]:
    ended = [turn for turn in turns if turn.ended]
    model = FIRST if modelled else 0.0
    return {
        "first": _spread(turn.first - turn.sent - model for turn in ended if turn.first),
        "echo": _spread(turn.echoed - turn.sent for turn in ended if turn.echoed),
        "whole": _spread(turn.ended - turn.sent for turn in ended),
        "generator": _spread(turn.late for turn in turns),
    }


def _spread(times: Iterable[float]) -> dict[str, float]:
    found = tuple(1_000 * each for each in times)
    return {f"p{at}": round(percentile(found, at), 3) for at in PERCENTS} if found else {}
