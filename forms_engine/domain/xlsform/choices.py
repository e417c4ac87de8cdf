"""What is wrong in the choices and settings sheets, and with the sheets as such."""

from collections.abc import Iterator

from pyxform import aliases

from forms_engine.domain.xlsform.problems import RowProblem, Severity
from forms_engine.domain.xlsform.rows import survey_rows
from forms_engine.domain.xlsform.workbook import Workbook

_UNSUPPORTED_SETTINGS = ("add_none_option",)


def choice_lists(workbook: Workbook) -> frozenset[str]:
    """Return the names of the choice lists."""
    column = workbook.column("choices", ("list name",))
    return frozenset(row[column] for _, row in workbook.rows("choices") if column in row)


def find_sheet_problems(workbook: Workbook) -> Iterator[RowProblem]:
    """Yield missing sheets and columns, and sheets for which there is no support."""
    if workbook.sheets.survey_header is None:
        yield RowProblem(
            code="survey_missing", params={"sheets": ", ".join(workbook.sheets.sheet_names or ())}
        )
        return
    for name in ("type", "name"):
        if not workbook.column("survey", (name,)):
            yield RowProblem(
                code="column_missing", params={"column": name}, sheet="survey", row=1, column=name
            )
    if not any(workbook.rows("survey")):
        yield RowProblem(code="survey_empty", sheet="survey", row=2)


def find_settings_problems(workbook: Workbook) -> Iterator[RowProblem]:
    """Yield settings that would change the questionnaire in ways for which there is no support."""
    for name in _UNSUPPORTED_SETTINGS:
        value = workbook.setting(name)
        if value and aliases.yes_no.get(value, True):
            yield RowProblem(
                code="setting_unsupported", params={"setting": name}, sheet="settings", row=2, column=name
            )
    if workbook.setting("public_key"):
        yield RowProblem(
            code="encryption_set_aside",
            sheet="settings",
            row=2,
            column="public_key",
            severity=Severity.WARNING,
        )
    default = workbook.setting("default_language")
    if default and default not in workbook.languages():
        yield RowProblem(
            code="default_language_unknown",
            params={"language": default, "used": workbook.languages()[0]},
            sheet="settings",
            row=2,
            column="default_language",
            severity=Severity.WARNING,
        )


def find_choice_problems(workbook: Workbook) -> Iterator[RowProblem]:
    """Yield choices without list or value, values that occur twice, and values with spaces."""
    list_column = workbook.column("choices", ("list name",))
    value_column = workbook.column("choices", ("name",))
    if not (list_column and value_column):
        return
    many = {
        row.type.choice_list
        for row in survey_rows(workbook)
        if row.type.word in {"select all that apply", "rank"}
    }
    for number, row in workbook.rows("choices"):
        name, value = row.get(list_column, ""), row.get(value_column, "")
        if value and not name:
            yield _at(number, list_column, "choice_without_list", value=value)
        elif name and not value:
            yield _at(number, value_column, "choice_without_value", list=name)
        elif " " in value and name in many:
            yield _at(number, value_column, "choice_with_space", value=value)


def _at(row: int, column: str, code: str, **params: object) -> RowProblem:
    return RowProblem(code=code, params=params, sheet="choices", row=row, column=column)
