"""The syntax tree of an expression; every node is immutable and comparable."""

from dataclasses import dataclass
from enum import StrEnum


class Axis(StrEnum):
    """The XPath axes that a questionnaire can need."""

    ANCESTOR = "ancestor"
    ANCESTOR_OR_SELF = "ancestor-or-self"
    CHILD = "child"
    DESCENDANT = "descendant"
    DESCENDANT_OR_SELF = "descendant-or-self"
    FOLLOWING_SIBLING = "following-sibling"
    PARENT = "parent"
    PRECEDING_SIBLING = "preceding-sibling"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """XLSForm's ``${key}``: a question named without its path."""

    key: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function call."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two or more operands; more than two only for a chain of one operator."""

    operator: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """A unary minus."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; ``name`` is ``""`` for ``node()`` and ``"*"`` for any element."""

    axis: Axis
    name: str
    predicates: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path; it starts at ``start``, at the root, or (both unset) at the context node."""

    steps: tuple[Step, ...]
    start: "Expression | None" = None
    absolute: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression narrowed by predicates, as in ``(…)[1]``."""

    base: "Expression"
    predicates: tuple["Expression", ...]


Expression = Number | Text | Reference | Call | Binary | Negation | Path | Filter

SELF = Step(Axis.SELF, "")
PARENT = Step(Axis.PARENT, "")
