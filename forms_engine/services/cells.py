"""What stands in the cells of an export."""

import re
from typing import TYPE_CHECKING

from django.utils import timezone

from forms_engine.domain.languages import choose_language, pick
from forms_engine.domain.markdown import to_text

if TYPE_CHECKING:
    import datetime as dt

    from forms_engine.services.records import Record, Reply

FIXED = ("submission", "respondent", "status", "version", "started", "submitted")
"""The first columns of every export, before the questions."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def fixed_cells(record: "Record") -> list["str | int | dt.datetime | None"]:
    """Return the cells of ``FIXED``."""
    submission = record.submission
    return [
        str(submission.pk),
        submission.owner.display_name,
        submission.status,
        record.number,
        timezone.localtime(submission.created_at),
        timezone.localtime(submission.submitted_at) if submission.submitted_at else None,
    ]


def in_labels(reply: "Reply", code: str) -> str:
    """Return the answer with labels for values where ``code`` names a language."""
    return _labelled(reply, code) if code and reply.question.type.is_select else reply.text


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _labelled(reply: "Reply", code: str) -> str:
    definition = reply.definition
    language = choose_language(definition, code)
    choices = definition.choice_lists.get(reply.question.choice_list, ())
    labels = {choice.value: pick(choice.label, language, definition.languages[0]) for choice in choices}
    return "; ".join(to_text(labels.get(value, "")) or value for value in reply.text.split())
