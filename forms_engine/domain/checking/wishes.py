"""Which answers would make a rule true: directions for a try, no proof."""

from collections.abc import Mapping
from random import Random

from forms_engine.domain.checking.rulebook import OPPOSITE, Comparison, Rulebook
from forms_engine.domain.definition import QuestionType
from forms_engine.domain.xpath.tree import SELF, Binary, Call, Expression, Path, Text

_DEEPEST = 40


class Wishes:
    """Answers wished for, by key path, gathered for one try."""

    def __init__(self, book: Rulebook, random: Random) -> None:
        self._book, self._random = book, random
        self.answers: dict[str, str] = {}
        self._shown: set[str] = set()

    def show(self, path: str, depth: int = 0) -> None:
        """Wish for what lets the node at a key path be shown."""
        if path in self._shown or depth > _DEEPEST:
            return
        self._shown.add(path)
        for each in (*self._book.sections(path), path):
            tree = self._book.relevance.get(each)
            if tree is not None:
                self.make(tree, each, depth=depth + 1)

    def make(
        self,
        tree: Expression,
        own: str,
        *,
        wanted: bool = True,
        columns: Mapping[str, str] | None = None,
        depth: int = 0,
    ) -> None:
        """Wish for what makes a rule true, or false; ``columns`` are those of the choice it filters."""
        if depth > _DEEPEST:
            return
        match tree:
            case Binary(operator="and" | "or" as joint, operands=operands):
                several = operands if (joint == "and") == wanted else (self._random.choice(operands),)
                for each in several:
                    self.make(each, own, wanted=wanted, columns=columns, depth=depth + 1)
                return
            case Call(name="not", arguments=(inner,)):
                self.make(inner, own, wanted=not wanted, columns=columns, depth=depth + 1)
                return
            case Binary(operator="=", operands=(left, right)) if columns:
                self._match_column(left, right, own, columns)
                self._match_column(right, left, own, columns)
        found = self._book.compared(tree, own)
        if found:
            self._compare(found, wanted=wanted, depth=depth + 1)

    def _match_column(
        self, column: Expression, reference: Expression, own: str, columns: Mapping[str, str]
    ) -> None:
        match column:
            case Path(steps=(step,), start=None, absolute=False) if step != SELF and step.name in columns:
                path = self._book.meant(reference, own)
                if path:
                    self._compare(Comparison(path, "=", columns[step.name]), wanted=True, depth=1)

    def _compare(self, found: Comparison, *, wanted: bool, depth: int) -> None:
        self.show(found.path, depth)
        calculation = self._book.calculations.get(found.path)
        if calculation is not None:
            self._calculate(calculation, found, wanted=wanted, depth=depth)
            return
        operator = found.operator
        if operator == "selected":
            self._select(found, wanted=wanted)
            return
        self._wish(found.path, operator if wanted else OPPOSITE[operator], found.value)

    def _calculate(self, tree: Expression, found: Comparison, *, wanted: bool, depth: int) -> None:
        """Look through ``if(…, 'one', 'other')``, the way rules are most often split in two."""
        match tree:
            case Call(name="if", arguments=(condition, Text(value=one), _other)):
                alike = (one == found.value) == ((found.operator != "!=") == wanted)
                self.make(condition, found.path, wanted=alike, depth=depth + 1)

    def _select(self, found: Comparison, *, wanted: bool) -> None:
        question = self._book.question(found.path)
        if not wanted or question is None or not isinstance(found.value, str):
            return
        chosen = self.answers.get(found.path, "").split()
        if question.type is QuestionType.SELECT_MULTIPLE and found.value not in chosen:
            self.answers[found.path] = " ".join((*chosen, found.value))
        else:
            self.answers.setdefault(found.path, found.value)

    def _wish(self, path: str, operator: str, value: str | float) -> None:
        if isinstance(value, float):
            step = {"<": -1, ">": 1, "!=": 1}.get(operator, 0)
            self.answers.setdefault(path, f"{value + step:.10g}")
        elif operator == "=" and value:
            self.answers.setdefault(path, value)
