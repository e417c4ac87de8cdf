"""The outline of a questionnaire as an author edits it: one row for every node."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forms_engine.domain.definition import Definition, Group, Node, Question, Repeat
from forms_engine.domain.languages import pick
from forms_engine.domain.markdown import to_text

_MARKED = re.compile(r"[\\*_\[\]()<>&\n]")
"""Without any of these, a text is what its markdown says; parsing it would take most of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``kind`` is the question's type, ``group`` or ``repeat``; ``place`` and ``level`` count from 1."""

    path: str
    key: str
    kind: str
    label: str
    level: int
    place: int
    siblings: int
    is_ruled: bool

    @property
    def is_section(self) -> bool:
        """Whether it can hold others."""
        return self.kind in {"group", "repeat"}


def rows_of(definition: Definition, language: str) -> tuple[Row, ...]:
    """Return a row for every node, parents first, with its label in one of the languages."""
    return tuple(_rows(definition, definition.children, "", 1, language))


def kind_of_node(node: Node) -> str:
    """Return the question's type, ``group`` or ``repeat``."""
    if isinstance(node, Question):
        return node.type.value
    return "repeat" if isinstance(node, Repeat) else "group"


def _rows(
    definition: Definition, nodes: tuple[Node, ...], prefix: str, level: int, language: str
) -> Iterator[Row]:
    for place, node in enumerate(nodes, start=1):
        path = f"{prefix}{node.key}"
        label = pick(node.label, language, definition.languages[0])
        yield Row(
            path=path,
            key=node.key,
            kind=kind_of_node(node),
            label=to_text(label) if _MARKED.search(label) else label,
            level=level,
            place=place,
            siblings=len(nodes),
            is_ruled=bool(node.relevant),
        )
        if isinstance(node, Group):
            yield from _rows(definition, node.children, f"{path}/", level + 1, language)
