"""The live tree: one node for every question, section and occurrence of one submission."""

from collections.abc import Iterator, Sequence

from forms_engine.domain.definition import Choice, QuestionType
from forms_engine.domain.engine.places import FormNode

_LEAF: dict[str, "LiveNode"] = {}
"""What all questions share, as nothing is ever below them."""


class LiveNode:
    """What stands at a place in one submission.

    ``raw`` is what was answered or worked out, kept while the node is hidden; ``value`` is what
    counts: empty while hidden, without choices that are not offered. A repeat is one node whose
    ``occurrences`` are nodes of the same place; paths of expressions step over it.
    """

    __slots__ = (
        "branches", "name", "number", "occurrences", "offered", "parent", "path", "place", "raw",
        "readonly", "relevant", "required", "value", "violation",
    )  # fmt: skip

    def __init__(self, place: FormNode, parent: "LiveNode | None", path: str, number: int = 0) -> None:
        self.place = place
        self.name = place.key
        self.parent = parent
        self.path = path
        self.number = number
        self.branches: dict[str, LiveNode] = {} if place.inside else _LEAF
        self.occurrences: list[LiveNode] | None = None
        self.offered: tuple[Choice, ...] = ()
        self.raw = ""
        self.value = ""
        self.relevant = True
        self.required = place.required
        self.readonly = place.readonly
        self.violation: str | None = None

    def __repr__(self) -> str:
        return f"<LiveNode {self.path or '/'}>"

    def named(self, name: str) -> Sequence["LiveNode"]:
        """Return the children of that name; of a repeat, its occurrences."""
        child = self.branches.get(name)
        if child is None:
            return ()
        return (child,) if child.occurrences is None else child.occurrences

    def every(self) -> Sequence["LiveNode"]:
        """Return all children in document order; occurrences instead of repeats."""
        return [node for key in self.branches for node in self.named(key)]

    def walk(self) -> Iterator["LiveNode"]:
        """Yield the node and all below it in document order, repeats and occurrences included."""
        yield self
        for child in self.branches.values() if self.occurrences is None else self.occurrences:
            if child.branches or child.occurrences:
                yield from child.walk()
            else:
                yield child

    def occurrence_of(self, repeat: FormNode) -> "LiveNode | None":
        """Return the occurrence of ``repeat`` that is it or contains it."""
        node: LiveNode | None = self
        while node is not None and (node.place is not repeat or node.occurrences is not None):
            node = node.parent
        return node


def observed(node: LiveNode) -> str:
    """Return the part of the answer that is offered; a ranking names all that is offered."""
    question = node.place.question
    if question is None or not node.place.is_select:
        return node.raw
    offered = dict.fromkeys(choice.value for choice in node.offered)
    if question.type is QuestionType.SELECT_ONE:
        return node.raw if node.raw in offered else ""
    kept = [chosen for chosen in node.raw.split() if chosen in offered]
    if question.type is QuestionType.RANK:
        kept = list(dict.fromkeys((*kept, *offered)))
    return " ".join(kept)
