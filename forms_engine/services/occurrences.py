"""Add and remove occurrences of repeated sections."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from forms_engine.domain.exceptions import CountControlled, TooMany, UnknownPath
from forms_engine.domain.states import EventKind
from forms_engine.exceptions import NoSuchQuestion, OccurrencesFixed, TooManyOccurrences
from forms_engine.permissions import check_can_edit_submission
from forms_engine.services.changes import Cause, record_changes
from forms_engine.services.filling import Filling, lock_filling
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.domain.origin import Origin
    from messerprise.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceOutcome:
    """``path`` names the occurrence added or removed; ``changed`` as in ``AnswerOutcome``."""

    filling: Filling
    path: str
    changed: frozenset[str]


@transaction.atomic
def add_occurrence(
    *, actor: "User", submission_id: "UUID | str", repeat_path: str, origin: "Origin"
) -> OccurrenceOutcome:
    """Append an empty occurrence to the repeat at ``repeat_path``.

    Raises:
        NoSuchQuestion: the path names no repeat.
        OccurrencesFixed: their number follows from an expression.
        TooManyOccurrences: there are as many as there can be.
    """
    filling = lock_filling(submission_id)
    check_can_edit_submission(actor, filling.submission)
    before = filling.instance.values()
    filling.instance.mark()
    try:
        path = filling.instance.add_occurrence(repeat_path, after=_last_number(filling, repeat_path))
    except UnknownPath:
        raise NoSuchQuestion from None
    except CountControlled:
        raise OccurrencesFixed from None
    except TooMany:
        raise TooManyOccurrences from None
    cause = Cause(actor=actor, origin=origin, path=path, kind=EventKind.OCCURRENCE_ADDED)
    changed = record_changes(filling, before, cause)
    record(actor=actor, action="occurrence.added", subject=filling.submission, path=path)
    return OccurrenceOutcome(filling=filling, path=path, changed=changed)


def _last_number(filling: Filling, repeat_path: str) -> int:
    """Return the highest number that ever had answers: a number is never given twice."""
    prefix = f"{repeat_path}["
    tails = (path.removeprefix(prefix) for path in filling.answers if path.startswith(prefix))
    return max((int(tail.partition("]")[0]) for tail in tails), default=0)


@transaction.atomic
def remove_occurrence(
    *, actor: "User", submission_id: "UUID | str", occurrence_path: str, origin: "Origin"
) -> OccurrenceOutcome:
    """Take an occurrence away with its answers; the history keeps them.

    Raises:
        NoSuchQuestion: the path names no occurrence.
        OccurrencesFixed: their number follows from an expression.
    """
    filling = lock_filling(submission_id)
    check_can_edit_submission(actor, filling.submission)
    before = filling.instance.values()
    filling.instance.mark()
    try:
        filling.instance.remove_occurrence(occurrence_path)
    except UnknownPath:
        raise NoSuchQuestion from None
    except CountControlled:
        raise OccurrencesFixed from None
    cause = Cause(actor=actor, origin=origin, path=occurrence_path, kind=EventKind.OCCURRENCE_REMOVED)
    changed = record_changes(filling, before, cause)
    record(actor=actor, action="occurrence.removed", subject=filling.submission, path=occurrence_path)
    return OccurrenceOutcome(filling=filling, path=occurrence_path, changed=changed)
