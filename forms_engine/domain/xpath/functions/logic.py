"""Functions about true and false."""

import math

from forms_engine.domain.xpath.code import Code, Context, Kind, constant, truths
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions.registry import Compiling, function, special
from forms_engine.domain.xpath.tree import Expression
from forms_engine.domain.xpath.values import Value, number_of, truth_of


@special("true", least=0, most=0)
def _true(_compiling: Compiling, _arguments: tuple[Expression, ...]) -> Code:
    return constant(True)


@special("false", least=0, most=0)
def _false(_compiling: Compiling, _arguments: tuple[Expression, ...]) -> Code:
    return constant(False)


@special("if", least=3, most=3)
def _if(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    condition, then, otherwise = (compiling.compile(argument) for argument in arguments)
    holds, yes, no = truths(condition), then.run, otherwise.run
    kind = then.kind if then.kind is otherwise.kind and then.kind is not Kind.NODES else Kind.ANY
    return Code(kind, lambda context: yes(context) if holds(context) else no(context))


@function("not", gives=Kind.BOOLEAN, takes=(Kind.BOOLEAN,))
def _not(_context: Context, truth: bool) -> bool:
    return not truth


@function("boolean", gives=Kind.BOOLEAN, takes=(Kind.BOOLEAN,))
def _boolean(_context: Context, truth: bool) -> bool:
    return truth


@function("boolean-from-string", gives=Kind.BOOLEAN, takes=(Kind.TEXT,))
def _boolean_from_string(_context: Context, text: str) -> bool:
    return text in {"1", "true"}


@function("checklist", gives=Kind.BOOLEAN, takes=(Kind.NUMBER, Kind.NUMBER), rest=Kind.ANY)
def _checklist(_context: Context, least: float, most: float, *values: Value) -> bool:
    satisfied = sum(truth for value in values for truth in _truths(value))
    return least <= satisfied <= _upper(most)


@special("weighted-checklist", least=4, most=None)
def _weighted_checklist(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    if len(arguments) % 2:
        raise ExpressionInvalid("weighted_pairs")
    runs = [compiling.compile(argument).run for argument in arguments]

    def holds(context: Context) -> bool:
        least, most, *pairs = (run(context) for run in runs)
        zone = context.world.zone
        total = sum(
            number_of(weight, zone)
            for value, weight in zip(pairs[::2], pairs[1::2], strict=True)
            if truth_of(_single_truth(value))
        )
        return number_of(least, zone) <= total <= _upper(number_of(most, zone))

    return Code(Kind.BOOLEAN, holds)


def _upper(most: float) -> float:
    return math.inf if most == -1 else most


def _truths(value: Value) -> list[bool]:
    if isinstance(value, str | float | int):
        return [truth_of(value)]
    return [bool(node.value.strip()) for node in value]


def _single_truth(value: Value) -> bool:
    return any(_truths(value))
