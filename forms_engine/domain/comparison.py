"""What differs between two definitions of one questionnaire."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from forms_engine.domain.definition import Definition, Group, Node, Question, Repeat


def kinds(definition: Definition) -> dict[str, str]:
    """Return the kind of every node by key path: a question's type, ``group`` or ``repeat``."""
    return {path: _kind(node) for path, node in definition.walk()}


def retyped(published: Iterable[Mapping[str, str]], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the key paths whose kind differs from the one they were published with."""
    seen: dict[str, str] = {}
    for each in published:
        seen.update(each)
    return tuple(path for path, kind in now.items() if seen.get(path, kind) != kind)


def _kind(node: Node) -> str:
    match node:
        case Question():
            return node.type.value
        case Repeat():
            return "repeat"
    return "group"


def content_of(definition: Definition, node: Node) -> object:
    """Return what a node says by itself, for comparing: a section without what is in it."""
    if isinstance(node, Group):
        return replace(node, children=())
    return node, definition.choice_lists.get(node.choice_list)
