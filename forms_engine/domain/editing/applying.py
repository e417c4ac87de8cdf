"""What each operation does to a definition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forms_engine.domain.definition import Definition, Group, Question
from forms_engine.domain.editing.choices import with_choices
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.keys import check_key, check_paths, copied, fresh_key, keys_in
from forms_engine.domain.editing.nodes import changed, check_texts, node_from, with_list
from forms_engine.domain.editing.operations import (
    Change,
    Delete,
    Duplicate,
    Insert,
    Move,
    Operation,
    SetChoices,
    SetLanguages,
    SetSettings,
)
from forms_engine.domain.editing.settings import with_languages, with_settings
from forms_engine.domain.editing.tree import (
    children_of,
    index_of,
    inserted,
    joined,
    node_at,
    parent_of,
    without,
)

MOST_NODES = 5_000
_STEM = {"group": "section", "repeat": "section"}


@dataclass(frozen=True, slots=True)
class Applied:
    """The new definition, and the path of the node that an author goes on with, ``""`` for none."""

    definition: Definition
    path: str = ""


def apply(definition: Definition, operation: Operation) -> Applied:
    """Return what an operation makes of a definition.

    Raises:
        EditRefused: it cannot be done; the problem says why and what to do.
    """
    applied = _WAYS[type(operation)](definition, operation)
    if sum(1 for _node in applied.definition.walk()) > MOST_NODES:
        raise EditRefused("nodes_many", limit=MOST_NODES)
    check_paths(applied.definition)
    return applied


def _insert(definition: Definition, operation: Insert) -> Applied:
    stem = _STEM.get(str(operation.node.get("type")), "question")
    wanted = operation.node.get("key") or fresh_key(keys_in(definition), f"{stem}_1")
    node = node_from({**operation.node, "key": wanted})
    if isinstance(node, Group) and node.children:
        raise EditRefused("edit_malformed")
    check_texts(dict(operation.node), "")
    check_key(definition, node.key, "")
    if isinstance(node, Question):
        definition, node = with_list(definition, node)
    made = inserted(definition, operation.parent, operation.at, node)
    return Applied(made, joined(operation.parent, node.key))


def _change(definition: Definition, operation: Change) -> Applied:
    return Applied(*changed(definition, operation.path, operation.fields))


def _move(definition: Definition, operation: Move) -> Applied:
    node = node_at(definition, operation.path)
    if f"{operation.parent}/".startswith(f"{operation.path}/"):
        raise EditRefused("move_inside", operation.path)
    children_of(definition, operation.parent)
    moved = inserted(without(definition, operation.path), operation.parent, operation.at, node)
    return Applied(moved, joined(operation.parent, node.key))


def _duplicate(definition: Definition, operation: Duplicate) -> Applied:
    parent, at = parent_of(operation.path), index_of(definition, operation.path)
    copy = copied(node_at(definition, operation.path), keys_in(definition))
    return Applied(inserted(definition, parent, at + 1, copy), joined(parent, copy.key))


def _delete(definition: Definition, operation: Delete) -> Applied:
    parent, at = parent_of(operation.path), index_of(definition, operation.path)
    left = without(definition, operation.path)
    siblings = children_of(left, parent)
    if not siblings:
        return Applied(left, parent)
    return Applied(left, joined(parent, siblings[min(at, len(siblings) - 1)].key))


def _choices(definition: Definition, operation: SetChoices) -> Applied:
    return Applied(with_choices(definition, operation.name, operation.rows))


def _settings(definition: Definition, operation: SetSettings) -> Applied:
    return Applied(with_settings(definition, operation.title, operation.settings))


def _languages(definition: Definition, operation: SetLanguages) -> Applied:
    return Applied(with_languages(definition, operation.languages, operation.renamed))


_WAYS: dict[type, Callable[[Definition, Any], Applied]] = {
    Insert: _insert,
    Change: _change,
    Move: _move,
    Duplicate: _duplicate,
    Delete: _delete,
    SetChoices: _choices,
    SetSettings: _settings,
    SetLanguages: _languages,
}
