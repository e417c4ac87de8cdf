"""Reading a date, a time of day, or both, from a message."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import product
from typing import TypeVar

from forms_engine.domain.reading.dates import DateRules
from forms_engine.domain.reading.days import make_day
from forms_engine.domain.reading.fillers import last_turn
from forms_engine.domain.reading.findings import Finding
from forms_engine.domain.reading.outcomes import (
    MOST_CANDIDATES,
    Ambiguous,
    Language,
    NotUnderstood,
    Read,
    Reason,
    Understood,
)
from forms_engine.domain.reading.remainders import certainty_of, remainder
from forms_engine.domain.reading.spans import moment_text, time_text
from forms_engine.domain.reading.symbols import Line, read_line
from forms_engine.domain.reading.times import clock_findings, moment_findings

ONE_OF_TWO = 0.7
BARE = 0.6
EVEN = 0.5
_MOST_OTHERS = 3
_GLUED = re.compile(r"^[\w°]{1,5}")
_END_OF_DAY = time(23, 59, 59)
_PARTIAL = {"month-year": re.compile(r"M[,/\-]?n|n[/\-.]n|n[/\-]M"), "year": re.compile(r"n")}
Value = TypeVar("Value")


def read_date(message: str, language: Language, now: datetime, appearance: str = "") -> Read:
    """Return the day a message names; with appearance ``month-year`` or ``year`` its first day."""
    line = read_line(message, language)
    for wanted, pattern in _PARTIAL.items():
        if wanted in appearance.split() and (found := _partial(line, pattern)):
            return _read(message, language, line, [found], date.isoformat, Reason.NO_DATE)
    findings = DateRules(now, language).findings(line)
    return _read(message, language, line, findings, date.isoformat, Reason.NO_DATE)


def read_time(message: str, language: Language, now: datetime) -> Read:
    """Return the time of day a message names, at the offset of ``now``."""
    line = read_line(message, language)
    clocks = clock_findings(line, language, bare=False)
    if not clocks:
        clocks = [
            Finding(tuple(moment.time() for moment in found.values), found.first, found.end)
            for found in moment_findings(line, now)
        ]
    clocks = clocks or clock_findings(line, language, bare=True)
    return _read(message, language, line, clocks, lambda clock: time_text(clock, now), Reason.NO_TIME)


def read_moment(message: str, language: Language, now: datetime) -> Read:
    """Return the day and time a message names; a time alone is today's."""
    line = read_line(message, language)
    found = moment_findings(line, now) or _dated(line, language, now)
    return _read(
        message, language, line, found, moment_text, Reason.NO_TIME if found is None else Reason.NO_DATE
    )


def _dated(line: Line, language: Language, now: datetime) -> list[Finding[datetime]] | None:
    """Put a date and a time together; None if there is a date but no time."""
    rules = DateRules(now, language)
    clocks = clock_findings(line, language, bare=False)
    if clocks:
        dates = _longest(rules.findings(line.without(clocks[0].first, clocks[0].end)))
    else:
        dates = _longest(rules.findings(line))
        clocks = (
            clock_findings(line.without(dates[0].first, dates[0].end), language, bare=True) if dates else []
        )
    if dates and not clocks:
        ends = [at for at, symbol in enumerate(line.symbols[: dates[0].first]) if symbol.kind == "E"]
        clocks = [Finding((_END_OF_DAY,), ends[-1], ends[-1] + 1)] if ends else []
        if not clocks:
            return None
    if not clocks:
        return []
    day = dates[0] if dates else Finding((now.date(),), clocks[0].first, clocks[0].end)
    moments = tuple(
        datetime.combine(day_, clock, tzinfo=now.tzinfo)
        for clock, day_ in product(clocks[0].values, day.values)
    )
    first, end = min(day.first, clocks[0].first), max(day.end, clocks[0].end)
    return [Finding(moments, first, end, is_open=day.is_open)]


def _longest(findings: list[Finding[Value]]) -> list[Finding[Value]]:
    return sorted(findings, key=lambda finding: finding.first - finding.end)[:1]


def _partial(line: Line, pattern: re.Pattern[str]) -> Finding[date] | None:
    for match in pattern.finditer(line.kinds):
        symbols = line.symbols[match.start() : match.end()]
        year = max(symbol.value for symbol in symbols if symbol.kind == "n")
        month = next((symbol.value for symbol in symbols if symbol.kind == "M"), 0)
        numbers = [symbol.value for symbol in symbols if symbol.kind == "n" and symbol.value != year]
        day = make_day(year, month or (numbers[0] if numbers else 1), 1)
        if day and year >= 1000:  # noqa: PLR2004
            return Finding((day,), match.start(), match.end())
    return None


def _read(
    message: str,
    language: Language,
    line: Line,
    findings: Sequence[Finding[Value]] | None,
    text: Callable[[Value], str],
    reason: Reason,
) -> Read:
    """Word what was found: one reading, several between which to choose, or none."""
    if not findings:
        return NotUnderstood(reason)
    found = [finding for finding in findings if finding.values]
    if not found:
        return NotUnderstood(Reason.NO_SUCH_DATE)
    turn = last_turn(message, language)
    found = [finding for finding in found if line.symbols[finding.first].start > turn >= 0] or found
    readings = [_understood(message, language, line, finding, text) for finding in found[:MOST_CANDIDATES]]
    if len({reading.value for reading in readings}) > 1:
        return Ambiguous(tuple(readings))
    if found[0].is_open:
        candidates = (readings[0], *readings[0].others)
        return Ambiguous(tuple(replace(one, certainty=EVEN, others=()) for one in candidates))
    return readings[0]


def _understood(
    message: str, language: Language, line: Line, finding: Finding[Value], text: Callable[[Value], str]
) -> Understood:
    symbols = line.symbols[finding.first : finding.end]
    start, end = min(symbol.start for symbol in symbols), max(symbol.end for symbol in symbols)
    end += len(message[end:]) - len(_GLUED.sub("", message[end:], count=1))
    quote, rest = message[start:end], remainder(message, start, end, language)
    is_bare = [symbol.kind for symbol in symbols] == ["n"]
    sure = certainty_of(rest, BARE if is_bare else ONE_OF_TWO if len(finding.values) > 1 else 1.0)
    values = [text(value) for value in finding.values[: 1 + _MOST_OTHERS]]
    others = tuple(Understood(value, quote, sure / 2, rest) for value in values[1:])
    return Understood(values[0], quote, sure, rest, others)
