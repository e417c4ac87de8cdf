"""One question or section, changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms_engine.domain.codec import DefinitionMalformed, node_from_json, to_json
from forms_engine.domain.definition import Definition, Node, Question
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.keys import check_key, fresh_key, renamed
from forms_engine.domain.editing.tree import joined, node_at, parent_of, with_node

LONGEST_TEXT = 20_000


def node_from(given: Mapping[str, Any], path: str = "") -> Node:
    """Return the node that JSON says.

    Raises:
        EditRefused: it says none.
    """
    try:
        return node_from_json(dict(given))
    except DefinitionMalformed:
        raise EditRefused("edit_malformed", path) from None


def merged(old: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``old`` with what is given in its place; entries that are empty then are left out."""
    found = dict(old)
    for name, value in given.items():
        before = found.get(name)
        nested = isinstance(value, Mapping)
        found[name] = merged(before if isinstance(before, Mapping) else {}, value) if nested else value
    return {name: value for name, value in found.items() if value not in ("", {}, None)}


def changed(definition: Definition, path: str, fields: Mapping[str, Any]) -> tuple[Definition, str]:
    """Return the definition with a node changed, and where that node stands then."""
    if "children" in fields:
        raise EditRefused("edit_malformed", path)
    definition, path = _with_key(definition, path, fields.get("key"))
    before = node_at(definition, path)
    after = node_from(merged(to_json(before), fields) | {"key": before.key}, path)
    check_texts(fields, path)
    if isinstance(before, Question) is not isinstance(after, Question):
        raise EditRefused("edit_malformed", path)
    if isinstance(after, Question):
        definition, after = with_list(definition, after)
    return with_node(definition, path, after), path


def with_list(definition: Definition, question: Question) -> tuple[Definition, Question]:
    """Return both so that a select has a choice list, if an empty one, and no other question has any."""
    if not question.type.is_select:
        return definition, replace(question, choice_list="", choice_filter="")
    name = question.choice_list or fresh_key(definition.choice_lists, question.key)
    lists = (
        definition.choice_lists if name in definition.choice_lists else {**definition.choice_lists, name: ()}
    )
    return replace(definition, choice_lists=lists), replace(question, choice_list=name)


def check_texts(given: object, path: str) -> None:
    """Refuse texts that nobody writes by hand, and characters that no file can hold."""
    match given:
        case str() if len(given) > LONGEST_TEXT:
            raise EditRefused("text_long", path, limit=LONGEST_TEXT)
        case str() if any(not _is_writable(character) for character in given):
            raise EditRefused("text_unwritable", path)
        case Mapping():
            for each in given.values():
                check_texts(each, path)
        case list():
            for each in given:
                check_texts(each, path)


def _is_writable(character: str) -> bool:
    return character in "\t\n\r" or (character >= " " and not "\ud800" <= character <= "\udfff")


def _with_key(definition: Definition, path: str, key: object) -> tuple[Definition, str]:
    node = node_at(definition, path)
    if key is None or key == node.key:
        return definition, path
    check_key(definition, str(key), path)
    definition = renamed(definition, node.key, str(key))
    node = node_at(definition, path)
    return with_node(definition, path, replace(node, key=str(key))), joined(parent_of(path), str(key))
