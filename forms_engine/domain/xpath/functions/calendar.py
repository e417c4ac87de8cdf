"""Functions about spans between dates, which the Community Health Toolkit added to XForms."""

import calendar
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from forms_engine.domain.xpath.code import Code, Context, Kind
from forms_engine.domain.xpath.functions.moments import moment_of
from forms_engine.domain.xpath.functions.registry import Compiling, function, special
from forms_engine.domain.xpath.moments import Moment, from_days
from forms_engine.domain.xpath.tree import Expression
from forms_engine.domain.xpath.values import Value, number_of, text_of

_LEADING_NUMBER = re.compile(r"\s*([+-]?\d+)")
_MONTHS = 12
_FURTHEST = 9999 * _MONTHS


def _months(start: datetime, end: datetime) -> int:
    """Return the whole months from ``start`` to ``end``."""
    count = (end.year - start.year) * _MONTHS + end.month - start.month
    if end >= start:
        return count - ((moved := _later(start, count)) is not None and moved > end)
    return count + ((moved := _later(start, count)) is not None and moved < end)


def _later(moment: datetime, months: int) -> datetime | None:
    """Return the moment ``months`` later, on the last day of a month that is shorter."""
    if abs(months) > _FURTHEST:
        return None
    year, month = divmod(moment.year * _MONTHS + moment.month - 1 + months, _MONTHS)
    if not 1 <= year <= 9999:  # noqa: PLR2004 – the years that there are
        return None
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _difference(*names: str, count: Callable[[datetime, datetime], int]) -> None:
    @special(*names, least=2, most=2)
    def _build(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
        first, second = (compiling.compile(argument).run for argument in arguments)

        def run(context: Context) -> Value:
            start, end = moment_of(context, first(context)), moment_of(context, second(context))
            return "" if start is None or end is None else float(count(start, end))

        return Code(Kind.ANY, run)


def _days(start: datetime, end: datetime) -> int:
    return int((end.replace(tzinfo=None) - start.replace(tzinfo=None)) / timedelta(days=1))


_difference("difference-in-months", "cht:difference-in-months", count=_months)
_difference("cht:difference-in-days", count=_days)
_difference("cht:difference-in-weeks", count=lambda start, end: int(_days(start, end) / 7))
_difference("cht:difference-in-years", count=lambda start, end: int(_months(start, end) / _MONTHS))


@special("add-date", least=1, most=6)
def _add_date(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    date, *spans = (compiling.compile(argument).run for argument in arguments)

    def run(context: Context) -> Value:
        moment = moment_of(context, date(context))
        numbers = [number_of(span(context), context.world.zone) for span in spans]
        years, months, days, hours, minutes = [
            int(number) if abs(number) < _FURTHEST * 1e6 else 0 for number in [*numbers, *[0.0] * 5][:5]
        ]
        moved = _later(moment, years * _MONTHS + months) if moment else None
        try:
            return "" if moved is None else Moment.of(moved + timedelta(days, 0, 0, 0, minutes, hours))
        except OverflowError:
            return ""

    return Code(Kind.ANY, run)


@function("parse-timestamp-to-date", gives=Kind.ANY, takes=(Kind.ANY,))
def _parse_timestamp(context: Context, value: Value) -> Value:
    """Read milliseconds since 1970."""
    found = _LEADING_NUMBER.match(text_of(value))
    moment = from_days(int(found[1]) / 86_400_000, context.world.zone) if found else None
    return "" if moment is None else Moment.of(moment)
