"""Spans of time ("2 anni e 21 giorni", "un'ora e mezza") and the moments they lead to."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from forms_engine.domain.reading.days import MONTHS, shift_months
from forms_engine.domain.reading.symbols import Symbol

SPAN = r"(?:n?[ymwdhis](?:&Q)?[,&]*)+"
CLOCK_UNITS = frozenset("his")
_MONTHS_OF = {"y": MONTHS, "m": 1}
_SECONDS_OF = {"w": 7 * 86400, "d": 86400, "h": 3600, "i": 60, "s": 1}
_HALF_PER = 60
_MOST = 10**6


def shifted(now: datetime, symbols: Sequence[Symbol], sign: int) -> datetime | None:
    """Return the moment a span away from ``now``, or None beyond the calendar."""
    months, seconds = 0, 0
    for count, unit, share in _parts(symbols):
        if unit.kind in _MONTHS_OF:
            whole = _MONTHS_OF[unit.kind] * unit.value
            months += count * whole + whole * share // _HALF_PER
            # half a month is counted as fifteen days
            seconds += 15 * 86400 if unit.kind == "m" and share else 0
        else:
            size = _SECONDS_OF[unit.kind] * unit.value
            seconds += count * size + size * share // _HALF_PER
    day = shift_months(now.date(), sign * months)
    try:
        return datetime.combine(day, now.timetz()) + timedelta(seconds=sign * seconds) if day else None
    except OverflowError:
        return None


def _parts(symbols: Sequence[Symbol]) -> Iterator[tuple[int, Symbol, int]]:
    """Yield (count, unit, sixtieths of the unit beside)."""
    for at, symbol in enumerate(symbols):
        if symbol.kind in _MONTHS_OF or symbol.kind in _SECONDS_OF:
            before = symbols[at - 1] if at else None
            after = symbols[at + 2] if at + 2 < len(symbols) and symbols[at + 1].kind == "&" else None
            count = min(before.value, _MOST) if before and before.kind == "n" else 1
            yield count, symbol, after.value if after and after.kind == "Q" else 0


def time_text(moment: time, now: datetime) -> str:
    """Return a time in XForms text, at the offset of ``now``."""
    return moment.replace(tzinfo=None).isoformat("milliseconds") + offset_text(now)


def moment_text(moment: datetime) -> str:
    """Return a dateTime in XForms text."""
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + offset_text(moment)


def offset_text(moment: datetime) -> str:
    """Return the UTC offset of a moment as ``+01:00``."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
