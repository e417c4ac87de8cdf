"""Expressions in words, as far as they can be: what an author reads in a preview."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from forms_engine.domain.definition import Definition, Localized, Question
from forms_engine.domain.languages import pick
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import (
    SELF,
    Binary,
    Call,
    Expression,
    Negation,
    Number,
    Path,
    Reference,
    Text,
)


class PieceKind(StrEnum):
    """What a piece of a rule is."""

    WORD = "word"
    QUESTION = "question"
    CHOICE = "choice"
    VALUE = "value"
    CODE = "code"


class Word(StrEnum):
    """The words that join the pieces; the admin translates them."""

    AND = "and"
    OR = "or"
    NOT = "not"
    IS = "is"
    IS_NOT = "is not"
    IS_ANSWERED = "is answered"
    IS_EMPTY = "is empty"
    INCLUDES = "includes"
    MORE = "is more than"
    AT_LEAST = "is at least"
    LESS = "is less than"
    AT_MOST = "is at most"
    THIS = "this answer"
    ALWAYS = "always"
    NEVER = "never"
    LENGTH = "the length of"
    COUNT_SELECTED = "the number of choices in"
    COUNT = "the number of"
    SUM = "the sum of"
    MATCHES = "matches the pattern"
    TODAY = "today"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Piece:
    """``path`` is the key path of the question that a piece names."""

    kind: PieceKind
    text: str
    path: str = ""


_COMPARED = {
    "=": Word.IS,
    "!=": Word.IS_NOT,
    ">": Word.MORE,
    ">=": Word.AT_LEAST,
    "<": Word.LESS,
    "<=": Word.AT_MOST,
}
_CALLED = {"true": Word.ALWAYS, "false": Word.NEVER, "today": Word.TODAY, "now": Word.NOW}
_NAMED = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_WRAPPED = {
    "string-length": Word.LENGTH,
    "count-selected": Word.COUNT_SELECTED,
    "count": Word.COUNT,
    "sum": Word.SUM,
}
_TRANSPARENT = frozenset({"int", "number", "string", "date", "once", "decimal-date-time"})
_SIGNS = {"+": "+", "-": "−", "*": "×", "div": "÷", "mod": "mod"}


class _Unreadable(Exception):
    """The expression has no plain words."""


@dataclass(slots=True)
class RuleReader:
    """Reads the rules of one definition in one of its languages."""

    definition: Definition
    language: str
    _questions: dict[str, tuple[str, Question]] = field(init=False)

    def __post_init__(self) -> None:
        nodes = reversed(list(self.definition.walk()))
        self._questions = {node.key: (path, node) for path, node in nodes if isinstance(node, Question)}

    def read(self, expression: str, own: Question | None = None) -> tuple[Piece, ...]:
        """Return the rule in pieces; as code, with the questions it names, where words fail."""
        try:
            return tuple(self._expression(parse(expression), own))
        except (_Unreadable, ExpressionInvalid):
            return tuple(self._code(expression))

    def _expression(self, tree: Expression, own: Question | None) -> Iterator[Piece]:
        match tree:
            case Binary(operator="and" | "or" as joint, operands=operands):
                yield from self._joined(Word(joint), operands, own)
            case Binary(operator=operator, operands=(left, Text(""))) if operator in {"=", "!="}:
                yield from self._expression(left, own)
                yield _word(Word.IS_EMPTY if operator == "=" else Word.IS_ANSWERED)
            case Binary(operator=operator, operands=(left, right)) if operator in _COMPARED:
                yield from self._compared(left, _COMPARED[operator], right, own)
            case Binary(operator=operator, operands=operands) if operator in _SIGNS:
                yield from self._calculated(_SIGNS[operator], operands, own)
            case Call(name=name, arguments=arguments):
                yield from self._called(name, arguments, own)
            case _:
                yield self._leaf(tree)

    def _joined(self, joint: Word, operands: tuple[Expression, ...], own: Question | None) -> Iterator[Piece]:
        for index, operand in enumerate(operands):
            if index:
                yield _word(joint)
            nested = isinstance(operand, Binary) and operand.operator in {"and", "or"} - {joint.value}
            yield from self._bracketed(operand, own) if nested else self._expression(operand, own)

    def _bracketed(self, tree: Expression, own: Question | None) -> Iterator[Piece]:
        yield Piece(PieceKind.VALUE, "(")
        yield from self._expression(tree, own)
        yield Piece(PieceKind.VALUE, ")")

    def _compared(
        self, left: Expression, word: Word, right: Expression, own: Question | None
    ) -> Iterator[Piece]:
        question = self._question(left, own)
        yield from self._expression(left, own)
        yield _word(word)
        if isinstance(right, Text) and question is not None:
            yield self._choice(question, right.value)
        else:
            yield from self._expression(right, own)

    def _calculated(
        self, sign: str, operands: tuple[Expression, ...], own: Question | None
    ) -> Iterator[Piece]:
        for index, operand in enumerate(operands):
            if index:
                yield Piece(PieceKind.VALUE, sign)
            yield from (
                self._bracketed(operand, own)
                if isinstance(operand, Binary)
                else self._expression(operand, own)
            )

    def _called(self, name: str, arguments: tuple[Expression, ...], own: Question | None) -> Iterator[Piece]:
        match name, arguments:
            case "selected", (left, Text() as chosen):
                question = self._question(left, own)
                several = question is None or question.type != "select_one"
                yield from self._compared(left, Word.INCLUDES if several else Word.IS, chosen, own)
            case "regex", (left, Text(pattern)):
                yield from self._expression(left, own)
                yield _word(Word.MATCHES)
                yield Piece(PieceKind.CODE, pattern)
            case _, (inner,) if name in _WRAPPED:
                yield _word(_WRAPPED[name])
                yield from self._expression(inner, own)
            case _, (inner,) if name in _TRANSPARENT:
                yield from self._expression(inner, own)
            case "not", (inner,):
                yield _word(Word.NOT)
                yield from self._bracketed(inner, own)
            case _, () if name in _CALLED:
                yield _word(_CALLED[name])
            case _:
                raise _Unreadable

    def _leaf(self, tree: Expression) -> Piece:
        match tree:
            case Reference(key=key) if key in self._questions:
                return self._named(key)
            case Path(steps=(step,), start=None, absolute=False) if step == SELF:
                return _word(Word.THIS)
            case Number(value=value):
                return Piece(PieceKind.VALUE, f"{value:g}")
            case Negation(operand=Number(value=value)):
                return Piece(PieceKind.VALUE, f"−{value:g}")
            case Text(value=value):
                return Piece(PieceKind.CHOICE, value)
        raise _Unreadable

    def _named(self, key: str) -> Piece:
        path, question = self._questions[key]
        return Piece(PieceKind.QUESTION, self._text(question.label) or key, path)

    def _question(self, tree: Expression, own: Question | None) -> Question | None:
        match tree:
            case Reference(key=key) if key in self._questions:
                return self._questions[key][1]
            case Path(steps=(step,), start=None, absolute=False) if step == SELF:
                return own
        return None

    def _choice(self, question: Question, value: str) -> Piece:
        offered = self.definition.choice_lists.get(question.choice_list, ())
        label = next((self._text(choice.label) for choice in offered if choice.value == value), "")
        return Piece(PieceKind.CHOICE, label or value)

    def _code(self, expression: str) -> Iterator[Piece]:
        for index, part in enumerate(_NAMED.split(expression)):
            if index % 2 and part in self._questions:
                yield self._named(part)
            elif part:
                yield Piece(PieceKind.CODE, f"${{{part}}}" if index % 2 else part)

    def _text(self, localized: Localized) -> str:
        return pick(localized, self.language, self.definition.languages[0])


def _word(word: Word) -> Piece:
    return Piece(PieceKind.WORD, word.value)
