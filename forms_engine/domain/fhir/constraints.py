"""What an answer must be like: lengths, bounds, patterns, and rules in FHIRPath."""

from collections.abc import Iterator
from dataclasses import dataclass

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.conditions import moment
from forms_engine.domain.fhir.extensions import Extensions, Json, mapping, objects, text, value_of
from forms_engine.domain.fhir.item import Item

_BOUNDS = (("minValue", ">="), ("maxValue", "<="))
_OCCURS = (("minOccurs", ">="), ("maxOccurs", "<="))
_CHECKS = ("constraint", "targetConstraint")


@dataclass(frozen=True, slots=True)
class Check:
    """A rule in FHIRPath, with what to say when it does not hold."""

    expression: str
    language: str
    human: str


def simple_constraints(item: Item) -> Iterator[str]:
    """Yield what FHIR says in so many words, as XPath; the slider takes its bounds before."""
    extensions = item.extensions
    longest, shortest = item.json.get("maxLength"), extensions.value("minLength")
    if isinstance(longest, int) and item.type is QuestionType.TEXT:
        yield f"string-length(.) <= {longest}"
    if isinstance(shortest, int) and item.type is QuestionType.TEXT:
        yield f"string-length(.) >= {shortest}"
    for name, operator in _BOUNDS:
        bound = _bound(item, extensions.value(name))
        if bound:
            yield f". {operator} {bound}"
    if item.type is QuestionType.SELECT_MULTIPLE:
        for name, operator in _OCCURS:
            if isinstance(count := extensions.value(name), int):
                yield f"count-selected(.) {operator} {count}"
    places = extensions.value("maxDecimalPlaces")
    if isinstance(places, int) and item.type is QuestionType.DECIMAL:
        yield f"round(., {places}) = number(.)"


def pattern(item: Item) -> str:
    """Take the regular expression that the whole answer must match."""
    return text(item.extensions.value("regex"))


def checks(item: Item) -> Iterator[Check]:
    """Take the rules in FHIRPath."""
    for each in item.extensions.take(*_CHECKS):
        parts = {text(part.get("url")): value_of(part) for part in objects(each.get("extension"))}
        expression: Json = mapping(parts.get("expression"))
        yield Check(
            text(expression.get("expression")) or text(parts.get("expression")),
            text(expression.get("language")) or "text/fhirpath",
            text(parts.get("human")),
        )


def calculated_bounds(item: Item) -> list[str]:
    """Return the expressions that bounds follow from; look before the bounds are taken."""
    found = []
    for each in objects(item.json.get("extension")):
        for field, value in each.items():
            if field.startswith("_value"):
                inner = Extensions(mapping(value)).value("expression", "calculatedValue")
                found.append(text(mapping(inner).get("expression")) or field)
    return found


def _bound(item: Item, value: object) -> str:
    written = text(mapping(value).get("value")) if isinstance(value, dict) else text(value)
    if not written:
        return ""
    if item.type in {QuestionType.DATE, QuestionType.DATETIME}:
        return moment(written).text
    return f"'{written}'" if item.type is QuestionType.TIME and "'" not in written else written
