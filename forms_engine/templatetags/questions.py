"""Filters by which pages show questions and answers."""

from urllib.parse import urlencode

from django import template
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from forms_engine.domain.entries import Entry
from forms_engine.domain.kinds.address import Place, place_of
from forms_engine.domain.kinds.money import Money
from forms_engine.domain.markdown import to_html, to_plain
from forms_engine.forms import control_value
from forms_engine.services import refusals
from forms_engine.services.words import answer_in_words

register = template.Library()
register.filter("control_value", control_value)


@register.filter
def markdown(text: str) -> SafeString:
    """Return an author's text as safe HTML."""
    return mark_safe(to_html(text))  # noqa: S308 - the parser escapes HTML and admits http links only


@register.filter
def plain(text: str) -> SafeString:
    """Return an author's text without its markup."""
    return mark_safe(to_plain(text))  # noqa: S308 - escaped by the parser, tags taken out


@register.filter
def in_words(entry: Entry) -> str:
    """Return an answer as a person reads it."""
    return answer_in_words(entry.question, entry.value, entry.offers) if entry.question else ""


@register.filter
def kind_error(entry: Entry) -> str:
    """Return why a stored answer is none of its kind."""
    return refusals.fault(entry.question, entry.value) if entry.question else ""


@register.filter
def kind_attributes(entry: Entry) -> SafeString:
    """Return the attributes by which a browser helps with a kind of answer."""
    return flatatt({"autocomplete": "off"} | dict(entry.answer_kind.attributes if entry.answer_kind else {}))


@register.filter
def currencies(entry: Entry) -> tuple[str, ...]:
    """Return the currencies that an amount may be in."""
    return entry.answer_kind.currencies if isinstance(entry.answer_kind, Money) else ()


@register.filter
def currency(entry: Entry) -> str:
    """Return the currency of an amount that is answered."""
    return entry.answer_kind.parts(entry.value)[1] if isinstance(entry.answer_kind, Money) else ""


@register.filter
def address(entry: Entry) -> Place:
    """Return the parts of an address."""
    return place_of(entry.value)


@register.filter
def looks(entry: Entry, words: str) -> bool:
    """Tell whether the author wished one of these appearances."""
    return entry.question is not None and not set(words.split()).isdisjoint(entry.question.appearance.split())


@register.simple_tag
def ranks(entry: Entry) -> list[tuple[int, str]]:
    """Return place and chosen value for each select of a ranking."""
    values = entry.values or ("",) * len(entry.offers)
    return list(enumerate(values, start=1))


@register.simple_tag
def place(entry: Entry) -> tuple[str, str]:
    """Return latitude and longitude of a geopoint, empty where there are none."""
    latitude, longitude, *_rest = (*entry.values, "", "")
    return latitude, longitude


@register.simple_tag
def door(name: str, submission_id: object, question: str = "") -> str:
    """Return the address of a way of answering, at a question where one is named."""
    query = f"?{urlencode({'question': question})}" if question else ""
    return reverse(name, args=[submission_id]) + query
