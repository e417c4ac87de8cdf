"""Answers worth trying: what the rules name, what stands just beside it, and what is ordinary."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress

from forms_engine.domain.checking.examples import example_of
from forms_engine.domain.checking.rulebook import Rulebook, literal_of, parts_of
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.form import Form
from forms_engine.domain.kinds import kind_of
from forms_engine.domain.xpath.tree import Binary, Call, Text

MOST = 40
MOST_OCCURRENCES = 60
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORDINARY: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.TEXT: ("Anna", "anna@example.org", "12345", "Via Roma 1"),
    QuestionType.BARCODE: ("12345",),
    QuestionType.INTEGER: ("1", "0", "2", "10", "50", "1000"),
    QuestionType.DECIMAL: ("1", "0", "2.5", "10", "50", "1000"),
    QuestionType.RANGE: ("1", "0", "2", "5", "10"),
    QuestionType.GEOPOINT: ("45.4642 9.19 0 0",),
    QuestionType.GEOTRACE: ("45.4642 9.19 0 0;45.47 9.2 0 0",),
    QuestionType.GEOSHAPE: ("45.4642 9.19 0 0;45.47 9.2 0 0;45.46 9.2 0 0;45.4642 9.19 0 0",),
    QuestionType.ACKNOWLEDGE: ("OK",),
    QuestionType.TIME: ("10:30:00.000+01:00", "23:00:00.000+01:00"),
}


class Candidates:
    """The answers to try, by key path of the questions that people answer; each holds at least one."""

    def __init__(self, form: Form, book: Rulebook, now: dt.datetime) -> None:
        self._book, self._now = book, now
        self._named: defaultdict[str, dict[str | float, None]] = defaultdict(dict)
        for _rule, found in book.comparisons():
            self._named[found.path][found.value] = None
        self._sizes, self._patterns = self._shapes()
        counts = (rule for rule in book.rules if rule.column == "count")
        self._counting = {path for rule in counts for path in book.references(rule)}
        self.by_path: dict[str, tuple[str, ...]] = {}
        for path, node in book.nodes.items():
            if isinstance(node, Question) and node.is_asked and node.read_only != "true()":
                cast = form.casts[form.nodes[path].index]
                texts = dict.fromkeys(cast(text) if cast else text for text in self._texts(path, node))
                kept = tuple(text for text in texts if text and not self._is_too_many(path, text))[:MOST]
                if kept:
                    self.by_path[path] = kept

    def _is_too_many(self, path: str, text: str) -> bool:
        """Tell whether an answer would make a section occur so often that a try takes long."""
        try:
            return path in self._counting and float(text) > MOST_OCCURRENCES
        except ValueError:
            return False

    def _shapes(self) -> tuple[dict[str, set[int]], dict[str, set[str]]]:
        """Return the lengths and patterns that rules ask of texts."""
        sizes: defaultdict[str, set[int]] = defaultdict(set)
        patterns: defaultdict[str, set[str]] = defaultdict(set)
        for rule in self._book.rules:
            for tree in parts_of(rule.tree):
                match tree:
                    case Call(name="regex", arguments=(left, Text(value=pattern))):
                        patterns[self._book.meant(left, rule.path)].add(pattern)
                    case Binary(operands=(Call(name="string-length", arguments=(left,)), right)):
                        size = literal_of(right)
                        if isinstance(size, float) and 0 <= size < 10_000:  # noqa: PLR2004 – no novels
                            sizes[self._book.meant(left, rule.path)].add(int(size))
        return sizes, patterns

    def _texts(self, path: str, question: Question) -> Iterator[str]:
        kind, special = question.type, kind_of(question)
        if special and special.example:
            yield special.normalised(special.example)
        if kind.is_select:
            yield from self._choices(path, kind)
        elif kind in {QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE}:
            yield from self._numbers(path, question)
        elif kind in {QuestionType.DATE, QuestionType.DATETIME}:
            yield from self._moments(path, kind)
        elif kind.is_file:
            yield "file"
        elif kind in {QuestionType.TEXT, QuestionType.BARCODE}:
            yield from self._words(path)
        yield from _ORDINARY.get(kind, ())

    def _choices(self, path: str, kind: QuestionType) -> Iterator[str]:
        values = [choice.value for choice in self._book.offered(path)]
        if kind is QuestionType.RANK:
            yield from (" ".join(values), " ".join(reversed(values)))
            return
        named = [value for value in values if value in self._named[path]]
        yield from named
        if kind is QuestionType.SELECT_MULTIPLE:
            yield " ".join(values)
            yield " ".join(values[:2])
        yield from values

    def _numbers(self, path: str, question: Question) -> Iterator[str]:
        found = [each for each in self._named[path] if isinstance(each, float)]
        for name in ("start", "end"):
            with suppress(ValueError):
                found.append(float(question.parameters.get(name, "")))
        for number in found:
            yield from (f"{number + step:.10g}" for step in (0, 1, -1))

    def _moments(self, path: str, kind: QuestionType) -> Iterator[str]:
        today = self._now.date()
        days = [today]
        for each in self._named[path]:
            if isinstance(each, str) and (found := _DATE.match(each)):
                with suppress(ValueError):
                    days.append(dt.date.fromisoformat(found[0]))
        for day in days:
            for step in (0, 1, -1, 400, -400, -8_000, -20_000):
                with suppress(OverflowError):
                    shifted = (day + dt.timedelta(days=step)).isoformat()
                    yield shifted if kind is QuestionType.DATE else f"{shifted}T10:30:00.000+01:00"

    def _words(self, path: str) -> Iterator[str]:
        yield from (each for each in self._named[path] if isinstance(each, str))
        yield from (f"{each:.10g}" for each in self._named[path] if isinstance(each, float))
        yield from filter(None, map(example_of, sorted(self._patterns[path])))
        for size in sorted(self._sizes[path]):
            yield from ("x" * count for count in (size, size + 1, size - 1) if count > 0)
            yield "1" * size
