"""What is wrong in a workbook, and where its author finds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forms_engine.domain.xlsform.sentences import SENTENCES


class Severity(StrEnum):
    """Whether the workbook is refused or only remarked upon."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One problem at one place; ``row`` is counted as a spreadsheet does, 0 where no row is to blame.

    ``template`` with ``params`` filled in is the sentence; the service layer translates the template.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    column: str = ""
    severity: Severity = Severity.ERROR

    @property
    def template(self) -> str:
        """The English sentence with named placeholders: what gettext knows."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The English sentence: what is wrong and what to do."""
        return self.template % self.params


class WorkbookRefused(Exception):
    """Reading cannot go on; ``problem`` says why."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem
