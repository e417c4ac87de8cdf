"""Comparing values by the rules of XPath 1.0 § 3.4."""

import operator
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from forms_engine.domain.xpath.values import Value, number_of, number_of_text, text_of, truth_of

Test = Callable[[Any, Any], bool]

TESTS: dict[str, Test] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EQUALITY = frozenset({"=", "!="})


def compare(sign: str, left: Value, right: Value, zone: tzinfo) -> bool:
    """Tell whether ``left sign right`` holds; of nodes, whether it holds for any of them."""
    test = TESTS[sign]
    if sign in _EQUALITY and (isinstance(left, bool) or isinstance(right, bool)):
        return test(truth_of(left), truth_of(right))
    lefts, rights = _atoms(left), _atoms(right)
    if sign in _EQUALITY and _textual(left) and _textual(right):
        return any(test(a, b) for a in lefts for b in rights)
    return any(test(_number(a, zone), _number(b, zone)) for a in lefts for b in rights)


def _atoms(value: Value) -> Sequence[str | float | bool]:
    if isinstance(value, str | float | int):
        return (value,)
    return [node.value for node in value]


def _textual(value: Value) -> bool:
    return not isinstance(value, float | int)


def _number(atom: str | float | bool, zone: tzinfo) -> float:
    return number_of_text(atom, zone) if isinstance(atom, str) else number_of(atom, zone)


__all__ = ["TESTS", "compare", "text_of"]
