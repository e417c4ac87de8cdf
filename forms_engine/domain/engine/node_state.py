"""How nodes and choices look from outside."""

from dataclasses import dataclass
from typing import Literal

from forms_engine.domain.definition import Question
from forms_engine.domain.engine.live import LiveNode
from forms_engine.domain.engine.places import PlaceKind

Kind = Literal["question", "group", "repeat", "occurrence"]
Violation = Literal["constraint", "required"]


@dataclass(frozen=True, slots=True)
class NodeState:
    """How a question, section or occurrence stands; ``value`` is empty while it is hidden."""

    path: str
    key: str
    kind: Kind
    question: Question | None
    relevant: bool
    value: str
    required: bool
    readonly: bool
    violation: Violation | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice as it is offered; ``image`` names its picture, on a page where that lies."""

    value: str
    label: str
    image: str = ""


def node_state(node: LiveNode) -> NodeState:
    """Return how ``node`` stands."""
    kind: Kind = "question"
    if node.place.question is None:
        kind = "occurrence" if node.number else "repeat" if node.place.kind is PlaceKind.REPEAT else "group"
    return NodeState(
        node.path,
        node.name,
        kind,
        node.place.question,
        node.relevant,
        node.value,
        node.required,
        node.readonly,
        node.violation,  # type: ignore[arg-type]  # only work.check sets it
    )
