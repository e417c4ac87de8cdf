"""Keys of questions and sections: well formed, unique, and renamed wherever they are referred to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms_engine.domain.codec import from_json, node_from_json, to_json
from forms_engine.domain.definition import Definition, Group, Node
from forms_engine.domain.editing.errors import EditRefused

LONGEST = 64
LONGEST_PATH = 255
"""As answers are stored by path."""

_WELL_FORMED = re.compile(r"[^\W\d][\w.\-]*")
_RESERVED = frozenset({"meta", "instanceid", "instancename"})
_NUMBERED = re.compile(r"_\d+$")


def check_key(definition: Definition, key: str, path: str) -> None:
    """Refuse a key that is malformed, or somebody else's; ``path`` is the node that is to have it."""
    if not _WELL_FORMED.fullmatch(key):
        raise EditRefused("key_invalid", path, "name", key=key)
    if len(key) > LONGEST:
        raise EditRefused("key_long", path, "name", key=key, limit=LONGEST)
    if key.casefold() in _RESERVED:
        raise EditRefused("key_reserved", path, "name", key=key)
    for other, node in definition.walk():
        if other != path and node.key.casefold() == key.casefold():
            raise EditRefused("key_taken", path, "name", key=key, other=node.key)


def check_paths(definition: Definition) -> None:
    """Refuse a definition in which two nodes of a section share a key, or that is nested too deeply."""
    seen: set[str] = set()
    for path, node in definition.walk():
        if path.casefold() in seen:
            raise EditRefused("key_twice", path, "name", key=node.key)
        if len(path) > LONGEST_PATH:
            raise EditRefused("path_long", path, "name", key=node.key, limit=LONGEST_PATH)
        seen.add(path.casefold())


def fresh_key(taken: Iterable[str], wanted: str) -> str:
    """Return ``wanted``, or the first of ``wanted_2``, ``wanted_3`` … that nobody has."""
    known = {key.casefold() for key in taken}
    stem, number, key = _NUMBERED.sub("", wanted)[: LONGEST - 6], 1, wanted
    while key.casefold() in known or key.casefold() in _RESERVED:
        number += 1
        key = f"{stem}_{number}"
    return key


def keys_in(definition: Definition) -> set[str]:
    """Return every key of a definition."""
    return {node.key for _path, node in definition.walk()}


def renamed(definition: Definition, old: str, new: str) -> Definition:
    """Return the definition with every ``${old}`` in rules and texts written ``${new}``.

    Where several nodes have that key, a reference means none of them in particular and stays.
    """
    if sum(1 for _path, node in definition.walk() if node.key == old) != 1:
        return definition
    return from_json(_rewritten(to_json(definition), {old: new}))


def copied(node: Node, taken: set[str]) -> Node:
    """Return a copy with keys of its own; what it says about itself it says about the copy."""
    names: dict[str, str] = {}
    for each in _below(node):
        names[each.key] = fresh_key(taken | set(names.values()), each.key)
    return node_from_json(_rekeyed(_rewritten(to_json(node), names), names))


def _below(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from _below(child)


def _rekeyed(payload: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    below = [_rekeyed(child, names) for child in payload.get("children", ())]
    return payload | {"key": names[payload["key"]]} | ({"children": below} if below else {})


def _rewritten(payload: Any, names: Mapping[str, str]) -> Any:
    pattern = re.compile(rf"\$\{{\s*({'|'.join(map(re.escape, names))})\s*\}}")

    def rewrite(value: Any) -> Any:
        match value:
            case str():
                return pattern.sub(lambda found: f"${{{names[found[1]]}}}", value) if "${" in value else value
            case Mapping():
                return {key: rewrite(each) for key, each in value.items()}
            case list():
                return [rewrite(each) for each in value]
        return value

    return rewrite(payload)
