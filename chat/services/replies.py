"""The life of a reply: queued, claimed under a lease, kept alive, handed back, ended.

A worker's every write says ``WHERE attempt = mine``; whoever matches no row has lost the reply and leaves.
"""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from chat.domain.states import ReplyState
from chat.events import ReplyDelayed, ReplyQueued
from chat.models import Message, Reply
from chat.services.transcript import record_event
from chat.task_names import TaskName
from messerprise.core.services.outbox import enqueue_on_commit

if TYPE_CHECKING:
    from uuid import UUID

MAX_ATTEMPTS = 5
FORGOTTEN_AFTER = timedelta(seconds=30)


class ReplyLost(Exception):
    """Another worker holds the reply now, or it has ended."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write one attempt at a reply."""

    reply_id: "UUID"
    attempt: int


def queue_reply(message: Message) -> Reply:
    """Promise a reply to a message, in the transaction that wrote it."""
    reply = Reply.objects.create(
        conversation=message.conversation, message=message, due_at=timezone.now() + FORGOTTEN_AFTER
    )
    record_event(message.conversation_id, ReplyQueued(reply.pk, message.pk))
    enqueue_on_commit(TaskName.GENERATE_REPLY, reply_id=str(reply.pk))
    return reply


def claim_reply(reply_id: "UUID | str") -> Claim | None:
    """Take the lease; None where somebody has it, it ended, or an earlier reply is not finished yet."""
    reply = Reply.objects.filter(pk=reply_id).select_related("message").first()
    if reply is None or _has_earlier(reply):
        return None
    now, owner = timezone.now(), f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:12]}"
    free = Q(state=ReplyState.QUEUED) | Q(state=ReplyState.RUNNING, due_at__lt=now)
    taken = Reply.objects.filter(free, pk=reply_id, attempt__lt=MAX_ATTEMPTS).update(
        state=ReplyState.RUNNING,
        attempt=F("attempt") + 1,
        lease_owner=owner,
        due_at=_lease_end(now),
        checkpoint_text="",
        checkpoint_seq=0,
    )
    mine = Reply.objects.filter(pk=reply_id, lease_owner=owner).first() if taken else None
    return Claim(mine.pk, mine.attempt) if mine else None


def keep_reply(claim: Claim, *, text: str, seq: int) -> bool:
    """Renew the lease and store a checkpoint; return whether somebody asked to stop.

    Raises:
        ReplyLost: the claim is void.
    """
    mine = _held_by(claim)
    due_at = _lease_end(timezone.now())
    if not mine.update(due_at=due_at, checkpoint_text=text, checkpoint_seq=seq):
        raise ReplyLost
    return mine.filter(stop_requested=True).exists()


def hand_back(claim: Claim) -> None:
    """Give the lease back: the worker is shutting down, another one begins at once."""
    with transaction.atomic():
        if _held_by(claim).update(state=ReplyState.QUEUED, due_at=timezone.now() + FORGOTTEN_AFTER):
            enqueue_on_commit(TaskName.GENERATE_REPLY, reply_id=str(claim.reply_id))


def delay_reply(claim: Claim, delay: timedelta, error_code: str) -> None:
    """Try again later: the reconciler takes it up when it is due."""
    with transaction.atomic():
        changes = {"due_at": timezone.now() + delay, "error_code": error_code}
        if _held_by(claim).update(state=ReplyState.QUEUED, **changes):
            reply = Reply.objects.get(pk=claim.reply_id)
            record_event(reply.conversation_id, ReplyDelayed(reply.pk, reply.attempt))


def lock_reply(claim: Claim) -> Reply:
    """Return the reply under its row lock, after the conversation's.

    Raises:
        ReplyLost: the claim is void.
    """
    reply = _held_by(claim).select_for_update().first()
    if reply is None:
        raise ReplyLost
    return reply


def end_reply(reply: Reply, state: ReplyState, answer: Message | None, error_code: str = "") -> None:
    """Store the end and start the conversation's next reply, in the transaction that holds the row."""
    reply.state, reply.answer_message, reply.error_code = state.value, answer, error_code
    reply.save()
    if following := Reply.objects.unfinished().filter(conversation=reply.conversation_id).first():
        enqueue_on_commit(TaskName.GENERATE_REPLY, reply_id=str(following.pk))


def _held_by(claim: Claim) -> QuerySet[Reply]:
    return Reply.objects.filter(pk=claim.reply_id, attempt=claim.attempt, state=ReplyState.RUNNING)


def _has_earlier(reply: Reply) -> bool:
    others = Reply.objects.unfinished().filter(conversation=reply.conversation_id)
    return others.filter(message__seq__lt=reply.message.seq).exists()


def _lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.REPLY_LEASE_SECONDS)
