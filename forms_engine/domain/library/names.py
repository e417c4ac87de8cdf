"""What the texts and rules of a node name: questions by their keys, choice lists."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from forms_engine.domain.definition import Node, Question

_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_LIST = re.compile(r"""\b(instance|pulldata)\(\s*(['"])([^'"]*)\2""")
_KEPT = frozenset({"key", "type", "choice_list", "children"})


def with_texts(node: Node, change: Callable[[str], str]) -> Node:
    """Return the node, its children aside, with every text and rule changed."""
    written: dict[str, Any] = {
        each.name: _changed(getattr(node, each.name), change)
        for each in fields(node)
        if each.name not in _KEPT
    }
    if isinstance(node, Question) and node.offers_answers:
        written["choice_list"] = change(node.choice_list)
    return replace(node, **written)


def references(node: Node) -> Iterator[str]:
    """Yield every key that the node, its children aside, names as ``${key}``."""
    for text in _texts(node):
        yield from _REFERENCE.findall(text)
    if isinstance(node, Question) and node.offers_answers:
        yield from _REFERENCE.findall(node.choice_list)


def lists_named(node: Node) -> Iterator[str]:
    """Yield the name of every choice list that the node, its children aside, needs."""
    if isinstance(node, Question) and node.choice_list and not node.offers_answers:
        yield node.choice_list
    for text in _texts(node):
        yield from (name for _function, _quote, name in _LIST.findall(text))


def renaming(keys: Mapping[str, str], lists: Mapping[str, str]) -> Callable[[str], str]:
    """Return what rewrites a text so that it names keys and lists by their new names."""

    def rewritten(text: str) -> str:
        text = _REFERENCE.sub(lambda found: f"${{{keys[found[1]]}}}" if found[1] in keys else found[0], text)
        return _LIST.sub(
            lambda found: (
                f"{found[1]}({found[2]}{lists[found[3]]}{found[2]}" if found[3] in lists else found[0]
            ),
            text,
        )

    return rewritten


def _texts(node: Node) -> Iterator[str]:
    for each in fields(node):
        if each.name not in _KEPT:
            yield from _written(getattr(node, each.name))


def _written(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _written(each)
    elif isinstance(value, str):
        yield value


def _changed(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, Mapping):
        return {name: _changed(each, change) for name, each in value.items()}
    return change(value) if isinstance(value, str) else value
