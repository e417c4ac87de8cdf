"""Where a step leads: among live elements, and among the static places they are instances of."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from forms_engine.domain.xpath.code import Place
from forms_engine.domain.xpath.tree import Axis, Step
from forms_engine.domain.xpath.values import Element, Nodes


def elements(node: Element, step: Step) -> Nodes:
    """Return the elements that ``step`` leads to from ``node``, predicates aside."""
    if step.axis is Axis.CHILD:
        return node.named(step.name) if step.name not in {"", "*"} else node.every()
    found = _WALKS[step.axis](node)
    if step.name in {"", "*"}:
        return list(found)
    return [element for element in found if element.name == step.name]


def places(starts: Iterable[Place], step: Step) -> list[Place]:
    """Return the places that ``step`` leads to from any of ``starts``, each once."""
    found: dict[int, Place] = {}
    for start in starts:
        for place in _PLACES[step.axis](start):
            if step.name in {"", "*", place.key}:
                found[id(place)] = place
    return list(found.values())


def _ancestors(node: Element) -> Iterator[Element]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _descendants(node: Element) -> Iterator[Element]:
    for child in node.every():
        yield child
        yield from _descendants(child)


def _siblings(node: Element) -> tuple[Sequence[Element], int]:
    family = () if node.parent is None else node.parent.every()
    return family, next((at for at, sibling in enumerate(family) if sibling is node), 0)


def _before(node: Element) -> Iterator[Element]:
    family, at = _siblings(node)
    yield from reversed(family[:at])


def _after(node: Element) -> Iterator[Element]:
    family, at = _siblings(node)
    yield from family[at + 1 :]


_WALKS: dict[Axis, Callable[[Element], Iterable[Element]]] = {
    Axis.ANCESTOR: _ancestors,
    Axis.ANCESTOR_OR_SELF: lambda node: (node, *_ancestors(node)),
    Axis.DESCENDANT: _descendants,
    Axis.DESCENDANT_OR_SELF: lambda node: (node, *_descendants(node)),
    Axis.FOLLOWING_SIBLING: _after,
    Axis.PARENT: lambda node: () if node.parent is None else (node.parent,),
    Axis.PRECEDING_SIBLING: _before,
    Axis.SELF: lambda node: (node,),
}


def _above(place: Place) -> Iterator[Place]:
    container = place.container
    while container is not None:
        yield container
        container = container.container


def _below(place: Place) -> Iterator[Place]:
    for child in place.inside:
        yield child
        yield from _below(child)


def _beside(place: Place) -> Sequence[Place]:
    return () if place.container is None else place.container.inside


_PLACES: dict[Axis, Callable[[Place], Iterable[Place]]] = {
    Axis.ANCESTOR: _above,
    Axis.ANCESTOR_OR_SELF: lambda place: (place, *_above(place)),
    Axis.CHILD: lambda place: place.inside,
    Axis.DESCENDANT: _below,
    Axis.DESCENDANT_OR_SELF: lambda place: (place, *_below(place)),
    Axis.FOLLOWING_SIBLING: _beside,
    Axis.PARENT: lambda place: () if place.container is None else (place.container,),
    Axis.PRECEDING_SIBLING: _beside,
    Axis.SELF: lambda place: (place,),
}
