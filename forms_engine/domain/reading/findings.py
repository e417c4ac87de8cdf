"""What the rules for dates and times find in a line of symbols."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from forms_engine.domain.reading.symbols import Line, Symbol

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Finding(Generic[Value]):
    """The values a slice of a line may mean, best first (none: no such day).

    ``is_open`` says that only the person can choose among them.
    """

    values: tuple[Value, ...]
    first: int
    end: int
    is_open: bool = False


Build = Callable[[Sequence[Symbol]], tuple[Value, ...] | None]


def search(line: Line, rules: Iterable[tuple[re.Pattern[str], Build[Value]]]) -> list[Finding[Value]]:
    """Apply every rule everywhere and keep the longest matches that do not overlap, in order.

    A rule's builder returns None where the match does not mean what it looked like.
    """
    kinds, found = line.kinds, list[Finding[Value]]()
    for pattern, build in rules:
        for match in pattern.finditer(kinds):
            values = build(line.symbols[match.start() : match.end()])
            if values is not None:
                found.append(Finding(values, match.start(), match.end()))
    found.sort(key=lambda finding: (finding.first - finding.end, finding.first))
    kept = list[Finding[Value]]()
    taken = set[int]()
    for finding in found:
        if taken.isdisjoint(range(finding.first, finding.end)):
            taken.update(range(finding.first, finding.end))
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.first)
