"""Code for the operators of an expression."""

import math
from collections.abc import Callable, Sequence

from forms_engine.domain.xpath.code import Code, Context, Kind, nodes, numbers, truths
from forms_engine.domain.xpath.comparison import TESTS, compare
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.values import NAN, Element, Value

Arithmetic = Callable[[float, float], float]


def operation(sign: str, operands: Sequence[Code]) -> Code:
    """Return code for ``operands`` joined by ``sign``."""
    if sign == "and":
        return _all(operands)
    if sign == "or":
        return _any(operands)
    if sign == "|":
        return union(operands)
    if sign in TESTS:
        return _comparison(sign, operands[0], operands[1])
    return _arithmetic(_ARITHMETIC[sign], operands)


def negation(operand: Code) -> Code:
    """Return code for the unary minus."""
    number = numbers(operand)
    if isinstance(operand.constant, float):
        value = -operand.constant
        return Code(Kind.NUMBER, lambda _: value, constant=value)
    return Code(Kind.NUMBER, lambda context: -1.0 * number(context))


def union(operands: Sequence[Code]) -> Code:
    """Return code for the nodes that any operand leads to, each once."""
    if any(operand.kind is not Kind.NODES for operand in operands):
        raise ExpressionInvalid("union_of_values")
    parts = [nodes(operand) for operand in operands]

    def run(context: Context) -> Value:
        found: dict[int, Element] = {}
        for part in parts:
            found.update((id(node), node) for node in part(context))
        return list(found.values())

    places = tuple(place for operand in operands for place in operand.places)
    return Code(Kind.NODES, run, places=places)


def _all(operands: Sequence[Code]) -> Code:
    terms = [truths(operand) for operand in operands]
    if len(terms) == 2:  # noqa: PLR2004 – by far the most frequent, and worth its own closure
        first, second = terms
        return Code(Kind.BOOLEAN, lambda context: first(context) and second(context))
    return Code(Kind.BOOLEAN, lambda context: all(term(context) for term in terms))


def _any(operands: Sequence[Code]) -> Code:
    terms = [truths(operand) for operand in operands]
    if len(terms) == 2:  # noqa: PLR2004 – by far the most frequent, and worth its own closure
        first, second = terms
        return Code(Kind.BOOLEAN, lambda context: first(context) or second(context))
    return Code(Kind.BOOLEAN, lambda context: any(term(context) for term in terms))


def _comparison(sign: str, left: Code, right: Code) -> Code:
    test = TESTS[sign]
    if left.single is not None and isinstance(right.constant, str) and sign in {"=", "!="}:
        single, wanted = left.single, right.constant
        return Code(Kind.BOOLEAN, lambda context: test(single(context).value, wanted))
    if Kind.NUMBER in {left.kind, right.kind} and _atomic(left) and _atomic(right):
        first, second = numbers(left), numbers(right)
        return Code(Kind.BOOLEAN, lambda context: test(first(context), second(context)))
    one, other = left.run, right.run
    return Code(Kind.BOOLEAN, lambda context: compare(sign, one(context), other(context), context.world.zone))


def _atomic(code: Code) -> bool:
    return code.kind in {Kind.NUMBER, Kind.TEXT} or code.single is not None


def _arithmetic(calculate: Arithmetic, operands: Sequence[Code]) -> Code:
    terms = [numbers(operand) for operand in operands]
    if len(terms) == 2:  # noqa: PLR2004 – by far the most frequent, and worth its own closure
        first, second = terms
        return Code(Kind.NUMBER, lambda context: calculate(first(context), second(context)))

    def run(context: Context) -> float:
        total = terms[0](context)
        for term in terms[1:]:
            total = calculate(total, term(context))
        return total

    return Code(Kind.NUMBER, run)


def _divide(left: float, right: float) -> float:
    if right:
        return float(left) / right
    if not left or math.isnan(left) or math.isnan(right):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    if math.isinf(left) or not right:
        return NAN
    return math.fmod(left, right)


_ARITHMETIC: dict[str, Arithmetic] = {
    "+": lambda left, right: float(left) + right,
    "-": lambda left, right: float(left) - right,
    "*": lambda left, right: float(left) * right,
    "div": _divide,
    "mod": _remainder,
}
