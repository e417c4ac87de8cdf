"""The four kinds of XPath value, and how one turns into another."""

import math
import re
from collections.abc import Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import Protocol

from forms_engine.domain.xpath.moments import Moment, days, read_moment

NAN = math.nan
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_EXPONENT = re.compile(r"e([+-])0*(\d)")
_SMALLEST_PLAIN, _PLAIN_BELOW = 1e-6, 1e21
"""Outside of these a number is written with an exponent, as ECMAScript does."""


class Element(Protocol):
    """A node that paths lead to: a live question, group or occurrence, or a row of a choice list."""

    @property
    def name(self) -> str:
        """The key it is found by."""

    @property
    def parent(self) -> "Element | None":
        """The element that contains it."""

    @property
    def value(self) -> str:
        """Its text."""

    def named(self, name: str) -> Sequence["Element"]:
        """Return the children of that name, in document order."""

    def every(self) -> Sequence["Element"]:
        """Return all children, in document order."""


Nodes = Sequence[Element]
Value = str | float | bool | Nodes


def number_of_text(text: str, zone: tzinfo) -> float:
    """Return the number a text is; a date counts as its days since 1970, anything else as NaN."""
    stripped = text.strip()
    if _NUMBER.fullmatch(stripped):
        return float(stripped)
    if stripped[4:5] == "-":
        moment = read_moment(text, zone)
        if moment is not None:
            return Moment.of(moment, str(math.floor(days(moment))))
    return {"Infinity": math.inf, "-Infinity": -math.inf}.get(stripped, NAN)


def text_of_number(number: float) -> str:
    """Return a number as XForms writes it: no ``.0``, nothing for NaN, a moment as its date."""
    if isinstance(number, Moment):
        return number.text
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return _plain(number) if _SMALLEST_PLAIN <= abs(number) < _PLAIN_BELOW else _exponent(number)


def _plain(number: float) -> str:
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def _exponent(number: float) -> str:
    return _EXPONENT.sub(r"e\1\2", repr(number)) if number else "0"


def text_of(value: Value) -> str:
    """Return any value as text; of several nodes, the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return text_of_number(value)
    return value[0].value if value else ""


def number_of(value: Value, zone: tzinfo) -> float:
    """Return any value as a number; NaN when it is not one."""
    if isinstance(value, float | int):
        return value if isinstance(value, float) else float(value)
    return number_of_text(text_of(value), zone)


def truth_of(value: Value) -> bool:
    """Return any value as a boolean: nodes are true when there are any, whatever they hold."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)
