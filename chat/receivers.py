"""News of forms_engine, written into the conversation in the same transaction."""

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from chat.events import AnswersChanged, SubmissionSubmitted
from chat.models import Conversation
from chat.services.edits import note_upload
from chat.services.forgetting import promise_to_forget
from chat.services.migrations import take_up_migration
from chat.services.transcript import conversation_of, record_event
from forms_engine.signals import answers_changed, submission_migrated, submission_submitted

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.domain.origin import Origin
    from forms_engine.models import Submission


@receiver(answers_changed)
def tell_changes(
    *, submission: "Submission", revision: int, changed: frozenset[str], origin: "Origin", **_kwargs: Any
) -> None:
    """Record that answers changed, through whichever door; the chat's own uploads are talked about."""
    conversation_id = conversation_of(submission.pk)
    if conversation_id is None:
        return
    record_event(conversation_id, AnswersChanged(revision, sorted(changed), _progress(submission)))
    if origin.detail.get("door") == "chat" and "document" in origin.detail:
        document_id = str(origin.detail["document"])
        note_upload(actor=submission.owner, conversation_id=conversation_id, document_id=document_id)


def _progress(submission: "Submission") -> dict[str, int]:
    return {
        "answered": submission.answered_count,
        "total": submission.askable_count,
        "percent": submission.progress,
    }


@receiver(submission_submitted)
def tell_submission(*, submission_id: "UUID", **_kwargs: Any) -> None:
    """Record that the answers were submitted."""
    for conversation_id in Conversation.objects.filter(submission=submission_id).values_list("pk", flat=True):
        record_event(conversation_id, SubmissionSubmitted())


@receiver(submission_migrated)
def tell_migration(*, submission_id: "UUID", counts: dict[str, int], first: str, **_kwargs: Any) -> None:
    """Go on with the questions of the version that the submission is on now, and say what is new."""
    conversations = Conversation.objects.filter(submission=submission_id)
    for conversation in conversations.select_related("submission__owner"):
        submission = conversation.submission
        record_event(conversation.pk, AnswersChanged(submission.revision, [], _progress(submission)))
        take_up_migration(actor=submission.owner, conversation_id=conversation.pk, counts=counts, first=first)


@receiver(post_delete, sender=Conversation)
def forget_copies(*, instance: Conversation, **_kwargs: Any) -> None:
    """Let whatever of an erased conversation is not in the database be erased, too."""
    promise_to_forget(instance.pk)
