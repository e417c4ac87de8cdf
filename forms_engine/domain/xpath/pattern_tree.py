"""The structure of a regular expression, as far as it can be matched in linear time."""

import re
from dataclasses import dataclass

_CHARACTER = re.compile(
    r"\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[dDsSwWtnrfv]|\\[^A-Za-z0-9]|\[\^?(?:\\.|[^\]\\])+\]|[^\\\[\]()|*+?{}^$]",
    re.DOTALL,
)
_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}", re.ASCII)
_SIGNS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class NotRegular(Exception):
    """The expression looks ahead, refers back or the like: it cannot be matched in linear time."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character: a letter, a class, a dot; ``source`` is its own expression."""

    source: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start (``^``) or the end (``$``) of the text."""

    sign: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One part or the other."""

    options: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A part several times; ``most`` is None for any number."""

    body: "Pattern"
    least: int
    most: int | None


Pattern = Character | Anchor | Sequence | Alternatives | Repeated


def read_pattern(source: str) -> Pattern:
    """Return the structure of ``source``, which is known to be a regular expression.

    Raises:
        NotRegular: It uses what cannot be matched in linear time.
    """
    reader = _Reader(source)
    pattern = reader.alternatives()
    if reader.position != len(source):
        raise NotRegular(source)
    return pattern


def nests_repetitions(pattern: Pattern) -> bool:
    """Tell whether a repetition stands in another one: then there may be endlessly many ways to match."""
    return _repeats_within(pattern, around=0)


_FEW = 3
"""So many repetitions inside others are harmless."""


def _repeats_within(pattern: Pattern, around: int) -> bool:
    match pattern:
        case Sequence(parts) | Alternatives(parts):
            return any(_repeats_within(part, around) for part in parts)
        case Repeated(body, _, most):
            many = most is None or most > _FEW
            return (many and around > 0) or _repeats_within(body, around + many)
        case _:
            return False


def open_repetitions(pattern: Pattern) -> int:
    """Return how many repetitions have no upper bound."""
    match pattern:
        case Sequence(parts) | Alternatives(parts):
            return sum(open_repetitions(part) for part in parts)
        case Repeated(body, _, most):
            return (most is None) + open_repetitions(body)
        case _:
            return 0


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self.position = 0

    def _at(self, text: str) -> bool:
        return self._source.startswith(text, self.position)

    def _accept(self, text: str) -> bool:
        if self._at(text):
            self.position += len(text)
            return True
        return False

    def alternatives(self) -> Pattern:
        options = [self._sequence()]
        while self._accept("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Alternatives(tuple(options))

    def _sequence(self) -> Pattern:
        parts: list[Pattern] = []
        while self.position < len(self._source) and not self._at("|") and not self._at(")"):
            parts.append(self._quantified(self._part()))
        return Sequence(tuple(parts))

    def _part(self) -> Pattern:
        if self._accept("^"):
            return Anchor("^")
        if self._accept("$"):
            return Anchor("$")
        if self._accept("("):
            return self._group()
        match = _CHARACTER.match(self._source, self.position)
        if match is None:
            raise NotRegular(self._source)
        self.position = match.end()
        return Character(match[0])

    def _group(self) -> Pattern:
        if self._at("?") and not self._accept("?:"):
            raise NotRegular(self._source)
        inner = self.alternatives()
        if not self._accept(")"):
            raise NotRegular(self._source)
        return inner

    def _quantified(self, part: Pattern) -> Pattern:
        for sign, (least, most) in _SIGNS.items():
            if self._accept(sign):
                self._accept("?")
                return Repeated(part, least, most)
        match = _COUNT.match(self._source, self.position)
        if match is None:
            return part
        self.position = match.end()
        self._accept("?")
        least = int(match[1])
        return Repeated(part, least, least if match[2] is None else int(match[3]) if match[3] else None)
