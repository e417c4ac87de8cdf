"""An uploaded workbook, read into a definition or into the reasons why not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

from forms_engine.domain.definition import Definition
from forms_engine.domain.xlsform.cells import find_cell_problems
from forms_engine.domain.xlsform.checks import find_survey_problems
from forms_engine.domain.xlsform.choices import (
    choice_lists,
    find_choice_problems,
    find_settings_problems,
    find_sheet_problems,
)
from forms_engine.domain.xlsform.columns import PATHS
from forms_engine.domain.xlsform.container import kind_of
from forms_engine.domain.xlsform.mapping import Mapper
from forms_engine.domain.xlsform.mending import mended
from forms_engine.domain.xlsform.mending.dialect import refuse_odkx
from forms_engine.domain.xlsform.problems import RowProblem, Severity, WorkbookRefused
from forms_engine.domain.xlsform.survey import parse
from forms_engine.domain.xlsform.workbook import Workbook, load

MAX_PROBLEMS = 200
"""Nobody reads more; the rest shows when these are solved."""


class Location(NamedTuple):
    """A cell, as its author finds it; ``row`` is 0 and ``column`` empty where there is none."""

    sheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a workbook: a definition, unless one of the problems is an error."""

    definition: Definition | None
    problems: tuple[RowProblem, ...]
    _rows: Mapping[str, int] = field(default_factory=dict)
    _workbook: Workbook | None = None

    def locate(self, path: str, column: str) -> Location:
        """Return where the node at key path ``path`` says ``column``, for problems that others find."""
        if not (row := self._rows.get(path, 0)):
            return (
                Location("settings", 2, column)
                if column == "instance_name"
                else Location("survey", 0, column)
            )
        header = self._workbook.column("survey", PATHS.get(column, (column,))) if self._workbook else ""
        return Location("survey", row, header or column)


def read_workbook(
    content: bytes, *, name: str, attachments: Mapping[str, bytes] = MappingProxyType({})
) -> Reading:
    """Read an XLSForm.

    Args:
        content: the workbook.
        name: the file's name, the form's id where the workbook has none.
        attachments: the CSV files that came with it, by file name.
    """
    try:
        kind = kind_of(content)
        cells = find_cell_problems(content) if kind == ".xlsx" else ()
        if _has_errors(cells):
            return Reading(None, cells[:MAX_PROBLEMS])
        workbook, remarks = _opened(content, kind, attachments)
        found = tuple(islice((*_problems(workbook), *cells, *remarks), MAX_PROBLEMS))
        if _has_errors(found):
            return Reading(None, found)
        survey, warnings = parse(workbook, PurePath(name).stem)
    except WorkbookRefused as refused:
        return Reading(None, (refused.problem,))
    mapper = Mapper(workbook.languages())
    return Reading(mapper.definition(survey), (*found, *warnings), mapper.rows, workbook)


def _opened(
    content: bytes, kind: str, attachments: Mapping[str, bytes]
) -> tuple[Workbook, tuple[RowProblem, ...]]:
    """Return the workbook, mended, and what was mended."""
    workbook = load(content, kind)
    refuse_odkx(workbook)
    return (workbook, ()) if any(find_sheet_problems(workbook)) else mended(workbook, attachments)


def _has_errors(problems: Iterable[RowProblem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _problems(workbook: Workbook) -> Iterator[RowProblem]:
    missing = tuple(find_sheet_problems(workbook))
    yield from missing
    if missing:
        return
    yield from find_settings_problems(workbook)
    yield from find_survey_problems(workbook, choice_lists(workbook))
    yield from find_choice_problems(workbook)
