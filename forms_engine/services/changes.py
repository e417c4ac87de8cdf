"""Write down what the engine changed: answers, their history, the submission's counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.domain.states import AnswerStatus, EventKind
from forms_engine.models import Answer, AnswerEvent, Submission
from forms_engine.signals import answers_changed
from messerprise.core.prepared import PreparedInsert, PreparedSave

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.services.filling import Filling
    from messerprise.accounts.models import User

CALCULATED = Origin(OriginKind.CALCULATED)
SAVED = ("value", "origin", "origin_detail", "status")
COUNTS = ("revision", "askable_count", "answered_count", "occurrences", "updated_at")
FEW = 8  # answers of which each is updated by itself: faster than all in one

_ADD_ANSWERS, _ADD_EVENTS = PreparedInsert(Answer), PreparedInsert(AnswerEvent)
_SAVE_ANSWER, _SAVE_COUNTS = PreparedSave(Answer, *SAVED), PreparedSave(Submission, *COUNTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Who changed what first; all further changes follow by calculation.

    ``value`` is the JSON value stored at ``path`` where it is not the engine's text (files).
    """

    actor: "User"
    origin: Origin
    path: str = ""
    value: Any = None
    client_id: "UUID | None" = None
    kind: EventKind | None = None


def record_changes(filling: "Filling", before: dict[str, str], cause: Cause) -> frozenset[str]:
    """Store every difference between ``before`` and the engine's values now.

    Args:
        filling: the locked filling whose instance was changed since ``instance.mark()``.
        before: the engine's values at that moment, by path.
        cause: what set off the change.

    Returns:
        The paths whose state changed, for the page and the live panel to redraw.
    """
    changed = filling.instance.changed()
    after = filling.instance.values()
    differing = [path for path in {**before, **after} if before.get(path, "") != after.get(path, "")]
    if cause.path and cause.path not in differing and cause.kind is None:
        differing.append(cause.path)  # the same text again: a new file, or a new origin
    filling.submission.revision += 1
    events = [_event(filling, path, after.get(path, ""), cause) for path in differing]
    if cause.kind is not None:
        events.insert(0, _occurrence_event(filling, cause, cause.kind))
    _save_answers(filling, differing, after, cause)
    if events:
        _ADD_EVENTS(*events)
    save_counts(filling)
    answers_changed.send(
        sender=type(filling.submission),
        submission_id=filling.submission.pk,
        submission=filling.submission,
        revision=filling.submission.revision,
        changed=changed,
        actor_id=cause.actor.pk,
        origin=cause.origin,
    )
    return changed


def record_refusal(filling: "Filling", value: Any, cause: Cause) -> None:
    """Keep what somebody tried to answer, though it could not be taken."""
    AnswerEvent.objects.create(
        submission=filling.submission,
        revision=filling.submission.revision,
        kind=EventKind.REFUSED,
        path=cause.path,
        value=value,
        previous=_stored(filling, cause.path),
        origin=cause.origin.kind,
        origin_detail=dict(cause.origin.detail),
        actor=cause.actor,
        client_id=cause.client_id,
    )


def save_counts(filling: "Filling") -> None:
    """Store the submission's occurrences, revision and progress."""
    submission = filling.submission
    asked = [
        node
        for node in filling.instance.nodes()
        if node.relevant and node.question is not None and node.question.is_asked and not node.readonly
    ]
    submission.askable_count = len(asked)
    submission.answered_count = sum(1 for node in asked if node.value)
    submission.occurrences = {path: list(numbers) for path, numbers in filling.instance.occurrences().items()}
    _SAVE_COUNTS(submission)


def _event(filling: "Filling", path: str, text: str, cause: Cause) -> AnswerEvent:
    mine = path == cause.path and cause.kind is None
    origin = cause.origin if mine else CALCULATED
    return AnswerEvent(
        submission=filling.submission,
        revision=filling.submission.revision,
        kind=EventKind.SET if text else EventKind.CLEARED,
        path=path,
        value=_json_value(path, text, cause) if text else None,
        previous=_stored(filling, path),
        origin=origin.kind,
        origin_detail=dict(origin.detail),
        actor=cause.actor,
        client_id=cause.client_id if mine else None,
    )


def _occurrence_event(filling: "Filling", cause: Cause, kind: EventKind) -> AnswerEvent:
    return AnswerEvent(
        submission=filling.submission,
        revision=filling.submission.revision,
        kind=kind,
        path=cause.path,
        origin=cause.origin.kind,
        origin_detail=dict(cause.origin.detail),
        actor=cause.actor,
        client_id=cause.client_id,
    )


def _save_answers(filling: "Filling", paths: list[str], after: dict[str, str], cause: Cause) -> None:
    new, known = [], []
    for path in paths:
        row = filling.answers.get(path)
        if row is None:
            row = filling.answers[path] = Answer(submission=filling.submission, path=path)
            new.append(row)
        else:
            known.append(row)
        _fill(row, after.get(path, ""), cause)
    if accepted := [row for row in new if row.status == AnswerStatus.ACCEPTED]:
        _ADD_ANSWERS(*accepted)
    if len(known) > FEW:
        Answer.objects.bulk_update(known, SAVED)
        return
    for row in known:
        _SAVE_ANSWER(row)


def _fill(row: Answer, text: str, cause: Cause) -> None:
    mine = row.path == cause.path and cause.kind is None
    origin = cause.origin if mine else CALCULATED
    if not text:  # the last value stays in the row, for the history's sake
        row.status = AnswerStatus.REMOVED
        return
    row.status = AnswerStatus.ACCEPTED
    row.value = _json_value(row.path, text, cause)
    row.origin = origin.kind
    row.origin_detail = dict(origin.detail)


def _json_value(path: str, text: str, cause: Cause) -> Any:
    return cause.value if path == cause.path and cause.value is not None else text


def _stored(filling: "Filling", path: str) -> Any:
    row = filling.answers.get(path)
    return row.value if row is not None and row.status == AnswerStatus.ACCEPTED else None
