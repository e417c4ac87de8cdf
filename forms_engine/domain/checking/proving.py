"""What follows from the rules alone, without trying."""

from collections.abc import Iterable, Iterator

from forms_engine.domain.checking.findings import Finding
from forms_engine.domain.checking.rulebook import Comparison, Rule, Rulebook
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.xpath.tree import Binary, Call, Expression

_FIRM = "true()"
_LOOKING = frozenset({"relevant", "required", "constraint", "choice_filter", "read_only"})
_MOST_ROUNDS = 20


class Proof:
    """What holds in every submission: ``never`` are the key paths that are never shown."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.never: set[str] = set()
        for _round in range(_MOST_ROUNDS):
            found = set(self._never_shown())
            if found == self.never:
                break
            self.never = found

    def truth(self, tree: Expression, own: str) -> bool | None:
        """Return what a rule always is, None where that depends on the answers or is not known."""
        match tree:
            case Call(name="true" | "false" as name, arguments=()):
                return name == "true"
            case Call(name="not", arguments=(inner,)):
                known = self.truth(inner, own)
                return None if known is None else not known
            case Binary(operator="and" | "or" as joint, operands=operands):
                return self._joined(joint, operands, own)
        found = self.book.compared(tree, own)
        return self._compared(found) if found else None

    def _joined(self, joint: str, operands: tuple[Expression, ...], own: str) -> bool | None:
        decisive = joint == "or"  # one true part decides an “or”, one false part an “and”
        known = [self.truth(each, own) for each in operands]
        if decisive in known:
            return decisive
        if joint == "and" and self._clash(operands, own):
            return False
        return None if None in known else not decisive

    def _compared(self, found: Comparison) -> bool | None:
        """Compare with what a question that is never shown holds, and with choices that do not exist."""
        differs = found.operator == "!="
        if (differs and self.book.is_repeated(found.path)) or (found.operator, found.value) == (
            "selected",
            "",
        ):
            return None  # there may be no occurrence to differ
        if found.path in self.never and not self._is_filled_in(found.path):
            return differs == (found.value != "") if found.operator in {"=", "!="} else False
        return differs if self.is_unknown(found) else None

    def is_unknown(self, found: Comparison) -> bool:
        """Tell whether a choice is compared with a value that its list does not have."""
        question, value = self.book.question(found.path), found.value
        if question is None or not isinstance(value, str) or not value:
            return False
        values = {choice.value for choice in self.book.offered(found.path)}
        if question.type is QuestionType.SELECT_ONE and found.operator in {"=", "!=", "selected"}:
            return bool(values) and value not in values
        several = question.type in {QuestionType.SELECT_MULTIPLE, QuestionType.RANK}
        return several and found.operator == "selected" and bool(values) and value not in values

    def _clash(self, operands: Iterable[Expression], own: str) -> bool:
        """Tell whether one question would have to be two choices at once."""
        wanted: dict[str, str | float] = {}
        for each in operands:
            found = self.book.compared(each, own)
            question = self.book.question(found.path) if found else None
            if found is None or question is None or question.type is not QuestionType.SELECT_ONE:
                continue
            alike = found.operator == "=" or (found.operator == "selected" and found.value != "")
            if alike and wanted.setdefault(found.path, found.value) != found.value:
                return True
        return False

    def _is_filled_in(self, path: str) -> bool:
        question = self.book.question(path)
        return question is None or not question.is_asked or bool(question.calculation)

    def _never_shown(self) -> Iterator[str]:
        found: set[str] = set()
        for path in self.book.nodes:
            tree = self.book.relevance.get(path)
            hidden = any(section in found for section in self.book.sections(path))
            if hidden or (tree is not None and self.truth(tree, path) is False):
                found.add(path)
                yield path


def prove(book: Rulebook, proof: Proof) -> Iterator[Finding]:
    """Yield what the rules alone show to be wrong or idle."""
    for path, tree in book.relevance.items():
        if path in proof.never and not any(section in proof.never for section in book.sections(path)):
            yield Finding(path, "relevant", "never_asked", is_proven=True)
        elif proof.truth(tree, path) is True:
            yield Finding(path, "relevant", "always_asked", is_proven=True)
    for path, node in book.nodes.items():
        if isinstance(node, Question) and _is_unanswerable(node):
            yield Finding(path, "required", "never_answerable", is_proven=True)
    for rule, found in book.comparisons():
        if proof.is_unknown(found):
            params = {"key": book.nodes[found.path].key, "value": found.value}
            yield Finding(rule.path, rule.column, "choice_unknown", is_proven=True, params=params)
    for rule in book.rules:
        yield from _reading(book, rule)


def _reading(book: Rulebook, rule: Rule) -> Iterator[Finding]:
    for path in book.references(rule):
        params = {"key": book.nodes[path].key}
        if book.is_silent(path):
            yield Finding(rule.path, rule.column, "note_read", is_proven=True, params=params)
        elif _is_later(book, rule, path):
            yield Finding(rule.path, rule.column, "asked_later", is_proven=True, params=params)


def _is_later(book: Rulebook, rule: Rule, path: str) -> bool:
    question, own = book.question(path), book.nodes[rule.path]
    if question is None or not question.is_asked or rule.column not in _LOOKING:
        return False
    is_seen = not isinstance(own, Question) or own.is_asked or own.type is QuestionType.NOTE
    return is_seen and book.order[path] > book.order[rule.path]


def _is_unanswerable(question: Question) -> bool:
    filled = question.calculation or question.default or question.trigger
    return question.is_asked and question.required == _FIRM == question.read_only and not filled
