"""Cells: the things that are worked out for each place, and what follows from what."""

from dataclasses import dataclass, field
from enum import IntEnum

from forms_engine.domain.definition import Choice
from forms_engine.domain.engine.places import FormNode
from forms_engine.domain.xpath.code import Code


class Aspect(IntEnum):
    """What a cell says about a place; in the order they are worked out where nothing else decides."""

    COUNT = 0
    RELEVANT = 1
    READONLY = 2
    REQUIRED = 3
    CHOICES = 4
    CALCULATION = 5
    VALUE = 6
    CHECK = 7
    TEXT = 8


COLUMNS: dict[Aspect, str] = {
    Aspect.COUNT: "repeat_count",
    Aspect.RELEVANT: "relevant",
    Aspect.READONLY: "read_only",
    Aspect.REQUIRED: "required",
    Aspect.CHOICES: "choice_filter",
    Aspect.CALCULATION: "calculation",
    Aspect.CHECK: "constraint",
}
"""The XLSForm column that each rule is written in."""


@dataclass(eq=False, slots=True)
class Cell:
    """One aspect of one place.

    ``code`` is the author's rule, or None where only what is above it counts. ``rank`` orders the
    cells so that each comes after all it reads. ``keeps`` marks a calculation whose stored result
    stays when answers are loaded; ``triggered`` one that runs only when its trigger changes. Where
    a choice filter depends on nothing but the answers at the places ``inputs``, ``memory`` holds
    what it offered for them.
    """

    place: FormNode
    aspect: Aspect
    code: Code | None = None
    rank: int = -1
    edges: list["Edge"] = field(default_factory=list)
    keeps: bool = False
    triggered: bool = False
    inputs: tuple[int, ...] = ()
    memory: dict[tuple[str, ...], tuple[Choice, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Cell {self.place.path}.{self.aspect.name}>"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a change spreads: to ``cell``, in the same occurrence of ``shared`` or (None) in all.

    ``loose`` edges join different occurrences of one repeat, as in a running total, or an answer
    with the group around it: they do not count as a cycle.
    """

    cell: Cell
    shared: FormNode | None
    loose: bool = False
