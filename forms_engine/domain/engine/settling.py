"""Works out what follows from a change, and nothing else."""

import heapq
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from forms_engine.domain.engine.cells import Aspect, Cell, Edge
from forms_engine.domain.engine.growth import Numbers
from forms_engine.domain.engine.live import LiveNode, observed
from forms_engine.domain.engine.places import FormNode
from forms_engine.domain.engine.world import World
from forms_engine.domain.form import Form

_MOST_ROUNDS = 200
"""How often one cell is worked out for one change before a running total counts as endless."""

State = tuple[object, ...]
Work = Callable[["Settling", Cell, LiveNode], bool]
Works = Mapping[Aspect, Work]
"""What each aspect is worked out by; it tells whether something changed that others may read."""


class Settling(World):
    """A submission and the work that is left to do on it.

    ``before`` holds how nodes were before their first change (None: not there), ``retold`` those
    whose texts mention something that changed, ``newborn`` those that wait for their defaults.
    """

    def __init__(self, form: Form, numbers: Numbers, now: datetime, works: Works) -> None:
        super().__init__(form, numbers, now)
        self._works = works
        self.before: dict[LiveNode, State | None] = {}
        self.retold: dict[LiveNode, None] = {}
        self.fresh: set[LiveNode] = set()
        self.newborn: list[LiveNode] = []
        self._pending: dict[int, dict[LiveNode, None]] = {}
        self._ranks: list[int] = []

    def mark(self, cell: Cell, node: LiveNode) -> None:
        """Note that a cell has to be worked out again for ``node``."""
        nodes = self._pending.get(cell.rank)
        if nodes is None:
            nodes = self._pending[cell.rank] = {}
            heapq.heappush(self._ranks, cell.rank)
        nodes[node] = None

    def mark_at(self, node: LiveNode, aspect: Aspect) -> None:
        """Note that an aspect has to be worked out again for ``node``."""
        self.mark(self.form.by_aspect[node.place.index, aspect], node)

    def mark_rules(self, nodes: Iterable[LiveNode], *, loading: bool = False) -> None:
        """Note what is to be worked out for nodes that have just come into being.

        Until a rule says otherwise, a node is shown and its answer counts.
        """
        rules = self.form.rules
        for node in nodes:
            self.fresh.add(node)
            if node.place.question is not None:
                if node.raw:
                    node.value = observed(node)
                if node.required and not node.value:
                    node.violation = "required"
            for cell in rules[node.place.index]:
                if not (loading and cell.keeps and node.raw):
                    self.mark(cell, node)

    def forget(self, node: LiveNode) -> None:
        """Drop the work noted for a node that is gone."""
        for nodes in self._pending.values():
            nodes.pop(node, None)

    def settle(self) -> None:
        """Work out all that is noted, and all that follows from it, in order."""
        rounds: dict[int, int] = {}
        ranks, pending, cells, works = self._ranks, self._pending, self.form.cells, self._works
        while ranks:
            rank = heapq.heappop(ranks)
            nodes = pending.pop(rank)
            done = rounds[rank] = rounds.get(rank, 0) + 1
            if done > _MOST_ROUNDS:
                continue
            cell = cells[rank]
            work = works[cell.aspect]
            for node in nodes:
                if work(self, cell, node) and cell.edges:
                    self.spread(cell, node)

    def spread(self, cell: Cell, node: LiveNode) -> None:
        """Note all that follows from a change of ``cell`` at ``node``."""
        for edge in cell.edges:
            if edge.cell.triggered and node in self.fresh:
                continue
            place = edge.cell.place
            if place.repeat is None:
                self.mark(edge.cell, self.singles[place.index])
                continue
            targets = self.growth.lives[place.index] if edge.shared is None else within(node, edge)
            for target in targets:
                self.mark(edge.cell, target)

    def touch(self, node: LiveNode) -> None:
        """Remember how ``node`` was, before its first change."""
        if node not in self.before:
            self.before[node] = state_of(node)

    def store(self, node: LiveNode, text: str) -> bool:
        """Set what is kept for ``node``, as its type writes it; tell whether that is new."""
        cast = self.form.casts[node.place.index]
        raw = text if cast is None or not text else cast(text)
        if raw == node.raw:
            return False
        node.raw = raw
        return True


def state_of(node: LiveNode) -> State:
    """Return all that a reader of ``node`` can see."""
    return (node.relevant, node.value, node.required, node.readonly, node.violation, node.offered)


def within(node: LiveNode, edge: Edge) -> list[LiveNode]:
    """Return the nodes of the edge's place in the occurrence that ``node`` lies in."""
    shared, place = edge.shared, edge.cell.place
    anchor = node.occurrence_of(shared) if shared is not None else None
    if anchor is None:
        return []
    if place is shared:
        return [] if anchor.parent is None else [anchor.parent.branches[place.key]]
    chain: list[FormNode] = [place]
    while chain[-1].container is not None and chain[-1].container is not shared:
        chain.append(chain[-1].container)
    found = [anchor]
    for step in reversed(chain):
        found = [above.branches[step.key] for above in found]
        if step.is_repeated and step is not place:
            found = [occurrence for above in found for occurrence in above.occurrences or ()]
    return found
