"""``enableWhen``: conditions on the answers of other items, as XPath."""

from collections.abc import Mapping
from typing import Any

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.extensions import Json, mapping, objects, text, value_of, value_type
from forms_engine.domain.fhir.item import Item
from forms_engine.domain.foreign.grammar import Untranslatable
from forms_engine.domain.foreign.terms import Kind, Term, binary, call, joined, number
from forms_engine.domain.foreign.terms import text as literal

_OPERATORS = frozenset({"=", "!=", ">", "<", ">=", "<="})


def condition(item: Item, items: Mapping[str, Item]) -> str:
    """Return the conditions under which the item is enabled, ``""`` where it always is.

    Raises:
        Untranslatable: one of them cannot be said; part of them would be another rule.
    """
    found = [_condition(each, items).text for each in objects(item.json.get("enableWhen"))]
    return joined("and" if text(item.json.get("enableBehavior")) == "all" else "or", found)


def _condition(when: Json, items: Mapping[str, Item]) -> Term:
    link, operator = text(when.get("question")), text(when.get("operator"))
    target = items.get(link)
    if target is None or target.type is None:
        raise Untranslatable(link or "?")
    answer, kind = value_of(when, "answer"), value_type(when, "answer")
    if operator == "exists" or (not operator and "hasAnswer" in when):
        wanted = answer if operator else when.get("hasAnswer")
        return exists(target, wanted=wanted is not False)
    if (operator or "=") not in _OPERATORS or answer is None:
        raise Untranslatable(f"{link} {operator}")
    return compare(target, operator or "=", value_term(target, answer, kind))


def exists(target: Item, *, wanted: bool = True) -> Term:
    """Return whether the item is answered."""
    return binary("!=" if wanted else "=", reference(target), literal(""))


def reference(target: Item) -> Term:
    """Return the item's answer."""
    numeric = target.type in {QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE}
    name = f"${{{target.key}}}"
    return Term(name, Kind.NUMBER if numeric else Kind.ANY, needs=frozenset({name}))


def compare(target: Item, operator: str, value: Term) -> Term:
    """Return the comparison of the item's answer, one of its answers if it has several."""
    if target.type is QuestionType.SELECT_MULTIPLE and operator in {"=", "!="}:
        chosen = call("selected", reference(target), value, kind=Kind.TRUTH)
        return chosen if operator == "=" else call("not", chosen, kind=Kind.TRUTH)
    return binary(operator, reference(target), value)


def value_term(target: Item, answer: Any, kind: str) -> Term:  # noqa: PLR0911 - one a case
    """Return the value an answer is compared with, as it is written here."""
    match kind:
        case "Boolean":
            return literal(target.truths[0 if answer is True else 1])
        case "Coding":
            coding = mapping(answer)
            return literal(target.option(text(coding.get("code")) or text(coding.get("display"))))
        case "Quantity":
            return number(text(mapping(answer).get("value")) or "0")
        case "Reference":
            return literal(text(mapping(answer).get("reference")))
        case "Decimal" | "Integer" if not target.choice_list:
            return number(text(answer))
        case "Date" | "DateTime":
            return moment(text(answer))
    return literal(target.option(answer) if target.choice_list else text(answer))


def moment(written: str) -> Term:
    """Return a date or a moment as FHIR writes it; a year or month alone is its first day."""
    if "T" in written:
        return call("date-time", literal(written), kind=Kind.NUMBER)
    return call("date", literal(f"{written}-01-01"[:10]), kind=Kind.NUMBER)
