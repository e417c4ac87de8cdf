"""Import questionnaires from any format that is understood, as drafts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from forms_engine.domain.definition import Definition
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.foreign.problems import ImportProblem
from forms_engine.domain.foreign.reading import Format, read_foreign, recognise
from forms_engine.domain.form import compile_form
from forms_engine.domain.problems import Problem
from forms_engine.domain.xlsform import Location, Reading, Severity
from forms_engine.exceptions import WorkbookProblem, WorkbookRefused
from forms_engine.models import Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import store_draft
from forms_engine.services.workbooks import Workbook, open_workbook

if TYPE_CHECKING:
    from messerprise.accounts.models import User


@dataclass(frozen=True, slots=True)
class _Placed(Reading):
    """A reading of another format: it is not rows that its author finds problems by."""

    places: Mapping[str, str] = field(default_factory=dict)

    def locate(self, path: str, column: str) -> Location:
        """Return the place in the original that became the node at ``path``."""
        return Location(self.places.get(path) or path, 0, column)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that makes a questionnaire; ``workbook.warnings`` tell what it could not carry over."""

    format: Format
    workbook: Workbook


def open_questionnaire(
    content: bytes, file_name: str, attachments: Mapping[str, bytes] = MappingProxyType({})
) -> Opened:
    """Return what a file of any format says, once it compiles.

    Raises:
        WorkbookRefused: with everything that is wrong, by its place in the original.
    """
    if len(content) > settings.WORKBOOK_MAX_BYTES:
        raise WorkbookRefused([_too_big()])
    found = recognise(content)
    if found is Format.XLSFORM:
        return Opened(found, open_workbook(content, file_name, attachments))
    reading = read_foreign(content, name=PurePath(file_name).stem)
    problems = [_translated(each) for each in reading.problems]
    if reading.definition is None or found is None or any(each.is_error for each in problems):
        raise WorkbookRefused(problems)
    workbook = Workbook(
        reading.definition, _Placed(reading.definition, (), places=reading.places), tuple(problems)
    )
    try:
        compile_form(workbook.definition)
    except DefinitionInvalid as invalid:
        raise WorkbookRefused([*_located(workbook, invalid.problems), *problems]) from None
    return Opened(found, workbook)


def workbook_of(definition: Definition) -> Workbook:
    """Return a definition as if it had been opened from a file in which places are key paths."""
    return Workbook(definition, _Placed(definition, ()))


def import_questionnaire(
    *, actor: "User | None", content: bytes, file_name: str, questionnaire: Questionnaire | None = None
) -> Version:
    """Make a file of any format the draft of its questionnaire, in place of the draft there may be.

    Args:
        actor: an author, or ``None`` for the command line.
        content: the file's bytes; the format is recognised by them.
        file_name: its name, the form's id where the file has none.
        questionnaire: which one it must belong to; without it the form id decides.

    Raises:
        PermissionRefused: the actor is no author.
        WorkbookRefused: with every problem; nothing changed.
        WorkbookUnchanged: the draft or the published version is identical.
    """
    check_can_author(actor)
    opened = open_questionnaire(content, file_name)
    return store_draft(actor=actor, workbook=opened.workbook, questionnaire=questionnaire)


def _translated(problem: ImportProblem) -> WorkbookProblem:
    return WorkbookProblem(
        sheet=problem.place,
        column=problem.column,
        sentence=_(problem.template) % problem.params,
        is_error=problem.severity == Severity.ERROR,
    )


def _located(workbook: Workbook, problems: Iterable[Problem]) -> list[WorkbookProblem]:
    return [workbook.problem(each.path, each.column, _(each.template) % each.params) for each in problems]


def _too_big() -> WorkbookProblem:
    sentence = _("The file is larger than %(limit)s: upload a smaller one.")
    return WorkbookProblem(sentence=sentence % {"limit": filesizeformat(settings.WORKBOOK_MAX_BYTES)})
