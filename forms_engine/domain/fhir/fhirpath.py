"""FHIRPath as XPath, as far as both can say the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.conditions import compare, moment
from forms_engine.domain.fhir.functions import apply
from forms_engine.domain.fhir.item import Item
from forms_engine.domain.fhir.selection import Selection, unquoted
from forms_engine.domain.foreign.grammar import (
    LONGEST,
    Grammar,
    Index,
    Literal,
    Member,
    Operation,
    Tree,
    Untranslatable,
    parse,
)
from forms_engine.domain.foreign.terms import EMPTY, FALSE, TRUE, Kind, Term, binary, call, number
from forms_engine.domain.foreign.terms import text as literal

Value = Term | Selection


def _same(*words: str) -> Mapping[str, str]:
    return {word: word for word in words}


GRAMMAR = Grammar(
    tokens=re.compile(
        r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>'(?:[^'\\]|\\.)*')|(?P<moment>@T?[\d:.T+Z-]*[\dZ])"
        r"|(?P<number>\d+(?:\.\d+)?)|(?P<name>%?[A-Za-z_]\w*|%?`[^`]*`|\$this|\$total|%'[^']*')"
        r"|(?P<sign><=|>=|!=|!~|[-+*/&|=~<>()\[\]{}.,])",
        re.DOTALL,
    ),
    levels=(
        _same("implies"), _same("or", "xor"), _same("and"), _same("in", "contains"),
        {"=": "=", "~": "=", "!=": "!=", "!~": "!="}, _same("<", "<=", ">", ">="), _same("|"),
        _same("is", "as"),
        _same("+", "-", "&"), _same("*", "/", "div", "mod"),
    ),
    prefixes=_same("+", "-"),
    literals=frozenset({"text", "moment", "number"}),
)  # fmt: skip
_ARITHMETIC = {"-": "-", "*": "*", "/": "div", "mod": "mod"}
_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WEIGHT = re.compile(
    r"%questionnaire\s*\.(?:item|repeat\(item\)|descendants\(\))\.where\(linkId\s*=\s*'(?P<link>[^']*)'\)\.answerOption"
    r"\.where\(value(?:Coding)?(?:\.code)?\s*=\s*%resource\.[\w().]+\.where\(linkId\s*=\s*'(?P=link)'\)\.answer"
    r"\.value(?:Coding)?(?:\.code)?\)\.extension\.where\(url\s*=[^()]*\)\.value(?:Decimal|\.ofType\(decimal\))?"
)
"""How forms look up the score of an answer where the server does not know ``weight()``."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates one expression of an item; ``variables`` are expressions that others name.

    ``values`` are those worked out already, ``opened`` those being worked out.
    """

    root: Item
    own: Item
    variables: Mapping[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)

    def expression(self, source: str) -> Term:
        """Return what an expression gives, as XPath.

        Raises:
            Untranslatable: some of it has no counterpart; the message says what.
        """
        return self._term(self._value(parse(_shortened(source), GRAMMAR)))

    def truth(self, source: str) -> Term:
        """Return whether a condition holds; as ``expression``."""
        return self._truth(parse(_shortened(source), GRAMMAR))

    def _value(self, tree: Tree) -> Value:
        match tree:
            case Literal():
                return _literal(tree)
            case Index(base=base):
                found = self._value(base)
                if isinstance(found, Term):
                    raise Untranslatable("[…]")
                return found.at(tree)
            case Operation(right=None, left=left):
                return (
                    binary("-", number("0"), self._operand(left), Kind.NUMBER)
                    if tree.operator == "-"
                    else self._value(left)
                )
            case Operation():
                return self._operation(tree)
        return self._member(tree)

    def _member(self, tree: Member) -> Value:
        if tree.base is None:
            return self._start(tree)
        base = self._value(tree.base)
        if isinstance(base, Selection) and (found := self._gathered(base, tree)) is not None:
            return found
        if tree.name == "not":
            return call("not", self._truth(tree.base), kind=Kind.TRUTH)
        return apply(tree.name, self._term(base), [self._operand(each) for each in tree.arguments or ()])

    def _gathered(self, base: Selection, tree: Member) -> Value | None:  # noqa: PLR0911 - one a case
        """Return what a function makes of all answers, or where a step leads."""
        match tree.name:
            case "exists" if not tree.arguments:
                return base.exists()
            case "empty":
                return base.exists(wanted=False)
            case "sum":
                return base.total()
            case "count":
                return base.count()
            case "all" if tree.arguments and base.items == (self.own,):
                return self._truth(tree.arguments[0])
            case "aggregate":
                return _sum_of(base, tree)
        return base.follow(tree) if _is_step(tree.name) else None

    def _start(self, tree: Member) -> Value:  # noqa: PLR0911 - one a case
        match tree.name, tree.arguments:
            case "true" | "false", None:
                return TRUE if tree.name == "true" else FALSE
            case "today" | "now", ():
                return call(tree.name, kind=Kind.NUMBER)
            case "iif", (condition, then, *otherwise):
                other = self._operand(otherwise[0]).guarded if otherwise else EMPTY
                return replace(
                    call("if", self._truth(condition), self._operand(then).guarded, other), needs=frozenset()
                )
            case "%resource" | "QuestionnaireResponse", None:
                return Selection((self.root,))
            case "%context" | "%qitem" | "$this", None:
                return Selection((self.own,), own=self.own)
            case "item" | "descendants" | "repeat", _:
                return Selection((self.own if self.own.children else self.root,)).follow(tree)
            case "answer" | "value", None:
                return Selection((self.own,), tree.name, self.own)
        return self._variable(tree.name)

    def _variable(self, name: str) -> Value:
        own = name.strip("%`'")
        if not name.startswith("%") or own not in self.variables or own in self.opened:
            raise Untranslatable(name)
        if own not in self.values:
            self.opened.add(own)
            self.values[own] = self._value(parse(_shortened(self.variables[own]), GRAMMAR))
            self.opened.discard(own)
        value = self.values[own]
        if isinstance(value, Term) and len(value.text) > LONGEST:  # variables of variables double each time
            raise Untranslatable(name)
        return value

    def _operation(self, tree: Operation) -> Value:  # noqa: PLR0911 - one a case
        left, operator, right = tree.left, tree.operator, tree.right or tree.left
        match operator:
            case "and" | "or":
                return replace(binary(operator, self._truth(left), self._truth(right)), needs=frozenset())
            case "xor":
                return binary("!=", self._truth(left), self._truth(right))
            case "implies":
                return binary("or", call("not", self._truth(left), kind=Kind.TRUTH), self._truth(right))
            case "in" | "contains":
                return self._included(left, right) if operator == "in" else self._included(right, left)
            case "=" | "!=" | "<" | "<=" | ">" | ">=":
                return self._compared(left, operator, right)
            case "+" | "&":
                return self._added(operator, self._operand(left), self._operand(right))
            case "div":
                return call("int", binary("div", self._operand(left), self._operand(right)), kind=Kind.NUMBER)
        if operator not in _ARITHMETIC:
            raise Untranslatable(operator)
        return binary(_ARITHMETIC[operator], self._operand(left), self._operand(right), Kind.NUMBER)

    def _added(self, operator: str, left: Term, right: Term) -> Term:
        if operator == "&" or Kind.TEXT in {left.kind, right.kind}:
            joined = call("concat", left, right, kind=Kind.TEXT)
            return replace(joined, needs=frozenset()) if operator == "&" else joined
        return binary("+", left, right, Kind.NUMBER)

    def _compared(self, left: Tree, operator: str, right: Tree) -> Term:
        first, second = self._value(left), self._value(right)
        if isinstance(second, Selection) and not isinstance(first, Selection):
            first, second, operator = second, first, _OPPOSITE.get(operator, operator)
        if isinstance(first, Selection) and isinstance(second, Term) and len(first.items) == 1:
            return _answer_compared(first, operator, second)
        return _known(binary(operator, self._term(first), self._term(second)), operator)

    def _included(self, left: Tree, right: Tree) -> Term:
        if isinstance(right, Operation) and right.operator == "|" and right.right is not None:
            return binary("or", self._included(left, right.left), self._included(left, right.right))
        return self._compared(right, "=", left)

    def _truth(self, tree: Tree) -> Term:
        value = self._value(tree)
        if isinstance(value, Selection):
            item = value.items[0] if len(value.items) == 1 else None
            if item is None or item.kind != "boolean":
                return value.exists()
            return (
                compare(item, "=", literal(item.truths[0]))
                if item is not value.own
                else binary("=", value.name(item), literal(item.truths[0]))
            )
        if value.kind is not Kind.TRUTH:
            raise Untranslatable(value.text)
        return value

    def _operand(self, tree: Tree) -> Term:
        return self._term(self._value(tree))

    def _term(self, value: Value) -> Term:
        return value.term() if isinstance(value, Selection) else value


def _answer_compared(selection: Selection, operator: str, value: Term) -> Term:
    (item,) = selection.items
    if selection.part == "score" or item.type is None:
        return binary(operator, selection.term(), value)
    if value in {TRUE, FALSE} and item.kind == "boolean":
        value = literal(item.truths[value == FALSE])
    elif value.kind is Kind.TEXT and item.options and value.text[1:-1] and value.text[0] == value.text[-1]:
        value = literal(item.option(value.text[1:-1]))
    if item.type is QuestionType.SELECT_MULTIPLE or item is not selection.own:
        return _known(compare(item, operator, value), operator)
    return _known(binary(operator, selection.name(item), value), operator)


def _known(term: Term, operator: str) -> Term:
    """Return a comparison that does not hold while an answer is missing; only ``!=`` must be told so."""
    if operator == "!=" and term.needs:
        for each in sorted(term.needs):
            term = binary("and", Term(f"{each} != ''", Kind.TRUTH, 3), term)
    return replace(term, kind=Kind.TRUTH, needs=frozenset())


def _literal(tree: Literal) -> Term:
    match tree.kind:
        case "number":
            return number(tree.value)
        case "moment":
            return moment(tree.value.removeprefix("@")) if tree.value[:2] != "@T" else literal(tree.value[2:])
        case "empty":
            return EMPTY
    return literal(unquoted(tree.value))


def _sum_of(selection: Selection, tree: Member) -> Term:
    match tree.arguments:
        case (Operation(operator="+", left=Member(name=one), right=Member(name=other)), *_rest):
            if {one, other} == {"$this", "$total"}:
                return selection.total()
    raise Untranslatable("aggregate")


def _is_step(name: str) -> bool:
    return name.startswith("value") or name in _STEPS


_STEPS = frozenset(
    {
        "item", "answer", "where", "descendants", "repeat", "code", "display", "text", "children", "first",
        "single", "ofType", "distinct", "weight", "ordinal", "score",
    }
)  # fmt: skip


def _shortened(source: str) -> str:
    if "%questionnaire" not in source or len(source) > LONGEST:
        return source
    return _WEIGHT.sub(r"%resource.descendants().where(linkId='\g<link>').answer.weight()", source)
