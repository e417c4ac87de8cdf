"""Set one answer: the one way by which any door changes a submission."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from forms_engine.domain.exceptions import Malformed, NotRelevant, ReadOnly, UnknownPath
from forms_engine.domain.states import EventKind
from forms_engine.exceptions import NoSuchQuestion
from forms_engine.models import AnswerEvent
from forms_engine.permissions import check_can_edit_submission
from forms_engine.services import refusals
from forms_engine.services.changes import Cause, record_changes, record_refusal
from forms_engine.services.consents import origin_with_text
from forms_engine.services.filling import Filling, engine_text, lock_filling
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.domain.origin import Origin
    from messerprise.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOutcome:
    """What became of an answer.

    ``sentence`` says why it was refused, in the person's language; ``changed`` are the paths whose
    state changed (relevance, value, required, offered choices …); ``previous`` the engine's text before.
    """

    filling: Filling
    accepted: bool
    sentence: str = ""
    changed: frozenset[str] = frozenset()
    previous: str = ""

    @property
    def revision(self) -> int:
        """The submission's revision after the change."""
        return self.filling.submission.revision


@transaction.atomic
def set_answer(
    *,
    actor: "User",
    submission_id: "UUID | str",
    path: str,
    value: Any,
    origin: "Origin",
    client_id: "UUID | None" = None,
) -> AnswerOutcome:
    """Set the answer at ``path``; an empty value clears it.

    A refused answer changes nothing but the history. The same ``client_id`` again changes nothing
    at all and returns the outcome anew.

    Raises:
        Submission.DoesNotExist: there is no such submission.
        PermissionRefused, AlreadySubmitted: the actor may not change it, or not any more.
        NoSuchQuestion: the path names no question.
    """
    filling = lock_filling(submission_id)
    return change_answer(filling, actor=actor, path=path, value=value, origin=origin, client_id=client_id)


def change_answer(
    filling: Filling,
    *,
    actor: "User",
    path: str,
    value: Any,
    origin: "Origin",
    client_id: "UUID | None" = None,
) -> AnswerOutcome:
    """Do what ``set_answer`` does to a submission that the running transaction has locked already."""
    check_can_edit_submission(actor, filling.submission)
    cause = Cause(
        actor=actor,
        origin=origin,
        path=path,
        value=value if isinstance(value, dict) else None,
        client_id=client_id,
    )
    if client_id is not None and (event := _seen(filling, client_id)) is not None:
        return _again(filling, event)
    before = filling.instance.values()
    filling.instance.mark()
    previous = before.get(path, "")
    if sentence := try_value(filling, path, engine_text(value)):
        record_refusal(filling, value, cause)
        return AnswerOutcome(filling=filling, accepted=False, sentence=sentence, previous=previous)
    cause = replace(cause, origin=origin_with_text(filling, path, origin))
    changed = record_changes(filling, before, cause)
    record(actor=actor, action="answer.set", subject=filling.submission, path=path, origin=origin.kind.value)
    return AnswerOutcome(filling=filling, accepted=True, changed=changed, previous=previous)


def try_value(filling: Filling, path: str, text: str) -> str:
    """Set the engine's value; where it cannot be taken, put the old one back and return the reason."""
    instance = filling.instance
    try:
        before = instance.node(path)
        instance.set_value(path, text)
    except UnknownPath:
        raise NoSuchQuestion from None
    except ReadOnly:
        return refusals.read_only()
    except NotRelevant:
        return refusals.not_relevant()
    except Malformed:
        return refusals.malformed(before.question, text) if before.question else ""
    if text and instance.node(path).violation == "constraint":
        sentence = refusals.violated(instance, path, filling.language)
        instance.set_value(path, before.value)
        return sentence
    return ""


def _seen(filling: Filling, client_id: "UUID") -> AnswerEvent | None:
    return AnswerEvent.objects.filter(submission=filling.submission, client_id=client_id).first()


def _again(filling: Filling, event: AnswerEvent) -> AnswerOutcome:
    if event.kind == EventKind.REFUSED:
        sentence = try_value(filling, event.path, engine_text(event.value))
        return AnswerOutcome(filling=filling, accepted=False, sentence=sentence)
    return AnswerOutcome(filling=filling, accepted=True, changed=frozenset({event.path}))
