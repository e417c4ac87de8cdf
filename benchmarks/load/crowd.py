"""People with their tabs open, and when each of them says something."""

import asyncio
import gc
import random
from collections.abc import Callable, Iterator
from itertools import count as numbers

from benchmarks.load.score import Score
from benchmarks.load.side import OURS, AnyTab, Side
from benchmarks.load.stack import Stack

AT_ONCE = 50
LONGEST_TURN = 90.0


class Crowd:
    """Everybody who talks to one side, spread over its processes."""

    def __init__(self, stack: Stack, side: Side) -> None:
        self._stack, self._side = stack, side
        self.score = Score()
        self.tabs: list[AnyTab] = []

    async def gather(self, count: int, interviewer: str) -> None:
        """Let this many people come, fifty at a time."""
        ports = self._stack.roles[self._side.serving[0]].ports
        people: list[dict[str, str]] = [{}] * count
        if self._side is OURS:
            people = await asyncio.to_thread(self._stack.people, count, interviewer)
        for start in range(0, count, AT_ONCE):
            opening = [
                self._side.open(ports[place % len(ports)], people[place], self.score)
                for place in range(start, min(start + AT_ONCE, count))
            ]
            self.tabs += await asyncio.gather(*opening)
        gc.freeze()  # thousands of tabs need not be looked through again and again

    async def talk(self, seconds: float, every: float, say: Callable[[AnyTab, int], None]) -> None:
        """Let each person say something once in ``every`` seconds; return when all is answered, or never.

        Everybody has moments of their own, which are the same ones for every side.
        """
        chance = random.Random(1)
        people = (self._talk(tab, seconds, every, chance.random() * every, say) for tab in self.tabs)
        await asyncio.gather(*people)
        turns = self.score.turns
        if turns:
            await asyncio.wait(
                [asyncio.create_task(turn.over.wait()) for turn in turns], timeout=LONGEST_TURN
            )
        for turn in turns:
            if not turn.ended:
                self.score.blame("a turn that never ended")

    async def disperse(self) -> None:
        """Let everybody leave."""
        for tab in self.tabs:
            tab.leave()
        self.tabs.clear()
        await asyncio.sleep(1)

    async def _talk(
        self, tab: AnyTab, seconds: float, every: float, first: float, say: Callable[[AnyTab, int], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        for number, due in enumerate(_moments(loop.time() + first, every)):
            if due >= end:
                return
            await asyncio.sleep(due - loop.time())
            free = due
            if (
                tab.turn and not tab.turn.ended
            ):  # people wait for the answer, and the generator is not to blame
                try:
                    await asyncio.wait_for(tab.turn.over.wait(), LONGEST_TURN)
                except TimeoutError:
                    return
                free = loop.time()
            say(tab, number)
            assert tab.turn
            tab.turn.late = tab.turn.sent - free


def _moments(first: float, every: float) -> Iterator[float]:
    return (first + number * every for number in numbers())
