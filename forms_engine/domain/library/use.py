"""The mark that a group carries where it came from the library: ``postal_address@2 street=home_street``.

It is a column of the workbook, so that it survives export, editing and import.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import quote, unquote

from forms_engine.domain.definition import Definition, Group, Node

COLUMN = "library"
_G = TypeVar("_G", bound=Group)
_LISTS = "choices:"
_MARK = re.compile(r"(?P<key>[\w-]+)@(?P<number>[1-9]\d{0,6})(?P<renames>(?: +\S+=\S+)*)")


@dataclass(frozen=True, slots=True)
class Use:
    """Which revision of which library group this is; ``keys`` and ``lists`` are those renamed here."""

    key: str
    number: int
    keys: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the mark as the workbook holds it."""
        keys = [_renamed(*pair) for pair in self.keys.items()]
        lists = [_LISTS + _renamed(*pair) for pair in self.lists.items()]
        return " ".join((f"{self.key}@{self.number}", *keys, *lists))


def use_of(group: Group) -> Use | None:
    """Return what the group's mark says; None where it has none that can be read."""
    mark = _MARK.fullmatch(group.extra.get(COLUMN, "").strip())
    if mark is None:
        return None
    keys: dict[str, str] = {}
    lists: dict[str, str] = {}
    for rename in mark["renames"].split():
        target = lists if rename.startswith(_LISTS) else keys
        before, _, after = rename.removeprefix(_LISTS).partition("=")
        target[unquote(before)] = unquote(after)
    return Use(mark["key"], int(mark["number"]), keys, lists)


def uses(definition: Definition) -> Iterator[tuple[str, Use]]:
    """Yield the key path of every group that came from the library, with its mark."""
    for path, node in definition.walk():
        if isinstance(node, Group) and (use := use_of(node)) is not None:
            yield path, use


def marked(group: _G, use: Use) -> _G:
    """Return the group with that mark."""
    return replace(group, extra={**group.extra, COLUMN: str(use)})


def mark(definition: Definition, path: str, use: Use) -> Definition:
    """Return the definition with the group at ``path`` marked; what it was renamed to before is kept."""

    def found(nodes: tuple[Node, ...], prefix: str) -> tuple[Node, ...]:
        return tuple(changed(node, f"{prefix}{node.key}") for node in nodes)

    def changed(node: Node, where: str) -> Node:
        if not isinstance(node, Group) or not f"{path}/".startswith(f"{where}/"):
            return node
        if where != path:
            return replace(node, children=found(node.children, f"{where}/"))
        old = use_of(node)
        renames = (old.keys, old.lists) if old and old.key == use.key else ({}, {})
        return marked(node, replace(use, keys=renames[0], lists=renames[1]))

    return replace(definition, children=found(definition.children, ""))


def unmarked(group: _G) -> _G:
    """Return the group without a mark, and without those of the groups in it: they are part of it now."""
    children = tuple(unmarked(node) if isinstance(node, Group) else node for node in group.children)
    extra = {name: text for name, text in group.extra.items() if name != COLUMN}
    return replace(group, extra=extra, children=children)


def _renamed(before: str, after: str) -> str:
    return f"{quote(before, safe='')}={quote(after, safe='')}"
