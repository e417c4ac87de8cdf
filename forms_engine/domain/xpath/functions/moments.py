"""Functions about dates and times."""

import re
from datetime import datetime

from forms_engine.domain.xpath.code import Code, Context, Kind
from forms_engine.domain.xpath.functions.registry import Compiling, function, special
from forms_engine.domain.xpath.moments import (
    Moment,
    clock_fraction,
    days,
    formatted,
    from_days,
    midnight,
    read_moment,
)
from forms_engine.domain.xpath.tree import Expression
from forms_engine.domain.xpath.values import NAN, Value, text_of

_UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?", re.ASCII)


@function("now", gives=Kind.NUMBER)
def _now(context: Context) -> float:
    return Moment.of(context.world.now)


@function("today", gives=Kind.NUMBER)
def _today(context: Context) -> float:
    return Moment.of(midnight(context.world.now))


@special("date", "date-time", least=1, most=1)
def _date(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    run = compiling.compile(arguments[0]).run

    def moment(context: Context) -> Value:
        value = moment_of(context, run(context))
        return "" if value is None else Moment.of(value)

    return Code(Kind.ANY, moment)


@function("decimal-date-time", gives=Kind.NUMBER, takes=(Kind.ANY,))
def _decimal_date_time(context: Context, value: Value) -> float:
    moment = moment_of(context, value)
    return NAN if moment is None else days(moment)


@function("decimal-time", gives=Kind.NUMBER, takes=(Kind.TEXT,))
def _decimal_time(context: Context, text: str) -> float:
    fraction = clock_fraction(text, context.world.zone)
    return NAN if fraction is None else fraction


@function("format-date", "format-date-time", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.TEXT))
def _format_date(context: Context, text: str, pattern: str) -> str:
    moment = read_moment(text, context.world.zone)
    return "" if moment is None else formatted(moment, pattern)


def moment_of(context: Context, value: Value) -> datetime | None:
    """Return the moment that a date, a date-time or a number of days since 1970 is, or None."""
    zone = context.world.zone
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return from_days(value, zone)
    text = text_of(value)
    match = _UNPADDED.fullmatch(text)
    if match is None:
        return None
    year, month, day, rest = match.groups(default="")
    return read_moment(f"{year}-{month:0>2}-{day:0>2}{rest}", zone)
