"""Joins the cells by what follows from what, ranks them, and finds cycles."""

import heapq
from collections.abc import Iterator

from forms_engine.domain.engine.cells import COLUMNS, Aspect, Cell, Edge
from forms_engine.domain.engine.places import FormNode
from forms_engine.domain.engine.rules import Rules
from forms_engine.domain.problems import Problem
from forms_engine.domain.xpath.compiler import Use

_OWN = (
    (Aspect.COUNT, Aspect.RELEVANT),
    (Aspect.RELEVANT, Aspect.VALUE),
    (Aspect.RELEVANT, Aspect.CALCULATION),
    (Aspect.RELEVANT, Aspect.CHECK),
    (Aspect.CALCULATION, Aspect.VALUE),
    (Aspect.CHOICES, Aspect.VALUE),
    (Aspect.VALUE, Aspect.CHECK),
    (Aspect.REQUIRED, Aspect.CHECK),
)


def join(places: list[FormNode], rules: Rules) -> None:
    """Give every cell its edges."""
    cells = rules.cells
    for place in places:
        pairs = [((place.index, source), (place.index, target)) for source, target in _OWN]
        pairs += [((place.index, Aspect.RELEVANT), (child.index, Aspect.RELEVANT)) for child in place.inside]
        for source, target in pairs:
            if source in cells and target in cells and not _waits_for_trigger(cells[target], source):
                cells[source].edges.append(Edge(cells[target], place.repeat))
    for key, uses in rules.uses.items():
        for use in uses:
            _join_use(rules, cells[key], use)
    for index, trigger in rules.triggers.items():
        cell = cells[index, Aspect.CALCULATION]
        cells[trigger.index, Aspect.VALUE].edges.append(Edge(cell, _common(cell.place, trigger)))


def _waits_for_trigger(cell: Cell, source: tuple[int, Aspect]) -> bool:
    """Tell whether a calculation is left alone: being shown is no trigger, also after one while hidden."""
    return cell.triggered and source[1] is Aspect.RELEVANT


def _join_use(rules: Rules, cell: Cell, use: Use) -> None:
    place = use.place
    if not isinstance(place, FormNode) or cell.triggered:
        return
    shared = use.shared if isinstance(use.shared, FormNode) else None
    loose = use.narrowed and shared is None and _common(cell.place, place) is not None
    if cell.aspect is Aspect.RELEVANT and cell.place in place.ancestors():
        loose = place.question is not None and not place.question.is_asked  # nobody waits for it to show
    value = rules.cells.get((place.index, Aspect.VALUE))
    if value is not None and not (
        value.place is cell.place and cell.aspect is Aspect.CHECK and shared is place.repeat
    ):
        value.edges.append(Edge(cell, shared, loose))
    if shared is None or place.is_repeated:
        for repeat in place.repeats():
            if repeat is not shared or place.is_repeated:
                rules.cells[repeat.index, Aspect.COUNT].edges.append(Edge(cell, None, loose=False))


def _common(one: FormNode, other: FormNode) -> FormNode | None:
    around = set(map(id, one.repeats()))
    return next((repeat for repeat in other.repeats() if id(repeat) in around), None)


def rank(rules: Rules) -> list[Cell]:
    """Give every cell a rank after all it reads and return them in that order.

    Cells on a cycle cannot be ranked: each cycle becomes a problem that names its questions.
    """
    cells = list(rules.cells.values())
    waiting = dict.fromkeys(map(id, cells), 0)
    for cell in cells:
        for edge in _strict(cell):
            waiting[id(edge.cell)] += 1
    ready = [_priority(cell) for cell in cells if not waiting[id(cell)]]
    heapq.heapify(ready)
    ordered: list[Cell] = []
    while ready:
        cell = rules.cells[heapq.heappop(ready)]
        cell.rank = len(ordered)
        ordered.append(cell)
        for edge in _strict(cell):
            waiting[id(edge.cell)] -= 1
            if not waiting[id(edge.cell)]:
                heapq.heappush(ready, _priority(edge.cell))
    left = [cell for cell in cells if cell.rank < 0]
    rules.problems.extend(_cycle_problems(left))
    return ordered


def _strict(cell: Cell) -> Iterator[Edge]:
    return (edge for edge in cell.edges if not edge.loose)


def _priority(cell: Cell) -> tuple[int, Aspect]:
    return cell.place.index, cell.aspect


def _cycle_problems(left: list[Cell]) -> Iterator[Problem]:
    named: set[frozenset[str]] = set()
    for cell in left:
        cycle = _cycle_through(cell, left) if cell.aspect in COLUMNS and cell.code is not None else []
        paths = frozenset(step.place.path for step in cycle)
        if cycle and paths not in named:
            named.add(paths)
            yield _problem(cell, cycle)


def _cycle_through(start: Cell, left: list[Cell]) -> list[Cell]:
    """Return the shortest way from ``start`` back to itself among the unranked cells."""
    allowed, before = set(map(id, left)), {id(start): start}
    frontier = [start]
    while frontier:
        following: list[Cell] = []
        for cell in frontier:
            for edge in _strict(cell):
                if edge.cell is start:
                    return _way_back(cell, start, before)
                if id(edge.cell) in allowed and id(edge.cell) not in before:
                    before[id(edge.cell)] = cell
                    following.append(edge.cell)
        frontier = following
    return []


def _way_back(end: Cell, start: Cell, before: dict[int, Cell]) -> list[Cell]:
    way = [end]
    while way[-1] is not start:
        way.append(before[id(way[-1])])
    return way[::-1]


def _problem(cell: Cell, cycle: list[Cell]) -> Problem:
    keys: list[str] = []
    for step in cycle:
        if not keys or keys[-1] != step.place.key:
            keys.append(step.place.key)
    if len(keys) > 1 and keys[0] == keys[-1]:
        keys.pop()
    if len(keys) == 1:
        return Problem(cell.place.path, COLUMNS[cell.aspect], "depends_on_itself", {"key": keys[0]})
    way = " → ".join((*keys, keys[0]))
    return Problem(cell.place.path, COLUMNS[cell.aspect], "circle", {"way": way})
