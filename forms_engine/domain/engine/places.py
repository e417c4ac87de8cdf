"""The static places of a questionnaire: one for every question, group and repeat."""

from collections.abc import Iterator
from enum import StrEnum

from forms_engine.domain.definition import Definition, Group, Node, Question, QuestionType, Repeat

_REFERENCE_START = "${"
_ALWAYS = "true()"


class PlaceKind(StrEnum):
    """What stands at a place."""

    ROOT = "root"
    GROUP = "group"
    REPEAT = "repeat"
    QUESTION = "question"


class FormNode:
    """A place in a questionnaire, with the rules that apply there.

    ``path`` is its key path; ``repeat`` the innermost repeat that is it or contains it. ``required``
    and ``readonly`` are what holds in every submission, without working out a rule.
    """

    __slots__ = (
        "container", "index", "inside", "is_repeated", "is_select", "key", "kind", "node", "path",
        "question", "readonly", "repeat", "required",
    )  # fmt: skip

    def __init__(
        self, kind: PlaceKind, key: str, node: Node | None, container: "FormNode | None", index: int
    ) -> None:
        self.kind = kind
        self.key = key
        self.node = node
        self.question = node if isinstance(node, Question) else None
        question = self.question
        self.is_select = question is not None and question.type.is_select
        self.required = question is not None and question.required == _ALWAYS
        self.readonly = question is not None and (
            question.read_only == _ALWAYS or question.type is QuestionType.NOTE
        )
        self.container = container
        self.index = index
        self.path: str = (
            f"{container.path}/{key}" if container and container.path else key if container else ""
        )
        self.is_repeated = kind is PlaceKind.REPEAT
        self.repeat: FormNode | None = self if self.is_repeated else container.repeat if container else None
        self.inside: tuple[FormNode, ...] = ()

    def __repr__(self) -> str:
        return f"<FormNode {self.path or '/'}>"

    def ancestors(self) -> Iterator["FormNode"]:
        """Yield the places above, the nearest first."""
        above = self.container
        while above is not None:
            yield above
            above = above.container

    def repeats(self) -> Iterator["FormNode"]:
        """Yield the repeats that are it or contain it, the innermost first."""
        repeat = self.repeat
        while repeat is not None:
            yield repeat
            repeat = repeat.container.repeat if repeat.container else None


def lay_out(definition: Definition) -> list[FormNode]:
    """Return the places of ``definition`` in document order, the root first."""
    root = FormNode(PlaceKind.ROOT, definition.root, None, None, 0)
    found = [root]
    _fill(root, definition.children, found)
    return found


def _fill(container: FormNode, nodes: tuple[Node, ...], found: list[FormNode]) -> None:
    inside = []
    for node in nodes:
        if isinstance(node, Repeat) and counts_by_expression(node):
            inside.append(_add(container, _counter(node), found))
        inside.append(_add(container, node, found))
    container.inside = tuple(inside)


def _add(container: FormNode, node: Node, found: list[FormNode]) -> FormNode:
    kind = PlaceKind.QUESTION
    if isinstance(node, Group):
        kind = PlaceKind.REPEAT if isinstance(node, Repeat) else PlaceKind.GROUP
    place = FormNode(kind, node.key, node, container, len(found))
    found.append(place)
    if isinstance(node, Group):
        _fill(place, node.children, found)
    return place


def counts_by_expression(repeat: Repeat) -> bool:
    """Tell whether the count is more than a reference, so that XLSForm keeps it in a question of its own."""
    count = repeat.count.strip()
    return bool(count) and not (count.startswith(_REFERENCE_START) and count.find("}") == len(count) - 1)


def _counter(repeat: Repeat) -> Question:
    return Question(
        key=f"{repeat.key}_count", type=QuestionType.CALCULATE, calculation=repeat.count, read_only="true()"
    )
