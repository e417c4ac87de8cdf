"""What can be found wrong in a questionnaire before anybody fills it."""

import time

from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine.domain.checking.findings import Finding
from forms_engine.domain.checking.report import Report, check
from forms_engine.domain.checking.trying import Limits
from forms_engine.domain.definition import Definition
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.exceptions import WorkbookProblem, WorkbookRefused


def check_definition(definition: Definition) -> Report:
    """Return what is wrong or doubtful in a definition; it takes a second or so.

    Raises:
        WorkbookRefused: it cannot be made executable; circles are named in the problems.
    """
    try:
        form = compile_form(definition)
    except DefinitionInvalid as invalid:
        problems = [
            WorkbookProblem(sheet=each.path, column=each.column, sentence=_(each.template) % each.params)
            for each in invalid.problems
        ]
        raise WorkbookRefused(problems) from None
    return check(form, now=timezone.localtime(), limits=Limits(time.monotonic))


def sentence_of(finding: Finding) -> str:
    """Return what a finding says, in the language of whoever asks."""
    return _(finding.template) % finding.params
