"""An answer as a person reads it, in the language of the interface."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.instance import Instance, Offer
from forms_engine.domain.kinds import kind_of
from forms_engine.domain.kinds.money import Money
from forms_engine.domain.markdown import to_text

CENTS = 2
DAY, HOUR = "j F Y", "H:i"  # reads well in both languages of the interface


def answer_in_words(question: Question, value: str, offers: Sequence[Offer] = ()) -> str:
    """Return choice labels, local dates and times, a kind's own form; any other value as it stands.

    Args:
        question: what was asked.
        value: the engine's text.
        offers: the choices offered, with their labels in the language wanted.
    """
    if question.type.is_select:
        labels = {offer.value: to_text(offer.label) for offer in offers}
        separator = " → " if question.type is QuestionType.RANK else ", "
        return separator.join(labels.get(each) or each for each in value.split())
    if question.type is QuestionType.ACKNOWLEDGE:
        return _("confirmed") if value else ""
    return _of_kind(question, value) or _moment(question.type, value) or _place(question.type, value) or value


def node_in_words(instance: Instance, path: str, language: str) -> str:
    """Return the answer at ``path`` in words; ``""`` where there is none."""
    node = instance.node(path)
    if node.question is None or not node.value:
        return ""
    offers = instance.choices(path, language) if node.question.type.is_select else ()
    return answer_in_words(node.question, node.value, offers)


def _of_kind(question: Question, value: str) -> str:
    kind = kind_of(question)
    if not isinstance(kind, Money):
        return kind.shown(value) if kind else ""
    amount, currency = kind.parts(value)
    if not amount or not value:
        return value
    rounded = round(Decimal(amount), CENTS)
    return f"{formats.number_format(rounded, CENTS, force_grouping=True)} {currency}"


def _moment(kind: QuestionType, value: str) -> str:
    with suppress(ValueError):
        if kind is QuestionType.DATE:
            return formats.date_format(dt.date.fromisoformat(value), DAY)
        if kind is QuestionType.DATETIME:
            return formats.date_format(timezone.localtime(dt.datetime.fromisoformat(value)), f"{DAY}, {HOUR}")
        if kind is QuestionType.TIME:
            return formats.time_format(dt.time.fromisoformat(value), HOUR)
    return ""


def _place(kind: QuestionType, value: str) -> str:
    return ", ".join(value.split()[:2]) if kind is QuestionType.GEOPOINT else ""
