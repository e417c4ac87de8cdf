"""What a FHIRPath leads to: items of the questionnaire, their answers or the answers' parts."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.conditions import exists, reference
from forms_engine.domain.fhir.item import Item
from forms_engine.domain.foreign.grammar import Index, Literal, Member, Operation, Tree, Untranslatable
from forms_engine.domain.foreign.terms import Kind, Term, binary, call, joined
from forms_engine.domain.foreign.terms import text as literal

_VALUES = frozenset({"value", "code", "children"})
_SAME = frozenset({"first", "single", "ofType", "distinct"})
_SCORES = frozenset({"weight", "ordinal", "score"})


@dataclass(frozen=True, slots=True)
class Selection:
    """``part`` is ``item``, ``answer``, ``value``, ``display`` or ``score``; ``own`` is whose rule it is."""

    items: tuple[Item, ...]
    part: str = "item"
    own: Item | None = None

    def follow(self, step: Member) -> "Selection":  # noqa: PLR0911 - one a case
        """Return where one step leads.

        Raises:
            Untranslatable: it leads out of what is known here.
        """
        name, arguments = step.name, step.arguments
        if self.part == "item":
            if name == "item" and arguments is None:
                return self._moved(child for item in self.items for child in item.children)
            if name in {"descendants", "repeat"}:
                return self._moved(child for item in self.items for child in item.walk())
            if name == "where" and arguments:
                return self._moved(filter(_test(arguments[0]), self.items))
            if name == "answer":
                return replace(self, part="answer")
        elif self.part == "answer" and name.startswith("value") and arguments is None:
            return replace(self, part="value")
        if self.part in {"answer", "value"} and name in _SCORES:
            return replace(self, items=tuple(item for item in self.items if _is_scored(item)), part="score")
        if self.part in {"answer", "value"} and name in {"display", "text"}:
            return replace(self, part="display")
        if name in _SAME or (self.part in {"answer", "value"} and name in _VALUES):
            return self
        raise Untranslatable(name)

    def at(self, index: Index) -> "Selection":
        """Return the occurrence with a number; only what there is one of has one here."""
        if not isinstance(index.index, Literal) or not index.index.value.isdigit():
            raise Untranslatable("[…]")
        number = int(index.index.value)
        if self.part == "item" and len(self.items) > 1 and number < len(self.items):
            return replace(self, items=(self.items[number],))
        if number:
            raise Untranslatable(f"[{number}]")
        return self

    def term(self) -> Term:
        """Return the one answer that it is.

        Raises:
            Untranslatable: it is none, or there are several.
        """
        if len(self.items) != 1 or self.items[0].type is None:
            raise Untranslatable("item" if self.items else "linkId")
        (item,) = self.items
        if self.part == "score":
            return self._score(item)
        if self.part == "display":
            name = reference(item)
            return call("jr:choice-name", name, literal(name.text), kind=Kind.TEXT)
        return self.name(item)

    def name(self, item: Item) -> Term:
        """Return an item's answer; a rule on it calls it ``.``."""
        found = reference(item)
        return replace(found, text=".", needs=frozenset({"."})) if item is self.own else found

    def exists(self, *, wanted: bool = True) -> Term:
        """Return whether there is an answer to any of the items."""
        asked = self._questions()
        found = [
            binary("!=", self.name(item), literal("")).text if item is self.own else exists(item).text
            for item in asked
        ]
        if not found:
            raise Untranslatable("exists")
        every = Term(joined("or", found), Kind.TRUTH, 1 if len(found) > 1 else 3)
        return every if wanted else call("not", every, kind=Kind.TRUTH)

    def total(self) -> Term:
        """Return the sum of the answers, or of their scores."""
        terms = [
            self._score(item) if self.part == "score" else call("sum", reference(item), kind=Kind.NUMBER)
            for item in self._questions()
        ]
        return _added(terms, "sum")

    def count(self) -> Term:
        """Return how many answers there are."""
        return _added([_counted(item) for item in self._questions()], "count")

    def _moved(self, items: Iterable[Item]) -> "Selection":
        return replace(self, items=tuple(items))

    def _questions(self) -> list[Item]:
        return [item for item in self.items if item.type is not None and item.type is not QuestionType.NOTE]

    def _score(self, item: Item) -> Term:
        if not _is_scored(item):
            raise Untranslatable("weight")
        several = item.type is QuestionType.SELECT_MULTIPLE
        test = f"selected({reference(item).text}, name)" if several else f"name = {reference(item).text}"
        return Term(
            f"sum(instance('{item.choice_list}')/root/item[{test}]/score)",
            Kind.NUMBER,
            needs=reference(item).needs,
        )


def _is_scored(item: Item) -> bool:
    return any(option.score for option in item.options)


def _counted(item: Item) -> Term:
    if item.type is QuestionType.SELECT_MULTIPLE:
        return call("count-selected", reference(item), kind=Kind.NUMBER)
    return call("count-non-empty", reference(item), kind=Kind.NUMBER)


def _added(terms: list[Term], what: str) -> Term:
    if not terms:
        raise Untranslatable(what)
    total = terms[0]
    for each in terms[1:]:
        total = binary("+", total, each, Kind.NUMBER)
    return replace(total, needs=frozenset())


def _test(tree: Tree) -> Callable[[Item], bool]:
    match tree:
        case Operation(operator="or", left=left, right=right) if right is not None:
            first, second = _test(left), _test(right)
            return lambda item: first(item) or second(item)
        case Operation(
            operator="=", left=Member(name="linkId", base=None), right=Literal(kind="text") as link
        ):
            return lambda item: item.link == unquoted(link.value)
        case Operation(
            operator="!=", left=Member(name="linkId", base=None), right=Literal(kind="text") as link
        ):
            return lambda item: item.link != unquoted(link.value)
        case Member(
            name="startsWith", base=Member(name="linkId"), arguments=(Literal(kind="text") as start,)
        ):
            return lambda item: item.link.startswith(unquoted(start.value))
    raise Untranslatable("where")


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|([\\'\"`/nrtf]))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def unquoted(written: str) -> str:
    """Return the text that FHIRPath writes in quotes; a backslash before anything else is one."""
    return _ESCAPE.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2], match[2]), written[1:-1]
    )
