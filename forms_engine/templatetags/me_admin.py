"""Filters of the admin's pages."""

from collections.abc import Iterator, Mapping

from django import template
from django.utils.translation import gettext as _

from forms_engine.admin import labels
from forms_engine.admin.badges import state_badge, status_badge
from forms_engine.domain.markdown import to_text

register = template.Library()
register.filter("plain", to_text)
register.filter("state_badge", state_badge)
register.filter("status_badge", status_badge)


@register.filter
def type_label(kind: str) -> str:
    """Return a type of question in words."""
    return str(labels.TYPES.get(kind, labels.FILLED_IN))


@register.filter
def kind_label(word: str) -> str:
    """Return a kind of answer in words."""
    return str(labels.KINDS[word])


@register.filter
def node_label(kind: str) -> str:
    """Return a kind of node in words: a type of question, a section."""
    return str(labels.SECTIONS.get(kind) or type_label(kind))


@register.filter
def rule_label(column: str) -> str:
    """Return what a rule's column says about the question."""
    return str(labels.RULES[column])


@register.filter
def format_label(name: str) -> str:
    """Return a format of files in words."""
    return str(labels.FORMATS[name])


@register.filter
def change_label(kind: str) -> str:
    """Return a kind of change in words."""
    return str(labels.CHANGES[kind])


@register.filter
def column_label(column: str) -> str:
    """Return what a column of a workbook says, or its name where it is the author's own."""
    return str(labels.COLUMNS.get(column, column))


@register.filter
def option_label(name: str) -> str:
    """Return what an option of a question means, or its name where it is a rare one."""
    return str(labels.OPTIONS.get(name, name))


@register.filter
def place_label(place: str) -> str:
    """Return where a question stands: after another one, or first."""
    section, _slash, key = place.rpartition("/")
    if key:
        return _("after %(path)s") % {"path": place}
    return _("first in %(section)s") % {"section": section} if section else _("at the very beginning")


@register.filter
def rule_word(word: str) -> str:
    """Return a joining word of a rule."""
    return str(labels.WORDS[word])


@register.filter
def origin_words(detail: Mapping[str, object]) -> str:
    """Return an origin's detail in words: the door, the quote, the model."""
    return ", ".join(_parts(detail))


def _parts(detail: Mapping[str, object]) -> Iterator[str]:
    if door := detail.get("door"):
        yield str(labels.DOORS.get(str(door), door))
    if "message" in detail:
        yield _("message %(message)s") % {"message": detail["message"]}
    if "start" in detail and "end" in detail:
        yield _("characters %(start)s–%(end)s") % {"start": detail["start"], "end": detail["end"]}
    for name, word in labels.DETAILS.items():
        if name in detail:
            yield f"{word} {detail[name]}"
