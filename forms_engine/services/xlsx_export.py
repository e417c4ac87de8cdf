"""Submissions as a workbook: one sheet for the whole, one for every repeat, linked by ids."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.tables import Table, key_path
from forms_engine.exceptions import SheetFull
from forms_engine.services.cells import FIXED, fixed_cells, in_labels
from forms_engine.services.records import Order, Record, Reply, records_of

Value = str | int | float | dt.date | dt.datetime | None

EXACT_DIGITS = 15
"""A spreadsheet keeps no more; a longer number stays a text."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})


@dataclass(slots=True)
class Sheet:
    """One sheet being written."""

    table: Table
    rows: WriteOnlyWorksheet
    length: int = 1

    def append(self, values: Iterable[Value]) -> None:
        """Add a row; a text is never a formula.

        Raises:
            SheetFull: no further row fits.
        """
        if self.length >= MOST_ROWS:
            raise SheetFull
        self.length += 1
        self.rows.append([self._cell(value) for value in values])

    def discard(self) -> None:
        """Give up: without this, openpyxl keeps its temporary file until the process ends."""
        self.rows.close()
        self.rows._writer.cleanup()  # type: ignore[attr-defined]  # noqa: SLF001

    def _cell(self, value: Value) -> object:
        if not isinstance(value, str):
            return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
        cell = WriteOnlyCell(self.rows, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        return cell


def write(file: IO[bytes], order: Order) -> None:
    """Write the workbook.

    Raises:
        SheetFull: it holds no such number of rows or columns.
    """
    if any(len(FIXED) + len(table.columns) > MOST_COLUMNS for table in order.layout.tables):
        raise SheetFull
    workbook = Workbook(write_only=True)
    sheets = [_sheet(workbook, table) for table in order.layout.tables]
    try:
        for record in records_of(order):
            _append(sheets, record, order.labels)
    except BaseException:
        for sheet in sheets:
            sheet.discard()
        raise
    workbook.save(file)


def _append(sheets: list[Sheet], record: Record, labels: str) -> None:
    values = {record.by_position(each.path): _value(each, labels) for each in record.replies}
    for sheet in sheets:
        for row in _rows(record, sheet.table, values):
            sheet.append(row)


def _sheet(workbook: Workbook, table: Table) -> Sheet:
    title = _FORBIDDEN_IN_TITLES.sub(" ", table.repeat)[-28:].strip() or _("Submissions")
    rows = workbook.create_sheet(title)
    rows.freeze_panes = "B2"
    heads = ["id", "parent", "position"] if table.repeat else list(FIXED)
    cells = [WriteOnlyCell(rows, head) for head in [*heads, *map(table.heading, table.columns)]]
    for cell in cells:
        cell.font = Font(bold=True)
    rows.append(cells)
    return Sheet(table, rows)


def _rows(record: Record, table: Table, values: dict[str, Value]) -> Iterator[list[Value]]:
    if not table.repeat:
        yield [*fixed_cells(record), *(values.get(column) for column in table.columns)]
        return
    for place in record.occurrences.values():
        if key_path(place) == table.repeat:
            own = [values.get(place + column.removeprefix(table.repeat)) for column in table.columns]
            yield [*_ids(record, place), *own]


def _ids(record: Record, place: str) -> tuple[str, str, int]:
    submission = str(record.submission.pk)
    outer, _bracket, position = place.removesuffix("]").rpartition("[")
    parent = outer.rpartition("]")[0]
    return f"{submission}/{place}", f"{submission}/{parent}]" if parent else submission, int(position)


def _value(reply: Reply, labels: str) -> Value:
    with suppress(ValueError):
        if reply.question.type in _NUMBERS and len(reply.text) <= EXACT_DIGITS:
            return float(reply.text) if "." in reply.text else int(reply.text)
        if reply.question.type is QuestionType.DATE:
            return dt.date.fromisoformat(reply.text)
    return in_labels(reply, labels)
