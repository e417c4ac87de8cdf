"""Where nodes stand in a definition, and definitions in which they stand elsewhere.

A place is the key path of the section, ``""`` for the questionnaire itself, and a number from 0.
"""

from collections.abc import Callable
from dataclasses import replace

from forms_engine.domain.definition import Definition, Group, Node
from forms_engine.domain.editing.errors import EditRefused

Nodes = tuple[Node, ...]


def parent_of(path: str) -> str:
    """Return the path of the section that a node is in."""
    return path.rpartition("/")[0]


def joined(parent: str, key: str) -> str:
    """Return the path of a node."""
    return f"{parent}/{key}" if parent else key


def node_at(definition: Definition, path: str) -> Node:
    """Return a node.

    Raises:
        EditRefused: there is none.
    """
    key = path.rpartition("/")[2]
    for node in children_of(definition, parent_of(path)):
        if node.key == key:
            return node
    raise EditRefused("edit_nowhere", path)


def children_of(definition: Definition, parent: str) -> Nodes:
    """Return what is in a section.

    Raises:
        EditRefused: there is no such section.
    """
    if not parent:
        return definition.children
    node = node_at(definition, parent)
    if not isinstance(node, Group):
        raise EditRefused("edit_no_section", parent)
    return node.children


def index_of(definition: Definition, path: str) -> int:
    """Return which of its section's nodes a node is.

    Raises:
        EditRefused: there is none.
    """
    node = node_at(definition, path)
    return children_of(definition, parent_of(path)).index(node)


def with_children(definition: Definition, parent: str, change: Callable[[Nodes], Nodes]) -> Definition:
    """Return the definition with what is in a section changed.

    Raises:
        EditRefused: there is no such section.
    """
    children_of(definition, parent)
    return replace(definition, children=_changed(definition.children, parent, change))


def _changed(nodes: Nodes, parent: str, change: Callable[[Nodes], Nodes]) -> Nodes:
    if not parent:
        return change(nodes)
    key, _slash, below = parent.partition("/")
    return tuple(
        replace(node, children=_changed(node.children, below, change))
        if node.key == key and isinstance(node, Group)
        else node
        for node in nodes
    )


def with_node(definition: Definition, path: str, node: Node) -> Definition:
    """Return the definition with another node in the place of the one at ``path``."""
    at = index_of(definition, path)
    return with_children(definition, parent_of(path), lambda nodes: (*nodes[:at], node, *nodes[at + 1 :]))


def without(definition: Definition, path: str) -> Definition:
    """Return the definition without the node at ``path`` and all that is in it."""
    at = index_of(definition, path)
    return with_children(definition, parent_of(path), lambda nodes: (*nodes[:at], *nodes[at + 1 :]))


def inserted(definition: Definition, parent: str, at: int, node: Node) -> Definition:
    """Return the definition with a node more; ``at`` beyond the end is the end."""
    return with_children(definition, parent, lambda nodes: (*nodes[:at], node, *nodes[at:]))
