"""Functions about numbers."""

import math
from collections.abc import Callable

from forms_engine.domain.xpath.code import Code, Context, Kind
from forms_engine.domain.xpath.functions.registry import Compiling, function, own_value, special
from forms_engine.domain.xpath.tree import Expression
from forms_engine.domain.xpath.values import NAN, Nodes, Value, number_of


@special("number", least=0, most=1)
def _number(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    run = (compiling.compile(arguments[0]) if arguments else own_value(compiling)).run
    return Code(Kind.NUMBER, lambda context: number_of(run(context), context.world.zone))


@function("int", gives=Kind.NUMBER, takes=(Kind.NUMBER,))
def _int(_context: Context, number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


@function("floor", gives=Kind.NUMBER, takes=(Kind.NUMBER,))
def _floor(_context: Context, number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", gives=Kind.NUMBER, takes=(Kind.NUMBER,))
def _ceiling(_context: Context, number: float) -> float:
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("round", gives=Kind.NUMBER, takes=(Kind.NUMBER, Kind.NUMBER), least=1)
def _round(_context: Context, number: float, digits: float = 0.0) -> float:
    if not math.isfinite(number) or not math.isfinite(digits):
        return NAN if math.isnan(digits) else number
    shift = 10.0 ** max(-300.0, min(digits, 300.0))
    shifted = abs(number) * shift
    if not math.isfinite(shifted):
        return number
    return math.copysign(math.floor(shifted + 0.5) / shift, number)


@function("abs", gives=Kind.NUMBER, takes=(Kind.NUMBER,))
def _abs(_context: Context, number: float) -> float:
    return abs(float(number))


@function("pow", gives=Kind.NUMBER, takes=(Kind.NUMBER, Kind.NUMBER))
def _pow(_context: Context, base: float, exponent: float) -> float:
    return _safely(math.pow, base, exponent)


@function("atan2", gives=Kind.NUMBER, takes=(Kind.NUMBER, Kind.NUMBER))
def _atan2(_context: Context, opposite: float, adjacent: float) -> float:
    return math.atan2(opposite, adjacent)


@function("pi", gives=Kind.NUMBER)
def _pi(_context: Context) -> float:
    return math.pi


@function("random", gives=Kind.NUMBER)
def _random(context: Context) -> float:
    return context.world.random()


@function("sum", gives=Kind.NUMBER, takes=(Kind.ANY,))
def _sum(context: Context, value: Value) -> float:
    found = _numbers(context, value)
    return math.fsum(found) if found else NAN


@function("min", gives=Kind.NUMBER, rest=Kind.ANY)
def _min(context: Context, *values: Value) -> float:
    return _extreme(min, context, values)


@function("max", gives=Kind.NUMBER, rest=Kind.ANY)
def _max(context: Context, *values: Value) -> float:
    return _extreme(max, context, values)


@function("count", gives=Kind.NUMBER, takes=(Kind.NODES,))
def _count(_context: Context, found: Nodes) -> float:
    return float(len(found))


@function("count-non-empty", gives=Kind.NUMBER, takes=(Kind.NODES,))
def _count_non_empty(_context: Context, found: Nodes) -> float:
    return float(sum(node.value != "" for node in found))


def _extreme(choose: Callable[[list[float]], float], context: Context, values: tuple[Value, ...]) -> float:
    found = [number for value in values for number in _numbers(context, value)]
    if not found or any(math.isnan(number) for number in found):
        return NAN
    return choose(found)


def _numbers(context: Context, value: Value) -> list[float]:
    zone = context.world.zone
    if isinstance(value, str | float | int):
        return [number_of(value, zone)]
    return [number_of(node.value, zone) for node in value]


def _safely(calculate: Callable[..., float], *numbers: float) -> float:
    try:
        return calculate(*numbers)
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN


def _declare(name: str, calculate: Callable[[float], float]) -> None:
    def body(_context: Context, number: float) -> float:
        return _safely(calculate, number)

    function(name, gives=Kind.NUMBER, takes=(Kind.NUMBER,))(body)


for _name in ("sqrt", "exp", "sin", "cos", "tan", "asin", "acos", "atan"):
    _declare(_name, getattr(math, _name))
_declare("log", lambda number: math.log(number) if number else -math.inf)
_declare("log10", lambda number: math.log10(number) if number else -math.inf)
_declare("exp10", lambda number: math.pow(10.0, number))
