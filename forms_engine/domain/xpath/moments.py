"""Dates and times in XForms text form, in the respondent's time zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo

DAY_SECONDS = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:T(?P<time>\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)(?P<offset>[-+]\d{2}:\d{2}|Z)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d{2}:\d{2}(?::[0-5]\d(?:\.\d+)?)?)(Z|[-+]\d{2}:\d{2})?", re.ASCII)
_FURTHEST_OFFSET = timedelta(hours=15)
_SHORT_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORMAT = re.compile(r"%([YymnbdeaHhMS3])")


class Moment(float):
    """A point in time used as a number: days since 1970, with the text it stands for."""

    __slots__ = ("text",)
    text: str

    @classmethod
    def of(cls, value: datetime, text: str | None = None) -> "Moment":
        """Return ``value`` as a number that prints as ``text`` (its own XForms form by default)."""
        moment = cls(days(value))
        moment.text = moment_text(value) if text is None else text
        return moment


def days(value: datetime) -> float:
    """Return the days between 1970 and ``value``, with a fraction."""
    return (value - _EPOCH) / timedelta(days=1)


def from_days(number: float, zone: tzinfo) -> datetime | None:
    """Return the moment ``number`` days after 1970, or None where no calendar reaches it."""
    try:
        return (_EPOCH + timedelta(days=number)).astimezone(zone)
    except (OverflowError, ValueError):
        return None


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the date or date-time that ``text`` is, or None when it is neither."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    clock = match["time"] or "00"
    try:
        value = datetime.fromisoformat(
            f"{match['date']}T{clock[:2]}:{clock[3:5] or '00'}:{clock[6:8] or '00'}"
        )
        value = value.replace(microsecond=int(clock[9:15].ljust(6, "0")))
        if match["offset"] is None:
            return value.replace(tzinfo=zone)
        return _shifted(value, match["offset"]).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _shifted(value: datetime, offset: str) -> datetime:
    aware = datetime.fromisoformat(value.isoformat() + offset)
    if abs(aware.utcoffset() or timedelta()) >= _FURTHEST_OFFSET:
        raise ValueError(offset)
    return aware


def clock_fraction(text: str, zone: tzinfo) -> float | None:
    """Return the part of the day that a time of day stands for, or None when it is not one."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    value = read_moment(f"1970-01-01T{text}", zone)
    if value is None:
        return None
    return (value.replace(tzinfo=UTC) - datetime(value.year, value.month, value.day, tzinfo=UTC)) / timedelta(
        days=1
    )


def midnight(value: datetime) -> datetime:
    """Return the start of the day of ``value``."""
    return datetime(value.year, value.month, value.day, tzinfo=value.tzinfo)


def moment_text(value: datetime) -> str:
    """Return the XForms form: a date at midnight, else a date-time with its offset."""
    if value.time() == midnight(value).time():
        return value.date().isoformat()
    return value.isoformat(timespec="milliseconds")


def date_text(value: date) -> str:
    """Return a date in XForms form."""
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else value.isoformat()


_DIRECTIVES: dict[str, Callable[[datetime], str]] = {
    "Y": lambda value: f"{value.year:04}",
    "y": lambda value: f"{value.year:04}"[2:],
    "m": lambda value: f"{value.month:02}",
    "n": lambda value: str(value.month),
    "b": lambda value: _SHORT_MONTHS[value.month],
    "d": lambda value: f"{value.day:02}",
    "e": lambda value: str(value.day),
    "a": lambda value: _SHORT_DAYS[value.weekday()],
    "H": lambda value: f"{value.hour:02}",
    "h": lambda value: str(value.hour),
    "M": lambda value: f"{value.minute:02}",
    "S": lambda value: f"{value.second:02}",
    "3": lambda value: f"{value.microsecond // 1000:03}",
}


def formatted(value: datetime, pattern: str) -> str:
    """Fill ODK's format directives (``%Y %m %d %H …``) from ``value``; unknown ones stay."""
    return _FORMAT.sub(lambda match: _DIRECTIVES[match[1]](value), pattern)
