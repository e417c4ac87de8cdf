"""A workbook through pyxform: parsed, and built as an XForm to hear every objection it has."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from forms_engine.domain.xlsform.node import PARAMETERS, RESERVED, ROW, STAND_IN, Json
from forms_engine.domain.xlsform.problems import RowProblem, Severity, WorkbookRefused
from forms_engine.domain.xlsform.refusals import problem, refusal
from forms_engine.domain.xlsform.workbook import Workbook

_CLASHING = frozenset({"tag", "text", "toParseString"})
_NESTED = frozenset({"label", "media"})
_NOT_FOR_AUTHORS = ("max-pixels", "machine-readable codes", "being skipped", "on most devices")


def parse(workbook: Workbook, form_id: str) -> tuple[Json, tuple[RowProblem, ...]]:
    """Return pyxform's JSON of the workbook, and its warnings.

    Raises:
        WorkbookRefused: pyxform found an error; it names only the first.
    """
    remarks: list[str] = []
    try:
        survey: Json = workbook_to_json(_numbered(workbook), fallback_form_name=form_id, warnings=remarks)
        _build(survey, remarks)
    except PyXFormError as error:
        raise WorkbookRefused(refusal(error)) from error
    except (
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:  # its slips on input it did not foresee
        raise WorkbookRefused(RowProblem(code="pyxform_failed", params={"error": repr(error)})) from error
    return survey, tuple(
        problem(remark, Severity.WARNING)
        for remark in dict.fromkeys(remarks)
        if not any(words in remark for words in _NOT_FOR_AUTHORS)
    )


def _build(survey: Json, remarks: list[str]) -> None:
    lists = survey.get("choices", {})
    flat = {name: list(map(_without_nested, choices)) for name, choices in lists.items()}
    digestible = _digestible(survey | ({"choices": flat} if lists else {}))
    create_survey_element_from_dict(digestible).to_xml(validate=False, pretty_print=False, warnings=remarks)


def _digestible(value: Any, parent: str = "") -> Any:
    """Return what pyxform can build: it trips over what it reads without complaint.

    ``pulldata()`` names a list here, not a file; some attributes clash with its own arguments; columns of
    choices in two parts are more than it writes.
    """
    match value:
        case str():
            return value.replace("pulldata(", "concat(")
        case dict():
            left_out = _CLASHING if parent == "instance" else frozenset()
            return {key: _digestible(each, key) for key, each in value.items() if key not in left_out}
        case list():
            return [_digestible(each) for each in value]
    return value


def _without_nested(choice: Json) -> Json:
    return {key: each for key, each in choice.items() if key in _NESTED or not isinstance(each, dict)}


def _allowed(column: str, row: Mapping[str, str]) -> dict[str, str]:
    """Stand in for the name that pyxform reserves at every depth, though only the root's is taken."""
    return {column: STAND_IN} if row.get(column) == RESERVED else {}


def _numbered(workbook: Workbook) -> DefinitionData:
    """Return the sheets with two more columns in the survey: pyxform carries them into its JSON."""
    sheets = workbook.sheets
    parameters = workbook.column("survey", ("parameters",))
    name = workbook.column("survey", ("name",))
    survey: list[dict[str, Any]] = [
        row | _allowed(name, row) | {ROW: str(number), PARAMETERS: row.get(parameters, "")} if row else {}
        for number, row in enumerate(sheets.survey or (), start=2)
    ]
    headers = [{**each, ROW: None, PARAMETERS: None} for each in sheets.survey_header or ()]
    return replace(sheets, survey=survey, survey_header=headers, entities=None, entities_header=None)
