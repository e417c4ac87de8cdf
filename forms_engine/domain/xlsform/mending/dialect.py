"""The dialect of ODK-X, which looks like XLSForm and is another language."""

from forms_engine.domain.xlsform.problems import RowProblem, WorkbookRefused
from forms_engine.domain.xlsform.workbook import Workbook

_SHEETS = frozenset(
    {"queries", "properties", "prompt_types", "column_types", "calculates", "model", "framework_translations"}
)
_COLUMNS = frozenset(
    {"clause", "condition", "values_list", "branch_label", "display.text", "display.prompt.text"}
)
_TYPES = frozenset({"begin screen", "end screen", "assign", "goto", "do section"})


def refuse_odkx(workbook: Workbook) -> None:
    """Raise ``WorkbookRefused`` if the workbook is ODK-X's."""
    sheets = {name.lower() for name in workbook.sheets.sheet_names or ()}
    columns = {name.lower() for name in workbook.headers.get("survey", {})}
    kinds = workbook.column("survey", ("type",))
    types = {" ".join(row.get(kinds, "").split()) for _number, row in workbook.rows("survey")}
    if len(sheets & _SHEETS) > 1 or columns & _COLUMNS or types & _TYPES:
        raise WorkbookRefused(RowProblem(code="dialect_odkx", sheet="survey", row=1))
    if "framework" in {name.lower() for name in workbook.sheets.sheet_names or ()}:
        raise WorkbookRefused(RowProblem(code="dialect_odkx", sheet="framework", row=1))
