"""Pieces of XPath that know how tightly they bind and what they give."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an expression gives."""

    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"
    ANY = "any"


_TIGHT = 9
_LEVELS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
_CHAINED = frozenset({"or", "and", "+", "*"})


@dataclass(frozen=True, slots=True)
class Term:
    """An expression; it is empty in its own language while any of the answers ``needs`` is."""

    text: str
    kind: Kind = Kind.ANY
    level: int = _TIGHT
    needs: frozenset[str] = frozenset()

    def inside(self, level: int) -> str:
        """Return the text as an operand at ``level``."""
        return self.text if self.level >= level else f"({self.text})"

    @property
    def guarded(self) -> "Term":
        """The term, or no answer while an answer it needs is missing."""
        if not self.needs or self.text in self.needs:
            return self
        answered = " and ".join(f"{each} != ''" for each in sorted(self.needs))
        return Term(f"if({answered}, {self.text}, '')", self.kind)


def binary(operator: str, left: Term, right: Term, kind: Kind = Kind.TRUTH) -> Term:
    """Return ``left operator right``, with brackets where they are needed."""
    level = _LEVELS[operator]
    second = level if operator in _CHAINED and right.level == level else level + 1
    text = f"{left.inside(level)} {operator} {right.inside(second)}"
    return Term(text, kind, level, left.needs | right.needs)


def call(name: str, *arguments: Term, kind: Kind = Kind.ANY) -> Term:
    """Return a call of a function."""
    needs = frozenset[str]().union(*(each.needs for each in arguments))
    return Term(f"{name}({', '.join(each.text for each in arguments)})", kind, needs=needs)


def text(value: str) -> Term:
    """Return a literal; XPath has no escapes, so one with both quotes is put together."""
    return Term(_literal(value), Kind.TEXT)


def number(value: str) -> Term:
    """Return a number as written."""
    return Term(value, Kind.NUMBER, _TIGHT if not value.startswith("-") else _LEVELS["*"])


def joined(operator: str, expressions: Iterable[str]) -> str:
    """Return the expressions that there are, joined by ``and`` or ``or``; each is bracketed if several."""
    given = [each for each in dict.fromkeys(expressions) if each]
    return given[0] if len(given) == 1 else f" {operator} ".join(f"({each})" for each in given)


def _literal(value: str) -> str:
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    pieces = ', "\'", '.join(f"'{piece}'" for piece in value.split("'"))
    return f"concat({pieces})"


TRUE, FALSE, EMPTY = Term("true()", Kind.TRUTH), Term("false()", Kind.TRUTH), Term("''", Kind.TEXT)
