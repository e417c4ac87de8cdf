"""A workbook being mended: its cells can be changed, and every change is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from forms_engine.domain.xlsform.columns import Path
from forms_engine.domain.xlsform.problems import RowProblem, Severity
from forms_engine.domain.xlsform.workbook import Workbook

Row = dict[str, str]

SHEETS = ("survey", "choices", "settings")
_SHOWN = 80  # of a cell's text, in a remark


@dataclass(slots=True)
class Draft:
    """The rows of the three sheets, open to changes; ``remarks`` tell each of them."""

    workbook: Workbook
    remarks: list[RowProblem] = field(default_factory=list)
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _headers: dict[str, dict[str, Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sheet in SHEETS:
            self._rows[sheet] = [dict(row) for row in getattr(self.workbook.sheets, sheet) or ()]
            self._headers[sheet] = dict(self.workbook.headers.get(sheet, {}))

    @property
    def language(self) -> str:
        """The language of texts that name none, ``""`` where the workbook has no other."""
        return self.workbook.languages()[0]

    def rows(self, sheet: str) -> Iterator[tuple[int, Row]]:
        """Yield the rows that hold anything, with their number in the spreadsheet."""
        return ((number, row) for number, row in enumerate(self._rows[sheet], start=2) if row)

    def column(self, sheet: str, path: Path) -> str:
        """Return what the author called the column of ``path``, ``""`` where there is none."""
        return next((name for name, each in self._headers[sheet].items() if each == path), "")

    def columns(self, sheet: str) -> dict[str, Path]:
        """Return every column of a sheet with its path."""
        return self._headers[sheet]

    def need(self, sheet: str, path: Path, header: str) -> str:
        """Return the column of ``path``; it is added as ``header`` where there is none."""
        if not (column := self.column(sheet, path)):
            column = header
            self._headers[sheet][header] = path
        return column

    def put(
        self, sheet: str, number: int, column: str, text: str, code: str = "mended", **params: object
    ) -> None:
        """Change a cell and tell it; no text empties the cell."""
        row = self._rows[sheet][number - 2]
        was = row.pop(column, "")
        if text:
            row[column] = text
        self.remark(code, sheet, number, column, was=was[:_SHOWN], became=text[:_SHOWN], **params)

    def drop(self, sheet: str, number: int, column: str, code: str, **params: object) -> None:
        """Empty a whole row and tell it."""
        self._rows[sheet][number - 2] = {}
        self.remark(code, sheet, number, column, **params)

    def add(self, sheet: str, row: Row) -> None:
        """Add a row below the others: the mending's own, which nobody needs to be told."""
        self._rows[sheet].append(row)

    def remark(self, code: str, sheet: str, row: int, column: str, **params: object) -> None:
        """Tell the author about a cell."""
        self.remarks.append(
            RowProblem(
                code=code,
                params=params,
                sheet=sheet,
                row=row,
                column=column,
                severity=Severity.WARNING,
            )
        )

    def finished(self) -> Workbook:
        """Return the workbook as it became."""
        sheets: dict[str, Any] = {}
        headers = dict(self.workbook.headers)
        for sheet in SHEETS:
            if not self._headers[sheet] and not self._rows[sheet]:
                continue
            spelt = self._spelt(sheet)
            order = self._headers[sheet]
            headers[sheet] = {spelt[name]: path for name, path in order.items()}
            sheets[f"{sheet}_header"] = [dict.fromkeys(headers[sheet])]
            sheets[sheet] = [
                {spelt[name]: row[name] for name in sorted(row, key=lambda name: len(order[name]))}
                for row in self._rows[sheet]
            ]  # label before label::English: pyxform loses the latter otherwise
        return replace(self.workbook, sheets=replace(self.workbook.sheets, **sheets), headers=headers)

    def _spelt(self, sheet: str) -> dict[str, str]:
        """Return the headers as pyxform must see them: it splits at one colon only if none is doubled."""
        headers = self._headers[sheet]
        if not any("::" in name for name in headers):
            return dict(zip(headers, headers, strict=True))
        return {
            name: "::".join(path) if ":" in name and "::" not in name and len(path) > 1 else name
            for name, path in headers.items()
        }
