"""Rules for dates, over symbols, relative to a given moment."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from forms_engine.domain.reading import days
from forms_engine.domain.reading.findings import Build, Finding, search
from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.spans import SPAN, shifted
from forms_engine.domain.reading.symbols import Line, Symbol

Dates = tuple[date, ...]
_YEAR = 1000
_FIFTH = 5
_COMPACT = 8
"""The digits of 20260315."""
_BEARING = {"N": 1, "L": -1, "T": 0}
_YEAR_AFTER = r"(?:[.,/\-]*I?n(?![:p@])|[NLT]y?|y[NLT])?"
NUMERIC = re.compile(r"(?:[RW],?)?n[/.\-]n[/.\-,]n(?!:)")
SHORT = re.compile(r"(?:(?:[NLT]?W|R),?)?(?<![n/.\-])n[/.\-]n(?![/.\-]?[np]|:)")


class DateRules:
    """The rules of dates, bound to a moment and a language."""

    def __init__(self, now: datetime, language: Language) -> None:
        """Count from ``now``; English leaves the order of day and month open."""
        self.now, self.today, self.language = now, now.date(), language

    def findings(self, line: Line) -> list[Finding[date]]:
        """Return every date in a line; a bare number only if there is nothing better."""
        found = search(line, [(re.compile(pattern), build) for pattern, build in self._rules()])
        found = found or search(line, [(re.compile(r"(?<![:n])n(?![:n])"), self._day_number)])
        return [self._opened(line, finding) for finding in found]

    def _rules(self) -> list[tuple[str, Build[date]]]:
        return [
            (NUMERIC.pattern, self._numeric),
            (SHORT.pattern, self._short),
            (rf"(?:[NL]?W?,?)(?:nd?[.,]?[/\-]?M{_YEAR_AFTER}|n[/\-]n[/\-]M)", self._named),
            (rf"(?:[NL]?W?,?)M[./\-,]?n(?!:){_YEAR_AFTER}", self._named),
            (r"R|Z", self._relative),
            (r"(?:[NLT]w[,\-O]*|[NLT])?W(?:P?(?:[NLT]w|w[NLT]|[NLT]))?", self._weekday),
            (r"nd?(?:[NLT]m|m[NLT])", self._day_of_month),
            (r"W,?n(?![:p/.\-])|nW", self._numbered_weekday),
            (r"nWI?(?:Mn?|[NLT]m|m[NLT])", self._nth_weekday),
            (rf"{SPAN}A", self._ago),
            (rf"I{SPAN}|{SPAN}F|F{SPAN}|[NL]d|d[NL]", self._ahead),
            (rf"{SPAN}[VB]R", self._from_day),
        ]

    def _opened(self, line: Line, finding: Finding[date]) -> Finding[date]:
        kinds = line.kinds[finding.first : finding.end]
        is_numeric = bool(SHORT.fullmatch(kinds) or NUMERIC.fullmatch(kinds))
        is_open = (
            self.language == "en" and is_numeric and len({(day.day, day.month) for day in finding.values}) > 1
        )
        return Finding(finding.values, finding.first, finding.end, is_open=is_open)

    def _numeric(self, symbols: Sequence[Symbol]) -> Dates:
        first, second, third = (symbol for symbol in symbols if symbol.kind == "n")
        if first.value >= _YEAR:
            return self._either(first.value, second.value, third.value)[:1]
        return self._either(days.full_year(third.value, self.today), second.value, first.value)

    def _either(self, year: int, month: int, day: int) -> Dates:
        """Return the day as written, and with day and month swapped where that is a day, too."""
        both = dict.fromkeys((days.make_day(year, month, day), days.make_day(year, day, month)))
        found = tuple(found for found in both if found)
        return found if self.language == "en" else found[:1]

    def _short(self, symbols: Sequence[Symbol]) -> Dates:
        first, second = (symbol.value for symbol in symbols if symbol.kind == "n")
        as_written = days.days_of_year(first, second, self.today)
        swapped = days.days_of_year(second, first, self.today) if first != second else ()
        if self.language == "en" and as_written and swapped:
            return as_written[0], swapped[0]
        return as_written or swapped

    def _named(self, symbols: Sequence[Symbol]) -> Dates | None:
        month = next(symbol.value for symbol in symbols if symbol.kind == "M")
        numbers = sorted(
            (symbol for symbol in symbols if symbol.kind == "n"), key=lambda symbol: symbol.value >= _YEAR
        )
        bearing = next((symbol for symbol in symbols if symbol.kind in _BEARING), None)
        day = numbers[0].value
        if day >= _YEAR:
            return None
        if len(numbers) > 1 and (numbers[1].digits != 1):
            return self._existing(days.make_day(days.full_year(numbers[1].value, self.today), month, day))
        near = days.days_of_year(day, month, self.today)
        if bearing and any(symbol.kind == "y" for symbol in symbols):
            return self._existing(days.make_day(self.today.year + _BEARING[bearing.kind], month, day))
        if bearing and bearing.kind != "T":
            sided = tuple(found for found in near if (found > self.today) == (bearing.kind == "N"))
            return sided or near
        weekday = next((symbol.value for symbol in symbols if symbol.kind == "W"), None)
        return tuple(found for found in near if found.weekday() == weekday) or near

    def _relative(self, symbols: Sequence[Symbol]) -> Dates:
        return self._existing(days.shift_days(self.today, symbols[0].value))

    def _weekday(self, symbols: Sequence[Symbol]) -> Dates:
        weekday = next(symbol.value for symbol in symbols if symbol.kind == "W")
        bearing = next((symbol for symbol in symbols if symbol.kind in _BEARING), None)
        if bearing is None:
            return days.weekdays_near(weekday, self.today)
        step = _BEARING[bearing.kind]
        of_week = days.weekday_of_week(weekday, self.today, step)
        if not step or any(symbol.kind == "w" for symbol in symbols):
            return self._existing(of_week)
        nearer = tuple(
            day
            for day in days.by_nearness(
                (days.weekday_of_week(weekday, self.today, weeks) for weeks in (-1, 0, 1)), self.today
            )
            if (day > self.today) == (step > 0) and day != self.today
        )[:1]
        ordered = (*nearer, of_week) if bearing.value else (of_week, *nearer)
        return tuple(day for day in dict.fromkeys(ordered) if day)

    def _day_of_month(self, symbols: Sequence[Symbol]) -> Dates:
        bearing = next(symbol for symbol in symbols if symbol.kind in _BEARING)
        month = days.shift_months(self.today.replace(day=1), _BEARING[bearing.kind])
        return self._existing(month and days.make_day(month.year, month.month, symbols[0].value))

    def _numbered_weekday(self, symbols: Sequence[Symbol]) -> Dates | None:
        number = next(symbol.value for symbol in symbols if symbol.kind == "n")
        weekday = next(symbol.value for symbol in symbols if symbol.kind == "W")
        if symbols[0].kind == "n" and number <= _FIFTH:
            return self._existing(days.nth_weekday(number, weekday, self.today.year, self.today.month))
        first = self.today.replace(day=1)
        months = [month for step in range(-12, 13) if (month := days.shift_months(first, step))]
        near = days.by_nearness(
            (days.make_day(month.year, month.month, number) for month in months), self.today
        )
        return tuple(day for day in near if day.weekday() == weekday)[:1] or near[:1] or None

    def _nth_weekday(self, symbols: Sequence[Symbol]) -> Dates | None:
        nth, weekday, rest = symbols[0].value, symbols[1].value, symbols[2:]
        if nth > _FIFTH:
            return None
        named = next((symbol.value for symbol in rest if symbol.kind == "M"), 0)
        if not named:
            step = next(_BEARING[symbol.kind] for symbol in rest if symbol.kind in _BEARING)
            month = days.shift_months(self.today.replace(day=1), step)
            return self._existing(month and days.nth_weekday(nth, weekday, month.year, month.month))
        years = [symbol.value for symbol in rest if symbol.kind == "n"] or [
            self.today.year + step for step in (-1, 0, 1)
        ]
        return days.by_nearness((days.nth_weekday(nth, weekday, year, named) for year in years), self.today)[
            :2
        ]

    def _ago(self, symbols: Sequence[Symbol]) -> Dates:
        return self._moved(symbols, -1)

    def _ahead(self, symbols: Sequence[Symbol]) -> Dates:
        return self._moved(symbols, -1 if any(symbol.kind == "L" for symbol in symbols) else 1)

    def _from_day(self, symbols: Sequence[Symbol]) -> Dates:
        day = days.shift_days(self.today, symbols[-1].value)
        if not day:
            return ()
        sign = 1 if symbols[-2].kind == "V" else -1
        moment = shifted(datetime.combine(day, self.now.timetz()), symbols[:-2], sign)
        return self._existing(moment and moment.date())

    def _moved(self, symbols: Sequence[Symbol], sign: int) -> Dates:
        moment = shifted(self.now, symbols, sign)
        return self._existing(moment and moment.date())

    def _day_number(self, symbols: Sequence[Symbol]) -> Dates | None:
        number = symbols[0]
        if number.digits == _COMPACT:
            return self._existing(
                days.make_day(number.value // 10**4, number.value // 100 % 100, number.value % 100)
            )
        return days.days_of_month(number.value, self.today) or None

    @staticmethod
    def _existing(day: date | None) -> Dates:
        return (day,) if day else ()
