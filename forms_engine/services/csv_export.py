"""Submissions as CSV: one row each, every occurrence of a repeat in columns of its own."""

import codecs
import csv
import datetime as dt
import io
from typing import IO

from forms_engine.domain.states import AnswerStatus
from forms_engine.domain.tables import key_path, natural
from forms_engine.models import Submission
from forms_engine.services.cells import FIXED, fixed_cells, harmless, in_labels
from forms_engine.services.records import Order, Record, answers_in, in_chunks, places_of, records_of


def write(file: IO[bytes], order: Order) -> None:
    """Write the rows in UTF-8, marked as such for Excel."""
    columns = _columns(order)
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    rows = csv.writer(text)
    rows.writerow([*FIXED, *columns.values()])
    for record in records_of(order):
        rows.writerow([_plain(each) for each in fixed_cells(record)] + _cells(record, columns, order.labels))
    text.detach()


def _columns(order: Order) -> dict[str, str]:
    """Return the columns by position with their headings."""
    whole, *repeats = order.layout.tables
    placed = _places(order) if repeats else set()
    columns = {column: whole.heading(column) for column in whole.columns}
    for table in repeats:
        for place in sorted((each for each in placed if key_path(each) == table.repeat), key=natural):
            for column in table.columns:
                path = place + column.removeprefix(table.repeat)
                columns[path] = table.heading(column, path)
    return columns


def _places(order: Order) -> set[str]:
    """Return every place of an occurrence that any submission has."""
    placed: set[str] = set()
    for chunk in in_chunks(order.submissions, Submission.objects.only("occurrences")):
        orphans = answers_in(chunk, AnswerStatus.ORPHANED)
        for submission in chunk:
            placed.update(places_of(submission, orphans[submission.pk]).values())
        order.tell(0)
    return placed


def _cells(record: Record, columns: dict[str, str], labels: str) -> list[str]:
    texts = {record.by_position(each.path): harmless(in_labels(each, labels)) for each in record.replies}
    return [texts.get(column, "") for column in columns]


def _plain(value: str | int | dt.datetime | None) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.isoformat(timespec="seconds")
    return harmless(str(value))
