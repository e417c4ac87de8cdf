"""A text that a regular expression matches."""

import re
from collections.abc import Iterable
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LONGEST = 1_000
_CLASSES = {
    kinds.CATEGORY_DIGIT: "5",
    kinds.CATEGORY_WORD: "a",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_NOT_DIGIT: "a",
    kinds.CATEGORY_NOT_WORD: "-",
    kinds.CATEGORY_NOT_SPACE: "a",
}
_TRIED = "aA5 .-_@,;:/'x"


def example_of(pattern: str) -> str:
    """Return a text that a pattern matches, ``""`` where none comes to mind."""
    try:
        text = _sequence(parser.parse(pattern))
    except (re.error, LookupError, RecursionError, OverflowError, ValueError, StopIteration):
        return ""
    return text if re.search(pattern, text) else ""


def _sequence(parts: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_part(kind, value) for kind, value in parts)


def _part(kind: Any, value: Any) -> str:
    match kind:
        case kinds.LITERAL:
            found = chr(value)
        case kinds.NOT_LITERAL:
            found = next(each for each in _TRIED if ord(each) != value)
        case kinds.ANY:
            found = "a"
        case kinds.IN:
            found = _member(value)
        case kinds.BRANCH:
            found = _sequence(value[1][0])
        case kinds.SUBPATTERN:
            found = _sequence(value[3])
        case kinds.MAX_REPEAT | kinds.MIN_REPEAT:
            least, most, inner = value
            found = _repeated(_sequence(inner), max(least, 1) if most else 0)
        case kinds.AT:
            found = ""
        case _:
            raise ValueError(kind)
    return found


def _repeated(text: str, times: int) -> str:
    if len(text) * times > _LONGEST:
        raise ValueError(times)
    return text * times


def _member(members: list[tuple[Any, Any]]) -> str:
    if members[0][0] is kinds.NEGATE:
        return next(each for each in _TRIED if not any(_holds(member, each) for member in members[1:]))
    kind, value = members[0]
    if kind is kinds.RANGE:
        return chr(value[0])
    return chr(value) if kind is kinds.LITERAL else _CLASSES[value]


def _holds(member: tuple[Any, Any], character: str) -> bool:
    kind, value = member
    if kind is kinds.LITERAL:
        return ord(character) == int(value)
    if kind is kinds.RANGE:
        return int(value[0]) <= ord(character) <= int(value[1])
    return _CLASSES[value] == str(character)
