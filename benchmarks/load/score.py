"""What a crowd went through: the same for every kind of tab."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turn:
    """One message and what came of it; times of the event loop, in seconds, 0 while it did not happen."""

    sent: float
    late: float = 0.0
    """How long after it was due the generator sent it: what the generator itself adds."""
    echoed: float = 0.0
    first: float = 0.0
    ended: float = 0.0
    deltas: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self, now: float) -> None:
        """Note that the reply is there in full."""
        self.ended = now
        self.over.set()


@dataclass(slots=True)
class Score:
    """The turns of a crowd, and everything that must not happen."""

    turns: list[Turn] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)

    def blame(self, fault: str) -> None:
        """Count something that must not happen."""
        self.faults[fault] = self.faults.get(fault, 0) + 1
