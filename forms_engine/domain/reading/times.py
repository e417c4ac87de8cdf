"""Rules for the time of day, over symbols."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from forms_engine.domain.reading.findings import Finding, search
from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.spans import CLOCK_UNITS, SPAN, shifted
from forms_engine.domain.reading.symbols import Line, Symbol

Times = tuple[time, ...]
_NOON, _DAY, _HOUR = 12, 24, 60
_BEFORE_NIGHT = 6
_LUNCH_ENDS = 5
_HUNDRED = 100
_TWO_DIGITS = 10
_FRONT, _BACK = r"(?:I?P[,@]*)?@*", r"(?:[,@]*I?[pP])*"
_CLOCK = tuple(
    f"{_FRONT}{body}{_BACK}"
    for body in (
        r"n:n(?::n)?",
        r"nhni?",
        r"h?nnp",
        r"h?np",
        r"[nQ]i?[BV]@*n",
        r"ni@n",
        r"np?&[nQ]i?",
        r"nS[nQ]i?",
        r"n?X(?:&[nQ])?",
    )
)
_MARKED = (
    r"(?:@|I?P,?)[,@]*h?n(?:[.n]n)?(?![/n&])" + _BACK,
    rf"@*hn(?:\.n)?{_BACK}",
    rf"n(?:\.n|n)?@*I?P{_BACK}",
    rf"n\.n{_BACK[:-1]}+",
    r"n@(?!n)",
    rf"(?<!M)nn{_BACK}",
    rf"Qn{_BACK}",
)
_BARE = (r"(?<![:n.])n(?:[.n]n)?(?![:n.])",)
_GOOD = [re.compile(pattern) for pattern in (*_CLOCK, *_MARKED)]
_WEAK = [re.compile(pattern) for pattern in _BARE]
_MOMENT = [re.compile(rf"{SPAN}A|I{SPAN}|{SPAN}F|Z|^h$")]


def clock_findings(line: Line, language: Language, *, bare: bool) -> list[Finding[time]]:
    """Return every time of day in a line; ``bare`` numbers only if there is nothing better."""
    part = next((symbol for symbol in line.symbols if symbol.kind in "pP"), None)

    def build(symbols: Sequence[Symbol]) -> Times | None:
        return _clock(symbols, part, has_24_hours=language == "it")

    found = search(line, [(pattern, build) for pattern in _GOOD])
    if not found and bare:
        found = search(line, [(pattern, build) for pattern in _WEAK])
    return found


def moment_findings(line: Line, now: datetime) -> list[Finding[datetime]]:
    """Return the moments counted in hours, minutes or seconds from now ("due ore fa", "adesso")."""

    def build(symbols: Sequence[Symbol]) -> tuple[datetime, ...] | None:
        # a lone "ora" is Italian for now
        if symbols[0].kind == "Z" or len(symbols) == 1:
            return (now,)
        if CLOCK_UNITS.isdisjoint(symbol.kind for symbol in symbols):
            return None
        moment = shifted(now, symbols, -1 if symbols[-1].kind == "A" else 1)
        return (moment,) if moment else ()

    return search(line, [(pattern, build) for pattern in _MOMENT])


def _clock(symbols: Sequence[Symbol], part: Symbol | None, *, has_24_hours: bool) -> Times | None:
    kinds = "".join(symbol.kind for symbol in symbols)
    parts = [symbol for symbol in symbols if symbol.kind in "pP"] or ([part] if part else [])
    numbers = [symbol for symbol in symbols if symbol.kind in "nQ"]
    if "X" in kinds:
        named = next(symbol.value for symbol in symbols if symbol.kind == "X")
        return (_time(0, named + sum(symbol.value for symbol in numbers if symbol.value != _NOON), 0),)
    if numbers[0].value >= _HUNDRED and len(numbers) == 1:
        hour, minute, second = *divmod(numbers[0].value, _HUNDRED), 0
    else:
        hour, minute, second = _ordered(kinds, numbers)
    if not (0 <= hour <= _DAY and 0 <= second < _HOUR and -_HOUR < minute < _HOUR):
        return None
    # "May 21 8pm", "the 24th six pm" hold a day and an hour
    if "nn" in kinds and (hour == _DAY or (minute < _TWO_DIGITS and numbers[1].digits)):
        return None
    hour = _in_part(hour, parts)
    is_written_out = has_24_hours and (":" in kinds or "." in kinds)
    if parts or is_written_out or _says_half_of_day(numbers[0]) or not 0 < hour < _NOON:
        return (_time(hour, minute, second),)
    return _time(hour, minute, second), _time(hour + _NOON, minute, second)


def _ordered(kinds: str, numbers: Sequence[Symbol]) -> tuple[int, int, int]:
    """Return hour, minute (negative: before the hour) and second in the order they were said."""
    values = [symbol.value for symbol in numbers] + [0, 0]
    if "B" in kinds or "i@n" in kinds:
        return values[1], -values[0], 0
    if "V" in kinds or numbers[0].kind == "Q":
        return values[1], values[0], 0
    if "S" in kinds:
        return values[0], -values[1], 0
    return values[0], values[1], values[2]


def _in_part(hour: int, parts: Sequence[Symbol]) -> int:
    for symbol in sorted(parts, key=lambda symbol: symbol.kind != "p"):
        if hour > _NOON:
            return hour
        begins = symbol.value
        if begins in {0, 6}:
            return hour % _NOON if begins == 0 else hour
        is_small_hour = begins > 18 and hour < _BEFORE_NIGHT  # noqa: PLR2004
        is_forenoon = begins == 11 and hour >= _LUNCH_ENDS  # noqa: PLR2004
        if is_small_hour or is_forenoon:
            return hour
        if hour == _NOON:
            return 0 if begins >= 18 else _NOON  # noqa: PLR2004
        return hour + _NOON
    return hour


def _says_half_of_day(hour: Symbol) -> bool:
    # "08:30" is written by people with a clock of 24 hours
    return hour.digits > 1 and hour.value < _TWO_DIGITS


def _time(hour: int, minute: int, second: int) -> time:
    hours, minutes = divmod((hour * _HOUR + minute) % (_DAY * _HOUR), _HOUR)
    return time(hours, minutes, second)
