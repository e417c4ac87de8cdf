"""Builds live nodes from places: a whole submission, or one more occurrence."""

from collections.abc import Mapping

from forms_engine.domain.definition import Repeat
from forms_engine.domain.engine.live import LiveNode
from forms_engine.domain.engine.places import FormNode, PlaceKind
from forms_engine.domain.form import Form

Numbers = Mapping[str, tuple[int, ...]] | None
"""The occurrence numbers of each repeat by path; None where those without a count start with one."""


def _first(place: FormNode) -> tuple[int, ...]:
    return () if isinstance(place.node, Repeat) and place.node.count else (1,)


class Growth:
    """All live nodes of a submission, found by place and by path."""

    def __init__(self, form: Form, numbers: Numbers) -> None:
        self.form = form
        self.lives: list[list[LiveNode]] = [[] for _ in form.places]
        self.by_path: dict[str, LiveNode] = {}
        self.root = self._grow(form.root, None, "", numbers)
        self.singles: list[LiveNode] = [nodes[0] if nodes else self.root for nodes in self.lives]

    def add_occurrence(self, range_node: LiveNode, number: int, numbers: Numbers = None) -> LiveNode:
        """Append an occurrence to a repeat and return it."""
        occurrence = LiveNode(range_node.place, range_node.parent, f"{range_node.path}[{number}]", number)
        self.by_path[occurrence.path] = occurrence
        if range_node.occurrences is not None:
            range_node.occurrences.append(occurrence)
        self._grow_inside(occurrence, numbers)
        return occurrence

    def remove_occurrence(self, range_node: LiveNode, occurrence: LiveNode) -> list[LiveNode]:
        """Take an occurrence out of a repeat and return all nodes that went with it."""
        if range_node.occurrences is not None:
            range_node.occurrences.remove(occurrence)
        gone = list(occurrence.walk())
        dead = set(map(id, gone))
        for node in gone:
            self.by_path.pop(node.path, None)
        for index in {node.place.index for node in gone}:
            self.lives[index] = [node for node in self.lives[index] if id(node) not in dead]
        return gone

    def _grow(self, place: FormNode, parent: LiveNode | None, path: str, numbers: Numbers) -> LiveNode:
        node = LiveNode(place, parent, path)
        self.lives[place.index].append(node)
        self.by_path[path] = node
        if place.kind is PlaceKind.REPEAT:
            node.occurrences = []
            for number in _first(place) if numbers is None else numbers.get(path, ()):
                self.add_occurrence(node, number, numbers)
        elif place.question is None:
            self._grow_inside(node, numbers)
        return node

    def _grow_inside(self, node: LiveNode, numbers: Numbers) -> None:
        prefix, branches = f"{node.path}/" if node.path else "", node.branches
        for child in node.place.inside:
            path, question = prefix + child.key, child.question
            if question is None:
                branches[child.key] = self._grow(child, node, path, numbers)
                continue
            leaf = branches[child.key] = self.by_path[path] = LiveNode(child, node, path)
            self.lives[child.index].append(leaf)
            if child.is_select:
                found = self.form.lists.get(question.choice_list)
                leaf.offered = found.choices if found else ()  # given in a repeat: none so far
