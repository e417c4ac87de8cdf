"""What must hold on two cores, with generator and double on the same machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.load.scenario import Result


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure and the most it may be."""

    what: str
    figure: float
    most: float
    timed: bool = False
    """Whether other work on the machine shows in it."""

    @property
    def met(self) -> bool:
        """Tell whether it holds."""
        return self.figure <= self.most

    def __str__(self) -> str:
        return f"{'met   ' if self.met else 'MISSED'}  {self.what}: {self.figure:.2f}, at most {self.most:g}"


def judged(scenario: str, results: Sequence[Result]) -> list[Verdict]:
    """Return the verdicts on one scenario; ours comes first, then the relay and Chainlit if they ran."""
    ours, *peers = results
    faults = sum(sum(each.faults.values()) for each in results if each.side == ours.side)
    found = [Verdict("lost, twice or out of order", faults, 0)]
    first = ours.times.get("first", {})
    if scenario == "steady" and first:
        found.append(Verdict("added to first token, p95 ms", first["p95"], 25, timed=True))
        found.append(Verdict("added to first token, p99 ms", first["p99"], 60, timed=True))
        for peer, most in zip(peers, (1.5, 0.4), strict=False):
            ratio = ours.cpu["serving"] / peer.cpu["serving"]
            found.append(Verdict(f"CPU a turn ÷ {peer.side}", ratio, most))
        for relay in peers[:1]:
            ratio = first["p95"] / relay.times["first"]["p95"]
            found.append(Verdict(f"added to first token, p95 ÷ {relay.side}", ratio, 2.5, timed=True))
    elif scenario == "burst" and first:
        found.append(Verdict("added to first token, p95 ms", first["p95"], 3_000, timed=True))
    elif scenario == "clicks" and first:
        found.append(Verdict("answer, p95 ms", first["p95"], 40, timed=True))
    elif scenario == "idle":
        found.append(Verdict("memory, KiB a session", ours.memory, 50))
    return found
