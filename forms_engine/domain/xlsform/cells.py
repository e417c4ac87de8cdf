"""A look at the cells of an .xlsx themselves, for what pyxform cannot see or would not say."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from pyxform.constants import SUPPORTED_SHEET_NAMES

from forms_engine.domain.xlsform.headers import is_of_xlsform
from forms_engine.domain.xlsform.problems import RowProblem, Severity, WorkbookRefused

MAX_ROWS = 20_000
MAX_COLUMNS = 300
_GAP = 60  # pyxform stops reading after so many empty rows


def find_cell_problems(content: bytes) -> tuple[RowProblem, ...]:
    """Return the formulas that were never calculated or failed, and the rows beyond pyxform's reach.

    Raises:
        WorkbookRefused: the file is broken, or a sheet is too long or too wide.
    """
    with opening():
        formulas = set()
        gaps = []
        last = ("", 0)
        for sheet, row, cells in _rows(content, data_only=False):
            gap = row - (last[1] if last[0] == sheet else 0) - 1
            if gap > _GAP:
                gaps.append(RowProblem(code="row_after_gap", params={"gap": gap}, sheet=sheet, row=row))
            formulas |= {(sheet, row, column) for column, cell in cells.items() if cell.data_type == "f"}
            last = (sheet, row)
        return (*gaps, *_uncalculated(content, formulas)) if formulas else tuple(gaps)


@contextmanager
def opening() -> Iterator[None]:
    """Turn whatever a broken workbook makes openpyxl, xlrd or zipfile raise into one refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on print settings and extensions
            yield
    except WorkbookRefused:
        raise
    except Exception as error:  # what they raise is neither documented nor of one family
        raise WorkbookRefused(RowProblem(code="workbook_broken")) from error


def refuse_if_too_large(sheet: str, rows: int, columns: int) -> None:
    """Raise ``WorkbookRefused`` if a sheet is longer or wider than a questionnaire ever is."""
    if rows > MAX_ROWS:
        raise WorkbookRefused(
            RowProblem(code="too_many_rows", params={"limit": MAX_ROWS}, sheet=sheet, row=rows)
        )
    if columns > MAX_COLUMNS:
        raise WorkbookRefused(
            RowProblem(code="too_many_columns", params={"limit": MAX_COLUMNS}, sheet=sheet, row=1)
        )


def _uncalculated(content: bytes, formulas: set[tuple[str, int, int]]) -> Iterator[RowProblem]:
    headers: dict[int, str] = {}
    for sheet, row, cells in _rows(content, data_only=True):
        if row == 1:
            headers = {column: str(cell.value or "") for column, cell in cells.items()}
        for column, cell in cells.items():
            is_failed = cell.data_type == "e" or (cell.value is None and cell.data_type == "n")
            if is_failed and (sheet, row, column) in formulas:
                matters = sheet.lower() != "survey" or is_of_xlsform(headers.get(column, ""))
                yield RowProblem(
                    code="formula_without_value" if matters else "formula_set_aside",
                    params={"cell": f"{get_column_letter(column)}{row}"},
                    sheet=sheet,
                    row=row,
                    severity=Severity.ERROR if matters else Severity.WARNING,
                )


def _rows(content: bytes, *, data_only: bool) -> Iterator[tuple[str, int, dict[int, Any]]]:
    """Yield the rows of our sheets: sheet, number, cells by column; empty ones only with ``data_only``."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only)
    ours = [name for name in book.sheetnames if name.lower() in SUPPORTED_SHEET_NAMES]
    for name in ours or book.sheetnames[:1]:
        sheet = book[name]
        end = (sheet.max_row or MAX_ROWS, sheet.max_column or MAX_COLUMNS)
        sheet.reset_dimensions()  # else openpyxl reads no further than the file says that it goes
        for row, found in enumerate(sheet.iter_rows(), start=1):
            cells = {at: cell for at, cell in enumerate(found, 1) if data_only or cell.value is not None}
            if cells and not data_only:
                refuse_if_too_large(name, row, max(cells))
                if row > end[0] or max(cells) > end[1]:  # pyxform would lose it without a word
                    raise WorkbookRefused(RowProblem(code="workbook_broken", sheet=name, row=row))
            if cells:
                yield name, row, cells
