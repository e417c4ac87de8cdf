"""Arithmetic of the calendar, counted from a given day; nothing here reads a clock."""

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta

MONTHS = 12
WEEK = 7
_FUTURE_YEARS = 15
"""How far ahead a year of two digits may lie before it means the last century."""


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def full_year(year: int, today: date) -> int:
    """Return the year meant by two digits: ``76`` is 1976, ``26`` is 2026."""
    if year >= 100:  # noqa: PLR2004
        return year
    century = today.year - today.year % 100
    return century + year - (100 if century + year > today.year + _FUTURE_YEARS else 0)


def shift_months(day: date, months: int) -> date | None:
    """Return the same day ``months`` later, the month's last where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return next(found for number in range(day.day, 0, -1) if (found := make_day(year, month + 1, number)))


def shift_days(day: date, days: int) -> date | None:
    """Return the day ``days`` later, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def by_nearness(days: Iterable[date | None], today: date) -> tuple[date, ...]:
    """Return the days that exist, the nearest to today first."""
    return tuple(sorted({day for day in days if day}, key=lambda day: (abs(day - today), day)))


def days_of_year(day: int, month: int, today: date) -> tuple[date, ...]:
    """Return the nearest day of that name and the nearest on the other side of today."""
    nearest = by_nearness((make_day(today.year + step, month, day) for step in range(-8, 9)), today)
    return _both_sides(nearest, today)


def days_of_month(day: int, today: date) -> tuple[date, ...]:
    """Return the nearest day of that number and the nearest on the other side of today."""
    first = today.replace(day=1)
    months = (shift_months(first, step) for step in range(-3, 4))
    near = by_nearness((make_day(month.year, month.month, day) for month in months if month), today)
    return _both_sides(near, today)


def _both_sides(days: tuple[date, ...], today: date) -> tuple[date, ...]:
    return days if not days else (days[0], *[day for day in days if (day < today) != (days[0] < today)][:1])


def weekday_of_week(weekday: int, today: date, weeks: int) -> date | None:
    """Return a weekday of this week (0), of the next (1), of the last (-1)."""
    return shift_days(today, weekday - today.weekday() + WEEK * weeks)


def weekdays_near(weekday: int, today: date) -> tuple[date, ...]:
    """Return the nearest such weekday, then the one on the other side of today."""
    ahead = (weekday - today.weekday()) % WEEK
    return by_nearness((shift_days(today, ahead), shift_days(today, ahead - WEEK)), today)


def nth_weekday(nth: int, weekday: int, year: int, month: int) -> date | None:
    """Return the ``nth`` such weekday of a month, or None if it has fewer."""
    first = make_day(year, month, 1)
    return first and make_day(year, month, 1 + (weekday - first.weekday()) % WEEK + WEEK * (nth - 1))
