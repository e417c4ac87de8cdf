"""A submission brought to life: its rows, its compiled form, and the engine over both."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import UUIDField
from django.utils import timezone

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import content_hash
from forms_engine.domain.form import Form, compile_form
from forms_engine.domain.instance import Instance
from forms_engine.domain.states import AnswerStatus
from forms_engine.exceptions import VersionDamaged
from forms_engine.models import Answer, Submission, Version
from messerprise.core.prepared import Given, Prepared

if TYPE_CHECKING:
    from uuid import UUID

PK = Given("pk", UUIDField())
_LOCKED = Prepared(lambda: Submission.objects.select_for_update().filter(pk=PK))
_VERSION = Prepared(lambda: Version.objects.defer("definition").filter(pk=PK))
_ANSWERS = Prepared(lambda: Answer.objects.filter(submission=PK))

FORMS_KEPT = 64
_forms: OrderedDict[str, Form] = OrderedDict()


@dataclass(slots=True)
class Filling:
    """``answers`` holds every row by path, removed ones too; ``language`` is one of the definition's."""

    submission: Submission
    form: Form
    instance: Instance
    answers: dict[str, Answer]
    language: str


def open_filling(submission: Submission) -> Filling:
    """Return the submission as it stands; read only."""
    form = form_of(submission.version)
    answers = {row.path: row for row in _ANSWERS.all(pk=submission.pk)}
    instance = Instance.load(
        form,
        values={
            path: engine_text(row.value)
            for path, row in answers.items()
            if row.status == AnswerStatus.ACCEPTED
        },
        occurrences={path: tuple(numbers) for path, numbers in submission.occurrences.items()},
        now=timezone.localtime(),
    )
    return Filling(submission, form, instance, answers, submission.language)


def lock_filling(submission_id: "UUID | str", known: Filling | None = None) -> Filling:
    """Return the submission under its row lock; call inside a transaction, before any other lock.

    Args:
        submission_id: which submission.
        known: the submission as it was read a moment ago; where nothing changed it is not read again.

    Raises:
        Submission.DoesNotExist: there is no such submission.
    """
    # The version is read apart: a join would lock its row too, and everybody's answers would queue.
    submission = _LOCKED.get(pk=submission_id)
    if known and _state_of(known.submission) == _state_of(submission):
        submission.version = known.submission.version
        return replace(known, submission=submission)
    submission.version = _VERSION.get(pk=submission.version_id)
    return open_filling(submission)


def _state_of(submission: Submission) -> tuple[object, ...]:
    """Return what changes whenever an answer does."""
    return (submission.pk, submission.version_id, submission.revision)


def form_of(version: Version) -> Form:
    """Return the compiled form of a version; compiled once a process and content.

    Raises:
        VersionDamaged: the stored definition is not the one that was frozen.
    """
    if (form := _forms.get(version.content_hash)) is None:
        if content_hash(version.definition) != version.content_hash:
            raise VersionDamaged
        form = _forms[version.content_hash] = compile_form(from_json(version.definition))
        while len(_forms) > FORMS_KEPT:
            _forms.popitem(last=False)
    return form


def engine_text(value: object) -> str:
    """Return what the engine sees of an answer's JSON value: the text itself, or a file's name."""
    return str(value["name"]) if isinstance(value, dict) else str(value)
