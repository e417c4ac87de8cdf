"""Erased conversations are erased in every store: after the commit, again until it is done."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.clients.dynamodb import configured_transcripts
from chat.clients.transcripts import StoreAway
from chat.models import Conversation, ForgottenTranscript
from chat.task_names import TaskName
from messerprise.audit.services import record
from messerprise.core.services.outbox import send_on_commit

if TYPE_CHECKING:
    from uuid import UUID

log = logging.getLogger(__name__)

BATCH = 100
LATE = timedelta(hours=1)
"""A mover or copier that had read the rows before they were erased has long written them by then."""


def promise_to_forget(conversation_id: "UUID") -> None:
    """Note, in the transaction that erases a conversation, that its copies have to go, too."""
    if not settings.TRANSCRIPT_TABLE:
        return
    now = timezone.now()
    ForgottenTranscript.objects.update_or_create(
        conversation_id=conversation_id, defaults={"erased_at": now, "due_at": now}
    )
    send_on_commit(TaskName.FORGET_TRANSCRIPTS)


def forget_transcripts() -> int:
    """Erase the copies that are due, at once and again after ``LATE``; return of how many conversations.

    Safe to run twice at once and to be killed: the promise is kept until it is fulfilled.
    """
    due = ForgottenTranscript.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    promises = list(due[:BATCH]) if settings.TRANSCRIPT_TABLE else []
    try:
        for promise in promises:
            _fulfil(promise)
    except StoreAway as error:
        log.warning("copies of erased conversations are not erased yet: %s", error)
    return len(promises)


def _fulfil(promise: ForgottenTranscript) -> None:
    began = timezone.now()
    configured_transcripts().forget(promise.conversation_id)
    is_last = began >= promise.erased_at + LATE
    found = ForgottenTranscript.objects.filter(pk=promise.pk, due_at=promise.due_at)
    with transaction.atomic():
        done = found.delete()[0] if is_last else found.update(due_at=promise.erased_at + LATE)
        if done:  # not by another one meanwhile
            _record(promise.conversation_id, is_last=is_last)


def _record(conversation_id: "UUID", *, is_last: bool) -> None:
    """Leave proof: of the conversation itself there is nothing left to look at."""
    erased = Conversation(pk=conversation_id)
    record(
        actor=None,
        action="transcript.forgotten",
        subject=erased,
        table=settings.TRANSCRIPT_TABLE,
        last=is_last,
    )
