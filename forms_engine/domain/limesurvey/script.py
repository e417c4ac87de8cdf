"""ExpressionScript as XPath, as far as both can say the same."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from forms_engine.domain.foreign.grammar import (
    Grammar,
    Literal,
    Member,
    Operation,
    Tree,
    Untranslatable,
    parse,
)
from forms_engine.domain.foreign.terms import FALSE, TRUE, Kind, Term, binary, call, number
from forms_engine.domain.foreign.terms import text as literal
from forms_engine.domain.limesurvey.functions import apply
from forms_engine.domain.limesurvey.variables import Shape, Target, Variables

GRAMMAR = Grammar(
    tokens=re.compile(
        r"(?P<space>\s+)|(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
        r"|(?P<name>\d+X\d+X\w+(?:\#\d)?(?:\.\w+)?|[A-Za-z_]\w*(?:[.:]\w+)*(?:\#\d(?:\.\w+)?)?)|(?P<number>\d+(?:\.\d+)?|\.\d+)"
        r"|(?P<sign>\|\||&&|==|!=|<=|>=|[-+*/!<>(),%])",
        re.DOTALL,
    ),
    levels=(
        {"||": "or", "or": "or", "OR": "or"},
        {"&&": "and", "and": "and", "AND": "and"},
        {"==": "=", "!=": "!=", "eq": "=", "ne": "!=", "EQ": "=", "NE": "!="},
        {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
        {"+": "+", "-": "-"},
        {"*": "*", "/": "div", "%": "mod"},
    ),
    prefixes={"!": "not", "not": "not", "NOT": "not", "-": "-", "+": "+"},
    literals=frozenset({"text", "number"}),
)
_SILENT = frozenset({"NAOK", "code", "value", "valueNAOK"})
_OWN = frozenset({"this", "self"})
_OTHER = "-oth-"
_EXPRESSION = re.compile(r"\{(?![\s{])([^{}]*[^\s{}])\}")
"""In a text; braces next to white space are plain braces."""


@dataclass(frozen=True, slots=True)
class Script:
    """Translates expressions; ``this`` is whose rule they are."""

    variables: Variables
    this: str = ""

    def expression(self, source: str) -> Term:
        """Return what an expression gives, as XPath.

        Raises:
            Untranslatable: some of it has no counterpart; the message says what.
        """
        return self._term(parse(source, GRAMMAR))

    def truth(self, source: str) -> str:
        """Return whether a condition holds, ``""`` if it always does; as ``expression``."""
        found = self._truth(parse(source, GRAMMAR))
        return "" if found == TRUE else found.text

    def pieces(
        self, text: str, lost: Callable[[str, Untranslatable], None] | None = None
    ) -> list[Term | str]:
        """Return a text that mentions answers as its pieces, plain or expressions.

        Args:
            text: what may hold expressions in braces.
            lost: is told what does not translate, which then stays as it is written.

        Raises:
            Untranslatable: some expression has no counterpart, and nobody wants to be told.
        """
        found: list[Term | str] = []
        for at, part in enumerate(_EXPRESSION.split(text)):
            try:
                found.append(self.expression(part) if at % 2 else part)
            except Untranslatable as failed:
                if lost is None:
                    raise
                lost(part, failed)
                found.append(f"{{{part}}}")
        return _merged(found)

    def answer(self, name: str) -> Term | None:
        """Return the answer that a name stands for, None if none does."""
        if name in _OWN and self.this:
            return Term(self.this)
        target = self.variables.find(name)
        if target is None:
            return None
        if target.shape is Shape.CHOSEN:
            return call("if", _chosen(target), literal("Y"), literal(""), kind=Kind.TEXT)
        if target.shape is Shape.RANKED:
            return Term(f"selected-at({_named(target)}, {target.value})", Kind.TEXT)
        return Term(_named(target), Kind.NUMBER if target.is_number else Kind.ANY)

    def _term(self, tree: Tree) -> Term:  # noqa: PLR0911 - one a case
        match tree:
            case Literal(kind="number"):
                return number(tree.value if tree.value[0] != "." else f"0{tree.value}")
            case Literal(kind="text"):
                return literal(re.sub(r"\\(.)", r"\1", tree.value[1:-1]))
            case Member(arguments=None):
                return self._variable(tree.name)
            case Member(name="is_empty", arguments=(Member() as asked,)):
                return self._empty(asked)
            case Member(name="if", arguments=(test, then, other)):
                return call("if", self._truth(test), self._term(then), self._term(other))
            case Member(arguments=given) if tree.base is None and given is not None:
                return apply(tree.name, [self._term(each) for each in given])
            case Operation(operator="not"):
                return call("not", self._truth(tree.left), kind=Kind.TRUTH)
            case Operation(right=None):
                return (
                    self._term(tree.left)
                    if tree.operator == "+"
                    else binary("-", number("0"), self._term(tree.left), Kind.NUMBER)
                )
            case Operation():
                return self._operation(tree.operator, tree.left, tree.right or tree.left)
        raise Untranslatable("…")

    def _operation(self, operator: str, left: Tree, right: Tree) -> Term:
        if operator in {"and", "or"}:
            return binary(operator, self._truth(left), self._truth(right))
        if operator in {"=", "!="} and (found := self._chosen(left, operator, right)) is not None:
            return found
        first, second = self._term(left), self._term(right)
        if operator == "+" and Kind.TEXT in {first.kind, second.kind}:
            return call("concat", first, second, kind=Kind.TEXT)
        is_truth = operator in {"=", "!=", "<", "<=", ">", ">="}
        return binary(operator, first, second, Kind.TRUTH if is_truth else Kind.NUMBER)

    def _chosen(self, left: Tree, operator: str, right: Tree) -> Term | None:
        """Return a comparison with a literal where the literal is not what is stored here."""
        if isinstance(left, Literal) and isinstance(right, Member):
            left, right = right, left
        if not (isinstance(left, Member) and isinstance(right, Literal)):
            return None
        target, value = self.variables.find(_bare(left.name)), right.value.strip("'\"")
        if target is None:
            return None
        if target.shape is Shape.CHOSEN:
            holds = (value == "") == (operator == "!=")
            chosen = _chosen(target)
            return chosen if holds else call("not", chosen, kind=Kind.TRUTH)
        if value == _OTHER and target.has_other:
            return binary(operator, Term(_named(target)), literal("other"))
        if target.is_choice and right.kind == "number":
            return binary(operator, Term(_named(target)), literal(value))
        return None

    def _empty(self, asked: Member) -> Term:
        target = self.variables.find(_bare(asked.name)) if asked.arguments is None else None
        if target is not None and target.shape is Shape.CHOSEN:
            return call("not", _chosen(target), kind=Kind.TRUTH)
        return binary("=", self._term(asked), literal(""))

    def _truth(self, tree: Tree) -> Term:
        if isinstance(tree, Literal) and tree.kind == "number":
            return TRUE if float(tree.value) else FALSE
        if isinstance(tree, Member) and tree.arguments is None:
            target = self.variables.find(_bare(tree.name))
            if target is not None and target.shape is Shape.CHOSEN:
                return _chosen(target)
        found = self._term(tree)
        if found.kind is Kind.TRUTH:
            return found
        if found.kind is Kind.NUMBER and not isinstance(tree, Member):
            return binary("!=", found, number("0"))
        filled = binary("!=", found, literal(""))
        return binary("and", filled, binary("!=", found, literal("0")))

    def _variable(self, name: str) -> Term:
        bare, _dot, suffix = name.partition(".")
        if suffix.startswith("sq_"):
            bare = name = f"{bare}_{suffix.removeprefix('sq_')}"
            suffix = ""
        found = self.answer(_bare(name)) if suffix in {"", "NAOK", "shown", *_SILENT} else None
        if found is None:
            raise Untranslatable(name)
        target = self.variables.find(bare)
        if suffix == "shown" and target is not None and _is_labelled(target):
            return call("jr:choice-name", found, literal(_named(target)), kind=Kind.TEXT)
        return found


def _merged(pieces: list[Term | str]) -> list[Term | str]:
    """Return the pieces with texts that follow each other as one."""
    found: list[Term | str] = []
    for each in pieces:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        elif each != "":
            found.append(each)
    return found


def _bare(name: str) -> str:
    return name.removeprefix("INSERTANS:").partition(".")[0]


def _is_labelled(target: Target) -> bool:
    return target.shape is Shape.RANKED or (target.is_choice and target.shape is Shape.ANSWER)


def _named(target: Target) -> str:
    return f"${{{target.key}}}"


def _chosen(target: Target) -> Term:
    return call("selected", Term(_named(target)), literal(target.value), kind=Kind.TRUTH)


def concatenated(pieces: Sequence[Term | str]) -> Term:
    """Return the pieces of a text as one expression."""
    terms = [literal(each) if isinstance(each, str) else each for each in pieces]
    return replace(terms[0]) if len(terms) == 1 else call("concat", *terms, kind=Kind.TEXT)
