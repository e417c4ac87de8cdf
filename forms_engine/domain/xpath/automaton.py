"""Matches regular expressions in time that grows only linearly with the text.

Python's own matcher tries one way after the other, and nested repetitions such as ``(a+)+`` have
endlessly many ways. Such patterns are matched here by following all ways at once (Thompson 1968).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from forms_engine.domain.xpath.pattern_tree import (
    Alternatives,
    Anchor,
    Character,
    Pattern,
    Repeated,
    Sequence,
)

MOST_STATES = 3_000
"""A pattern that needs more, by counted repetitions, is refused."""


class TooBig(Exception):
    """The pattern needs more states than a questionnaire may cost."""


@dataclass(slots=True)
class _State:
    """A point between two characters; ``test`` guards the way to ``target``, ``free`` costs nothing."""

    test: Callable[[str], bool] | None = None
    target: int = -1
    free: list[tuple[str, int]] = field(default_factory=list)


class Automaton:
    """A pattern as states; compiled once, run on any text."""

    def __init__(self, pattern: Pattern) -> None:
        """Build the states of ``pattern``.

        Raises:
            TooBig: It would need too many.
        """
        self._states: list[_State] = []
        self._start = self._state()
        self._end = self._build(pattern, self._start)

    def search(self, text: str) -> bool:
        """Tell whether any part of ``text`` matches."""
        last = len(text)
        alive = self._reach((self._start,), 0, last)
        for position, character in enumerate(text):
            if self._end in alive:
                return True
            onward = [
                state.target
                for state in map(self._states.__getitem__, alive)
                if state.test is not None and state.test(character)
            ]
            alive = self._reach((*onward, self._start), position + 1, last)
        return self._end in alive

    def _reach(self, starts: Iterable[int], position: int, last: int) -> set[int]:
        """Return all states that are reached without a character."""
        reached, waiting = set[int](), list(starts)
        while waiting:
            number = waiting.pop()
            if number in reached:
                continue
            reached.add(number)
            for anchor, target in self._states[number].free:
                if not anchor or position == (0 if anchor == "^" else last):
                    waiting.append(target)
        return reached

    def _state(self) -> int:
        if len(self._states) >= MOST_STATES:
            raise TooBig
        self._states.append(_State())
        return len(self._states) - 1

    def _join(self, source: int, target: int, anchor: str = "") -> None:
        self._states[source].free.append((anchor, target))

    def _build(self, pattern: Pattern, start: int) -> int:
        """Add the states of ``pattern`` after ``start`` and return the state it ends in."""
        match pattern:
            case Character(source):
                end = self._state()
                self._states[start].test, self._states[start].target = _test(source), end
                return end
            case Anchor(sign):
                end = self._state()
                self._join(start, end, sign)
                return end
            case Sequence(parts):
                for part in parts:
                    following = self._state()
                    self._join(start, following)
                    start = self._build(part, following)
                return start
            case Alternatives(options):
                return self._build_alternatives(options, start)
            case Repeated():
                return self._build_repeated(pattern, start)

    def _build_alternatives(self, options: tuple[Pattern, ...], start: int) -> int:
        end = self._state()
        for option in options:
            first = self._state()
            self._join(start, first)
            self._join(self._build(option, first), end)
        return end

    def _build_repeated(self, repeated: Repeated, start: int) -> int:
        for _ in range(repeated.least):
            start = self._fresh(repeated.body, start)
        end = self._state()
        if repeated.most is None:
            loop = self._state()
            self._join(start, loop)
            self._join(self._fresh(repeated.body, loop), loop)
            self._join(loop, end)
            return end
        for _ in range(repeated.most - repeated.least):
            self._join(start, end)
            start = self._fresh(repeated.body, start)
        self._join(start, end)
        return end

    def _fresh(self, body: Pattern, start: int) -> int:
        first = self._state()
        self._join(start, first)
        return self._build(body, first)


@lru_cache(maxsize=1_000)
def _test(source: str) -> Callable[[str], bool]:
    fullmatch = re.compile(source, re.ASCII).fullmatch
    known: dict[str, bool] = {}

    def test(character: str) -> bool:
        if character not in known and len(known) < MOST_STATES:
            known[character] = fullmatch(character) is not None
        return known[character] if character in known else fullmatch(character) is not None

    return test
