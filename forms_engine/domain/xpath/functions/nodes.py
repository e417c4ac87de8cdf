"""Functions about nodes and where they stand."""

import hashlib
import math
from collections.abc import Sequence

from forms_engine.domain.xpath.code import Code, Context, Kind, nodes, numbers, texts
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions.registry import Compiling, function, special
from forms_engine.domain.xpath.paths import start_at
from forms_engine.domain.xpath.shuffle import shuffled
from forms_engine.domain.xpath.tree import Expression, Reference
from forms_engine.domain.xpath.values import NAN, Element, Nodes, number_of, text_of


@special("current", least=0, most=0)
def _current(compiling: Compiling, _arguments: tuple[Expression, ...]) -> Code:
    return start_at(compiling.origin, lambda context: context.origin, anchored=True)


@special("position", least=0, most=1)
def _position(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    if not arguments:
        return Code(Kind.NUMBER, lambda context: float(context.position))
    target = compiling.compile(arguments[0])
    if target.kind is not Kind.NODES:
        raise ExpressionInvalid("position_path")
    find = nodes(target)

    def run(context: Context) -> float:
        found = find(context)
        return _among_siblings(found[0]) if found else NAN

    return Code(Kind.NUMBER, run)


def _among_siblings(element: Element) -> float:
    family: Sequence[Element] = () if element.parent is None else element.parent.named(element.name)
    return float(next((at for at, sibling in enumerate(family, 1) if sibling is element), 1))


@function("last", gives=Kind.NUMBER)
def _last(context: Context) -> float:
    return float(context.size)


@function("name", "local-name", gives=Kind.TEXT, takes=(Kind.NODES,))
def _name(_context: Context, found: Nodes) -> str:
    return found[0].name if found else ""


@special("once", least=1, most=1)
def _once(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    value = texts(compiling.compile(arguments[0]))
    return Code(Kind.TEXT, lambda context: context.node.value or value(context))


@special("indexed-repeat", least=3, most=7)
def _indexed_repeat(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    if len(arguments) % 2 == 0:
        raise ExpressionInvalid("indexed_repeat_pairs")
    codes = [
        compiling.compile(tree) if at and at % 2 == 0 else compiling.translate(_whole(compiling, tree))
        for at, tree in enumerate(arguments)
    ]
    if any(code.kind is not Kind.NODES for code in (codes[0], *codes[1::2])):
        raise ExpressionInvalid("indexed_repeat_order")
    find = nodes(codes[0])
    levels = [(nodes(repeat), numbers(at)) for repeat, at in zip(codes[1::2], codes[2::2], strict=True)]

    def run(context: Context) -> Nodes:
        found = find(context)
        for repeats, position in levels:
            number = position(context)
            occurrences = repeats(context)
            if not 1 <= number <= len(occurrences):
                return ()
            found = [node for node in found if _nth(node, occurrences, int(number))]
        return found

    return Code(Kind.NODES, run, narrowed=True, places=codes[0].places)


def _whole(compiling: Compiling, tree: Expression) -> Expression:
    """Make a reference mean the nodes of all occurrences."""
    if isinstance(tree, Reference):
        return compiling.surroundings.locate(tree.key, compiling.origin, indexed=True)
    return tree


def _nth(node: Element, occurrences: Nodes, number: int) -> bool:
    """Tell whether ``node`` lies in the ``number``-th of the occurrences that share its outer one."""
    above: Element | None = node
    while above is not None:
        if any(above is occurrence for occurrence in occurrences):
            return _among_siblings(above) == number
        above = above.parent
    return False


@special("randomize", least=1, most=2)
def _randomize(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    target = compiling.compile(arguments[0])
    if target.kind is not Kind.NODES:
        raise ExpressionInvalid("randomize_path")
    find = nodes(target)
    seed = compiling.compile(arguments[1]).run if len(arguments) > 1 else None

    def run(context: Context) -> Nodes:
        if seed is None:
            return shuffled(find(context), int(context.world.random() * 2**31))
        value = seed(context)
        number = number_of(value, context.world.zone)
        return shuffled(find(context), int(number) if math.isfinite(number) else _hashed(text_of(value)))

    return Code(Kind.NODES, run, places=target.places)


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
