"""Compiled expressions: what the compiler makes, and what they need to run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from forms_engine.domain.xpath.values import Element, Nodes, Value, number_of, text_of, truth_of


class Kind(StrEnum):
    """What is known at compile time about a value."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NODES = "nodes"
    ANY = "any"


class World(Protocol):
    """All that an expression may see besides its context node."""

    @property
    def now(self) -> datetime:
        """The moment the questionnaire is looked at, in the respondent's zone."""

    @property
    def zone(self) -> tzinfo:
        """The respondent's zone."""

    @property
    def root(self) -> Element:
        """The root of the answers."""

    @property
    def singles(self) -> Sequence[Element]:
        """The elements outside all repeats, each at the index of its place."""

    def choice_label(self, element: Element, value: str) -> str:
        """Return the label that a select offers for one of its values."""

    def random(self) -> float:
        """Return a number from 0 up to 1."""

    def unique(self) -> str:
        """Return a fresh UUID."""


@dataclass(slots=True)
class Context:
    """Where an expression is evaluated; ``origin`` is what ``current()`` returns."""

    node: Element
    world: World
    origin: Element
    position: int = 1
    size: int = 1


class Place(Protocol):
    """A static place in the form or in a choice list; elements are instances of places."""

    @property
    def key(self) -> str:
        """The name of its elements."""

    @property
    def container(self) -> "Place | None":
        """The place whose elements contain its elements."""

    @property
    def inside(self) -> "Sequence[Place]":
        """The places of its elements' children."""

    @property
    def index(self) -> int:
        """Its number in the form; negative in a choice list."""

    @property
    def is_repeated(self) -> bool:
        """Whether one container can hold several of its elements."""

    @property
    def repeat(self) -> "Place | None":
        """The innermost repeated place that is it or contains it."""


Run = Callable[[Context], Value]
Single = Callable[[Context], Element]


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled expression.

    ``single`` is set where a path is known to lead to exactly one element, which is then found
    without building a list, and ``anchored`` where that element is the same for every node a
    predicate is tried on; ``narrowed`` where a predicate picks some of many. ``constant`` is set
    where the value is written in the expression itself. ``places`` tells where the nodes are, as
    far as that is known at compile time.
    """

    kind: Kind
    run: Run
    single: Single | None = None
    anchored: bool = False
    narrowed: bool = False
    constant: str | float | bool | None = None
    places: tuple[Place, ...] = ()


def texts(code: Code) -> Callable[[Context], str]:
    """Return a closure for the value of ``code`` as text."""
    if isinstance(code.constant, str):
        constant = code.constant
        return lambda _: constant
    if code.single is not None:
        single = code.single
        return lambda context: single(context).value
    run = code.run
    if code.kind is Kind.TEXT:
        return run  # type: ignore[return-value]  # the kind says so
    return lambda context: text_of(run(context))


def numbers(code: Code) -> Callable[[Context], float]:
    """Return a closure for the value of ``code`` as a number."""
    run = code.run
    if code.kind is Kind.NUMBER:
        return run  # type: ignore[return-value]  # the kind says so
    return lambda context: number_of(run(context), context.world.zone)


def truths(code: Code) -> Callable[[Context], bool]:
    """Return a closure for the value of ``code`` as a boolean."""
    run = code.run
    if code.kind is Kind.BOOLEAN:
        return run  # type: ignore[return-value]  # the kind says so
    return lambda context: truth_of(run(context))


def nodes(code: Code) -> Callable[[Context], Nodes]:
    """Return a closure for the nodes of ``code``, which the caller has checked to be nodes."""
    return code.run  # type: ignore[return-value]  # the caller has checked the kind


def constant(value: str | float | bool) -> Code:
    """Return code for a value that never changes."""
    kind = Kind.BOOLEAN if isinstance(value, bool) else Kind.TEXT if isinstance(value, str) else Kind.NUMBER
    return Code(kind, lambda _: value, constant=value)
