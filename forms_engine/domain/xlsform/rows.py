"""The rows of the survey sheet with their place in the tree of groups: before pyxform reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyxform import aliases

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.xlsform.columns import EXPRESSIONS, Path
from forms_engine.domain.xlsform.types import SPELLINGS, RowType, row_type
from forms_engine.domain.xlsform.workbook import Workbook


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row: its number, its cells by path, the keys of the groups around it, its type."""

    number: int
    cells: Mapping[Path, str]
    parents: tuple[str, ...]
    type: RowType

    @property
    def key(self) -> str:
        """The name column; pyxform names a note without one itself."""
        return self.cells.get(("name",), "")

    @property
    def is_nameless(self) -> bool:
        """Whether this row needs no name."""
        return self.type.kind == "end" or self.type.word in {"note", "audit"}

    @property
    def is_shown(self) -> bool:
        """Whether a person must see this question."""
        if ("bind", "calculate") in self.cells or ("trigger",) in self.cells:
            return False  # without a label, it is a calculation by another name
        if self.cells.get(EXPRESSIONS["appearance"]) == "label":
            return False  # the heading of a table of choices
        kind = SPELLINGS.get(self.type.word)
        return self.type.kind == "question" and (kind is None or kind.is_asked or kind is QuestionType.NOTE)


def survey_rows(workbook: Workbook) -> Iterator[SurveyRow]:
    """Yield the rows that stand for something; comments, disabled and empty rows do not."""
    parents: list[str] = []
    for number, raw in workbook.rows("survey"):
        cells = {workbook.headers["survey"][name]: text for name, text in raw.items()}
        if not _is_content(cells):
            continue
        kind = row_type(cells.get(("type",), ""))
        if kind.kind == "end" and parents:
            parents.pop()
        row = SurveyRow(number, cells, tuple(parents), kind)
        if kind.kind == "begin":
            parents.append(row.key)
        yield row


def _is_content(cells: Mapping[Path, str]) -> bool:
    if aliases.yes_no.get(cells.get(("disabled",), "")):
        return False
    return any(path[0] in {"type", "name", "label"} for path in cells)
