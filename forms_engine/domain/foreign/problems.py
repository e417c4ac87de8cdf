"""What an import could not carry over, and where its author finds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms_engine.domain.definition import Definition
from forms_engine.domain.foreign.sentences import SENTENCES
from forms_engine.domain.xlsform.problems import Severity

MAX_PROBLEMS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProblem:
    """One thing that differs from the original; ``place`` is its own product's name for where.

    ``template`` with ``params`` filled in is the sentence; the service layer translates the template.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    column: str = ""
    severity: Severity = Severity.WARNING

    @property
    def template(self) -> str:
        """The English sentence with named placeholders: what gettext knows."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The English sentence: what is wrong and what to do."""
        return self.template % self.params


class ImportRefused(Exception):
    """The file makes no questionnaire; ``problem`` says why."""

    def __init__(self, code: str, place: str = "", **params: object) -> None:
        self.problem = ImportProblem(code=code, params=params, place=place, severity=Severity.ERROR)
        super().__init__(self.problem.sentence)


@dataclass(frozen=True, slots=True)
class ForeignReading:
    """What came out of a file: a definition, unless one of the problems is an error.

    ``places`` tells where the node at a key path came from.
    """

    definition: Definition | None
    problems: tuple[ImportProblem, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)


class Findings:
    """Collects what could not be carried over, each thing once."""

    def __init__(self) -> None:
        self._found: dict[str, ImportProblem] = {}

    def remark(self, place: str, code: str, column: str = "", /, **params: object) -> None:
        """Note that something at ``place`` differs from the original."""
        problem = ImportProblem(code=code, params=params, place=place, column=column)
        self._found.setdefault(repr(problem), problem)

    def all(self) -> tuple[ImportProblem, ...]:
        """Return them in the order found; in place of those beyond what anybody reads, their number."""
        found = tuple(self._found.values())
        if (more := len(found) - MAX_PROBLEMS) <= 0:
            return found
        return (*found[:MAX_PROBLEMS], ImportProblem(code="more", params={"count": more}))
