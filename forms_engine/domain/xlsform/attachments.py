"""CSV files that come with a workbook, read into rows."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from forms_engine.domain.xlsform.cells import MAX_ROWS
from forms_engine.domain.xlsform.problems import RowProblem, WorkbookRefused

MAX_BYTES = 10 * 1024 * 1024
"""A longer attachment is refused unread."""

MAX_COLUMNS = 100
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class CsvTable:
    """An attached file: its columns, and its rows by column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def stem_of(name: str) -> str:
    """Return the name by which expressions know a file: without ``.csv``."""
    return name[:-4] if name.lower().endswith(".csv") else name


def tables_of(attachments: Mapping[str, bytes]) -> dict[str, CsvTable]:
    """Return the attached tables by stem.

    Raises:
        WorkbookRefused: a file is no CSV, or larger than a questionnaire carries.
    """
    found: dict[str, CsvTable] = {}
    for path, content in attachments.items():
        name = PurePath(path).name
        if not name.lower().endswith(".csv"):
            raise WorkbookRefused(RowProblem(code="attachment_not_csv", params={"file": name}, sheet=name))
        if len(content) > MAX_BYTES:
            raise WorkbookRefused(too_large(name))
        found[stem_of(name)] = _table(name, content)
    return found


def too_large(name: str) -> RowProblem:
    """Return the refusal of a file that is too long to be read."""
    limit = MAX_BYTES // 1024**2
    return RowProblem(code="attachment_too_large", params={"file": name, "limit": limit}, sheet=name)


def _table(name: str, content: bytes) -> CsvTable:
    try:
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
        first = lines[0] if lines else ""
        reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=first.count), strict=True)
        columns = tuple(cell.strip() for cell in next(reader, ()))
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(dict(zip(columns, map(str.strip, cells), strict=False)))
            if len(rows) > MAX_ROWS:
                raise WorkbookRefused(_too_long(name))
    except (UnicodeDecodeError, csv.Error):
        raise WorkbookRefused(
            RowProblem(code="attachment_broken", params={"file": name}, sheet=name)
        ) from None
    named = [column for column in columns if column]
    if not named or len(columns) > MAX_COLUMNS or len(set(named)) < len(named):
        params = {"file": name, "limit": MAX_COLUMNS}
        raise WorkbookRefused(RowProblem(code="attachment_columns", params=params, sheet=name, row=1))
    return CsvTable(name, columns, tuple(rows))


def _too_long(name: str) -> RowProblem:
    return RowProblem(code="too_many_rows", params={"limit": MAX_ROWS}, sheet=name, row=MAX_ROWS + 2)
