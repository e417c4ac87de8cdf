"""pyxform's errors and warnings as problems with a place."""

import re

from pyxform.errors import PyXFormError

from forms_engine.domain.xlsform.problems import RowProblem, Severity

_ROW = re.compile(r"^\[row : (?P<row>\d+)\]\s*")
_SHEET = re.compile(r"(?:On the|sheet:) '(?P<sheet>survey|choices|settings|entities)'")
_DUPLICATE = re.compile(r"Duplicate column header: (?P<header>.*)")
_COLUMN = re.compile(r"the '(?P<column>[^']+)' value")


def refusal(error: PyXFormError) -> RowProblem:
    """Return what pyxform refused."""
    if found := _DUPLICATE.fullmatch(str(error)):
        return RowProblem(code="header_duplicate", params={"header": found["header"]}, row=1)
    return problem(str(error), Severity.ERROR)


def problem(message: str, severity: Severity) -> RowProblem:
    """Return a message of pyxform's with the place that it mentions."""
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    return RowProblem(
        code="pyxform",
        params={"message": _ROW.sub("", message).strip()},
        sheet=sheet["sheet"] if sheet else "survey" if row else "",
        row=int(row["row"]) if row else 0,
        column=column["column"] if column else "",
        severity=severity,
    )
