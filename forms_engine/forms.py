"""From what a browser posts to the engine's text, and back into the value of a control."""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal

from django.http import QueryDict
from django.utils import formats, timezone

from forms_engine.domain.controls import Control
from forms_engine.domain.entries import Entry
from forms_engine.domain.kinds.address import place_from
from forms_engine.domain.kinds.money import Money
from forms_engine.domain.origin import Origin, OriginKind

CENTS = 2


def posted_text(entry: Entry, values: Sequence[str]) -> str:
    """Return the engine's text for what the inputs of a question hold; unreadable text stays as it is."""
    if entry.control in {Control.AMOUNT, Control.MONEY, Control.ADDRESS}:
        return _of_kind(entry, values)
    texts = [value.strip().replace("\r\n", "\n") for value in values if value.strip()]
    text = " ".join(texts)
    match entry.control:
        case Control.DECIMAL | Control.RANGE:
            return text.replace(",", ".")
        case Control.TIME | Control.DATETIME:
            return _with_zone(text, entry.control)
        case Control.GEOPOINT:
            return _with_altitude(text.replace(",", "."), entry)
    return text


def posted_answers(entries: Iterable[Entry], posted: QueryDict) -> dict[str, str]:
    """Return by path the answers that a posted page changes.

    A question counts only if the page named it in ``shown``: one that appeared since is not cleared.
    """
    shown = set(posted.getlist("shown"))
    questions = [each for entry in entries for each in entry.questions() if each.path in shown]
    texts = {each.path: posted_text(each, posted.getlist(each.path)) for each in questions}
    return {each.path: texts[each.path] for each in questions if texts[each.path] != _as_shown(each)}


def origin_of(entry: Entry) -> Origin:
    """Return the origin of an answer given on a form page."""
    chosen = entry.question is not None and entry.question.type.is_select
    return Origin(OriginKind.CHOSEN if chosen else OriginKind.TYPED, {"door": "form"})


def is_halfway(entry: Entry, values: Sequence[str]) -> bool:
    """Tell whether a question of several inputs is not filled to the end yet."""
    given = sum(1 for value in values if value.strip())
    if entry.control == Control.MONEY:
        return not (values and values[0].strip()) and not entry.value
    if entry.control == Control.ADDRESS:
        place = place_from(values)
        return given > 0 and not (place.street and place.city)
    return entry.control in {Control.RANK, Control.GEOPOINT} and 0 < given < len(values)


def control_value(entry: Entry) -> str:
    """Return what the control shows for the engine's text: local time without its zone."""
    if entry.control in {Control.AMOUNT, Control.MONEY}:
        return _amount(entry)
    if entry.answer_kind:
        return entry.answer_kind.shown(entry.value)
    with suppress(ValueError):
        if entry.control == Control.DATETIME and entry.value:
            moment = dt.datetime.fromisoformat(entry.value)
            local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
            return local.strftime("%Y-%m-%dT%H:%M")
        if entry.control == Control.TIME and entry.value:
            return dt.time.fromisoformat(entry.value).strftime("%H:%M")
    return entry.value


def _of_kind(entry: Entry, values: Sequence[str]) -> str:
    if entry.control == Control.ADDRESS:
        return place_from(values).line
    amount, text = next(iter(values), "").strip(), " ".join(values).strip()
    return entry.answer_kind.typed(text) if amount and isinstance(entry.answer_kind, Money) else ""


def _amount(entry: Entry) -> str:
    """Return the figures of an amount as the interface writes them, or what stands in their place."""
    kind = entry.answer_kind
    if not entry.value or not isinstance(kind, Money):
        return entry.value
    if kind.fault(entry.value):
        return entry.value.removesuffix(f" {kind.parts(entry.value)[1]}")
    return formats.number_format(Decimal(kind.parts(entry.value)[0]), CENTS)


def _with_altitude(text: str, entry: Entry) -> str:
    if tuple(text.split()) == entry.values[:2]:
        return entry.value
    return f"{text} 0 0" if text else ""


def _with_zone(text: str, control: Control) -> str:
    with suppress(ValueError):
        if control == Control.DATETIME:
            moment = dt.datetime.fromisoformat(text)
            aware = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
            return aware.isoformat(timespec="milliseconds")
        time = dt.time.fromisoformat(text)
        today = dt.datetime.combine(timezone.localdate(), time)
        aware = timezone.make_aware(today) if time.tzinfo is None else today
        return aware.isoformat(timespec="milliseconds").partition("T")[2]
    return text


def _as_shown(entry: Entry) -> str:
    """Return what comes back for a control that nobody touched."""
    return entry.value if entry.grouped else posted_text(entry, [control_value(entry)])
