"""Code for location paths."""

from collections.abc import Callable, Iterable, Sequence

from forms_engine.domain.xpath.axes import elements, places
from forms_engine.domain.xpath.code import Code, Context, Kind, Place, Single, nodes, truths
from forms_engine.domain.xpath.tree import Axis, Step
from forms_engine.domain.xpath.values import Element, Nodes

Narrow = Callable[[Context, Nodes], Nodes]


def start_at(place: Place | None, single: Single, *, anchored: bool) -> Code:
    """Return code for the one element that ``single`` finds."""
    return _one(single, () if place is None else (place,), anchored=anchored)


def _one(single: Single, reached: tuple[Place, ...], *, anchored: bool) -> Code:
    return Code(Kind.NODES, lambda context: (single(context),), single, anchored, places=reached)


def stepped(base: Code, step: Step, predicates: Sequence[Code]) -> Code:
    """Return code for one more step after ``base``."""
    reached = tuple(places(base.places, step))
    if base.single is not None and not predicates:
        single = _single(base.single, step, reached)
        if single is not None:
            return _one(single, reached, anchored=base.anchored)
    run, narrow = nodes(base), narrowing(predicates)

    def walk(context: Context) -> Nodes:
        found: dict[int, Element] = {}
        for node in run(context):
            reachable: Nodes = elements(node, step)
            if narrow is not None:
                reachable = narrow(context, reachable)
            found.update((id(element), element) for element in reachable)
        return list(found.values())

    narrowed = base.narrowed or narrow is not None
    return Code(Kind.NODES, walk, narrowed=narrowed, places=reached)


def _single(base: Single, step: Step, reached: Sequence[Place]) -> Single | None:
    """Return how to find the one element a step leads to, or None if there may be more or none."""
    if step.axis is Axis.SELF and not step.name:
        return base
    if len(reached) != 1:
        return None
    place = reached[0]
    if place.index >= 0 and place.repeat is None:
        index = place.index
        return lambda context: context.world.singles[index]
    if step.axis is Axis.PARENT and not step.name:
        return lambda context: _parent(base(context))
    if step.axis is Axis.CHILD and not place.is_repeated and place.index >= 0:
        key = place.key
        return lambda context: base(context).named(key)[0]
    return None


def _parent(element: Element) -> Element:
    return element.parent or element


def narrowing(predicates: Iterable[Code]) -> Narrow | None:
    """Return a closure that keeps the nodes for which every predicate holds; None without predicates."""
    tests = [_test(predicate) for predicate in predicates]
    if not tests:
        return None

    def narrow(context: Context, found: Nodes) -> Nodes:
        for test in tests:
            size = len(found)
            found = [
                node
                for position, node in enumerate(found, 1)
                if test(Context(node, context.world, context.origin, position, size))
            ]
        return found

    return narrow


def _test(predicate: Code) -> Callable[[Context], bool]:
    if predicate.kind in {Kind.BOOLEAN, Kind.TEXT, Kind.NODES}:
        return truths(predicate)
    run, truth = predicate.run, truths(predicate)

    def holds(context: Context) -> bool:
        value = run(context)
        return value == context.position if isinstance(value, float) else truth(context)

    return holds
