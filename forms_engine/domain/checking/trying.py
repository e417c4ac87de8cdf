"""Fills a questionnaire many times: half by chance, half towards what has not been seen yet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from forms_engine.domain.checking.candidates import Candidates
from forms_engine.domain.checking.rulebook import Rulebook
from forms_engine.domain.checking.sightings import Sightings, key_path
from forms_engine.domain.checking.wishes import Wishes
from forms_engine.domain.definition import Question, Repeat
from forms_engine.domain.engine.defaults import is_dynamic
from forms_engine.domain.exceptions import ChangeRefused
from forms_engine.domain.form import Form
from forms_engine.domain.instance import Instance
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import Expression

SEED = 20_260_101
FEWEST_TRIES = 40
_LEFT_EMPTY = 0.1
_OCCURRENCES = (1, 2)
_HOW_MANY = (2, 2, 2, 1, 0)
_MOST_PATHS = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to try: at most so many times, and until ``clock`` has gone on so many seconds."""

    clock: Callable[[], float]
    seconds: float = 1.2
    tries: int = 400


def explore(form: Form, book: Rulebook, *, never: set[str], now: datetime, limits: Limits) -> Sightings:
    """Return what was seen; not looked for is what ``never`` can be shown."""
    explorer = _Explorer(form, book, never, now)
    end = limits.clock() + limits.seconds
    while explorer.seen.tries < limits.tries and limits.clock() < end:
        if not explorer.attempt() and explorer.seen.tries >= FEWEST_TRIES:
            break
    return explorer.seen


class _Explorer:
    def __init__(self, form: Form, book: Rulebook, never: set[str], now: datetime) -> None:
        self._form, self._book, self._now = form, book, now
        self._random = Random(SEED)  # noqa: S311 – the same tries each time, no secret
        self._candidates = Candidates(form, book, now).by_path
        self._filters = {rule.path: rule.tree for rule in book.rules if rule.column == "choice_filter"}
        self.seen = Sightings(frozenset(self._filters))
        self._goals = [path for path in book.nodes if path not in never]
        self._triggers = {book.meant(rule, "") for rule in _triggers(book)}
        self._many = len(_OCCURRENCES)
        self._paths, self._repeats = self._lay_out()
        self._base = self._defaults()

    def attempt(self) -> bool:
        """Fill the questionnaire once; tell whether there was something left to look for."""
        wishes, is_directed = self._wishes()
        self._many = self._random.choice(_HOW_MANY)
        values = self._answers(wishes.answers)
        instance = self._load(values)
        for _time in range(2):
            refused = self.seen.note_answers(instance)
            if not refused:
                break
            self._mend(values, refused)
            instance = self._load(values)
        else:
            for path in self.seen.note_answers(instance):
                values.pop(path, None)
            instance = self._load(values)
        self.seen.note(instance)
        return is_directed

    def _wishes(self) -> tuple[Wishes, bool]:
        wishes = Wishes(self._book, self._random)
        unseen = [path for path in self._goals if not self.seen.shown[path]]
        choices = [] if unseen else self._unoffered()
        unhidden = [path for path in self._goals if self.seen.shown[path] and self._is_unhidden(path)]
        if self.seen.tries % 2:
            self._direct(wishes, unseen, choices, unhidden)
        return wishes, bool(unseen or choices or unhidden or self._doubtful())

    def _direct(
        self,
        wishes: Wishes,
        unseen: list[str],
        choices: list[tuple[str, Mapping[str, str]]],
        unhidden: list[str],
    ) -> None:
        """Wish for what shows something new, hides what was always shown, or offers another choice."""
        if unhidden and (not unseen or self.seen.tries % 4 == 1):
            path = self._random.choice(unhidden)
            for section in self._book.sections(path):
                wishes.show(section)
            wishes.make(self._book.relevance[path], path, wanted=False)
        elif unseen:
            wishes.show(self._random.choice(unseen))
        elif choices:
            path, columns = self._random.choice(choices)
            wishes.show(path)
            wishes.make(self._filters[path], path, columns=columns)

    def _is_unhidden(self, path: str) -> bool:
        section = path.rpartition("/")[0]
        return path in self._book.relevance and self.seen.hidden[path] <= self.seen.hidden[section]

    def _unoffered(self) -> list[tuple[str, Mapping[str, str]]]:
        return [
            (path, {**choice.columns, "name": choice.value})
            for path in self._filters
            if self.seen.shown[path]
            for choice in self._book.offered(path)
            if choice.value not in self.seen.offered[path]
        ]

    def _doubtful(self) -> bool:
        return any(not self.seen.valid[path] for path in self.seen.invalid)

    def _answers(self, wished: Mapping[str, str]) -> dict[str, str]:
        values = dict(self._base)
        for path, key in self._paths:
            texts = self._candidates[key]
            if key in wished:
                values[path] = wished[key]
            elif self._random.random() >= _LEFT_EMPTY:
                values[path] = self._pick(key, texts)
        return values

    def _pick(self, key: str, texts: tuple[str, ...]) -> str:
        """Prefer answers that passed before, without giving up on the others."""
        known = self.seen.valid.get(key)
        if known and self._random.random() < 0.7:  # noqa: PLR2004 – more often than not
            return self._random.choice(sorted(known))
        return self._random.choice(texts)

    def _mend(self, values: dict[str, str], refused: list[str]) -> None:
        for path in refused:
            texts = self._candidates.get(key_path(path))
            if texts:
                values[path] = self._pick(key_path(path), texts)

    def _load(self, values: Mapping[str, str]) -> Instance:
        late = {path: text for path, text in values.items() if key_path(path) in self._triggers}
        early = {path: text for path, text in values.items() if path not in late}
        numbers = _OCCURRENCES[: self._many]
        occurrences = dict.fromkeys(self._repeats, numbers)
        instance = Instance.load(self._form, values=early, occurrences=occurrences, now=self._now)
        for path, text in late.items():
            try:
                instance.set_value(path, text)
            except ChangeRefused:
                continue
        return instance

    def _lay_out(self) -> tuple[list[tuple[str, str]], list[str]]:
        """Return every answerable path with its key path, each repeat occurring twice, and the repeats."""
        paths: list[tuple[str, str]] = []
        repeats: list[str] = []
        for key, node in self._book.nodes.items():
            here = list(self._spread(key))
            if isinstance(node, Repeat):
                repeats += here
            elif key in self._candidates and len(paths) < _MOST_PATHS:
                paths += [(path, key) for path in here]
        return paths, repeats

    def _spread(self, key: str) -> Iterator[str]:
        """Yield the paths of a node in the first occurrences of all repeats around it."""
        spread = [""]
        parts = key.split("/")
        for depth, part in enumerate(parts, 1):
            spread = [f"{each}/{part}" if each else part for each in spread]
            if depth < len(parts) and isinstance(self._book.nodes["/".join(parts[:depth])], Repeat):
                spread = [f"{each}[{number}]" for each in spread for number in _OCCURRENCES]
        yield from spread

    def _defaults(self) -> dict[str, str]:
        """Return what a fresh questionnaire holds, in every occurrence."""
        values = {
            path: node.default
            for key, node in self._book.nodes.items()
            if isinstance(node, Question) and node.default and not is_dynamic(node)
            for path in self._spread(key)
        }
        return values | Instance.new(self._form, now=self._now).values()


def _triggers(book: Rulebook) -> Iterator[Expression]:
    for node in book.nodes.values():
        if isinstance(node, Question) and node.trigger:
            yield parse(node.trigger)
