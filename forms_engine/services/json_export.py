"""Submissions as JSON Lines: one a line, with every answer's origin."""

import datetime as dt
import json
from typing import IO, Any

from django.utils import timezone

from forms_engine.services.cells import in_labels
from forms_engine.services.records import Order, Record, Reply, records_of


def write(file: IO[bytes], order: Order) -> None:
    """Write the lines in UTF-8."""
    for record in records_of(order):
        line = json.dumps(_line(record, order.labels), ensure_ascii=False, separators=(",", ":"))
        file.write(f"{line}\n".encode())


def _line(record: Record, labels: str) -> dict[str, Any]:
    submission = record.submission
    answers: dict[bool, dict[str, Any]] = {False: {}, True: {}}
    for reply in record.replies:
        answers[reply.is_orphaned][record.by_position(reply.path)] = _answer(reply, labels)
    return {
        "submission": str(submission.pk),
        "questionnaire": str(submission.questionnaire_id),
        "version": record.number,
        "respondent": {"id": str(submission.owner_id), "name": submission.owner.display_name},
        "status": submission.status,
        "language": submission.language,
        "started": _moment(submission.created_at),
        "changed": _moment(submission.updated_at),
        "submitted": _moment(submission.submitted_at),
        "answers": answers[False],
        "orphaned": answers[True],
    }


def _answer(reply: Reply, labels: str) -> dict[str, Any]:
    found = {"value": reply.row.value, "origin": reply.row.origin}
    return found | {"label": in_labels(reply, labels)} if labels and reply.question.type.is_select else found


def _moment(at: dt.datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
