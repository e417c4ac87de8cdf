"""The life of a reply: queued, claimed under a lease, kept alive, handed back, ended.

A worker's every write says ``WHERE attempt = mine``; whoever matches no row has lost the reply and leaves.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import (
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
)
from django.utils import timezone

from chat.domain.states import UNFINISHED, ReplyState
from chat.events import ReplyDelayed, ReplyQueued
from chat.models import Message, Reply
from chat.services.transcript import record_end, record_event, recording
from chat.task_names import TaskName
from messerprise.core.prepared import Given, Prepared, PreparedInsert, PreparedUpdate
from messerprise.core.services.outbox import send_on_commit

if TYPE_CHECKING:
    from uuid import UUID

MAX_ATTEMPTS = 5
FORGOTTEN_AFTER = timedelta(seconds=10)


def _next() -> QuerySet[Reply]:
    """Return the reply unless an earlier one is not finished yet, with all that writing it needs."""
    earlier = Reply.objects.filter(
        conversation=OuterRef("conversation"),
        message__seq__lt=OuterRef("message__seq"),
        state__in=UNFINISHED,
    )
    rows = Reply.objects.select_related(
        "message", "conversation__submission__owner", "conversation__submission__version"
    )
    rows = rows.defer("conversation__submission__version__definition")
    return rows.filter(~Exists(earlier), pk=PK).order_by()


def _free() -> QuerySet[Reply]:
    free = Q(state=ReplyState.QUEUED) | Q(state=ReplyState.RUNNING, due_at__lt=NOW)
    return Reply.objects.filter(free, pk=PK, attempt=ATTEMPT)


def _held(pk: "UUID | Given", attempt: int | Given) -> QuerySet[Reply]:
    return Reply.objects.filter(pk=pk, attempt=attempt, state=ReplyState.RUNNING)


def _mine() -> QuerySet[Reply]:
    return _held(PK, ATTEMPT)


def _unhindered() -> QuerySet[Reply]:
    return _mine().filter(stop_requested=False)


def _following() -> QuerySet[Reply]:
    return Reply.objects.unfinished().filter(conversation=Given("conversation", UUIDField()))[:1]


PK, ATTEMPT = Given("pk", UUIDField()), Given("attempt", IntegerField())
NOW, DUE_AT = Given("now", DateTimeField()), Given("due_at", DateTimeField())
TEXT, SEQ = Given("text", TextField()), Given("seq", IntegerField())

_ADD, _NEXT, _FOLLOWING = PreparedInsert(Reply), Prepared(_next), Prepared(_following)
_TAKE = PreparedUpdate(
    _free,
    state=ReplyState.RUNNING,
    attempt=F("attempt") + 1,
    lease_owner=Given("owner", TextField()),
    due_at=DUE_AT,
    checkpoint_text="",
    checkpoint_seq=0,
)
_KEEP = PreparedUpdate(_unhindered, due_at=DUE_AT, checkpoint_text=TEXT, checkpoint_seq=SEQ)
_END = PreparedUpdate(
    _mine,
    state=Given("state", TextField()),
    answer_message=Given("answer", UUIDField()),
    checkpoint_text=TEXT,
    checkpoint_seq=SEQ,
    error_code="",
    updated_at=NOW,
)


class ReplyLost(Exception):
    """Another worker holds the reply now, or it has ended."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write one attempt at a reply; ``reply`` is its row as it was claimed."""

    reply: Reply
    attempt: int

    @property
    def reply_id(self) -> "UUID":
        """Which reply."""
        return self.reply.pk

    @property
    def values(self) -> "dict[str, UUID | int]":
        """What a prepared query needs to find the row while the claim holds."""
        return {"pk": self.reply_id, "attempt": self.attempt}


@dataclass(frozen=True, slots=True)
class Kept:
    """How far an attempt is: the text, and the number of the last delta that holds it."""

    claim: Claim
    text: str
    seq: int


def queue_reply(message: Message) -> Reply:
    """Promise a reply to a message, in the transaction that wrote it.

    The row itself is the promise: the reconciler sends the task again where it was lost.
    """
    due_at = timezone.now() + FORGOTTEN_AFTER
    reply = Reply(conversation=message.conversation, message=message, due_at=due_at)
    _ADD(reply)
    record_event(message.conversation_id, ReplyQueued(reply.pk, message.pk), opens=reply.pk)
    send_on_commit(TaskName.GENERATE_REPLY, reply_id=str(reply.pk))
    return reply


def claim_reply(reply_id: "UUID | str") -> Claim | None:
    """Take the lease; None where somebody has it, it ended, or an earlier reply is not finished yet."""
    reply = _NEXT.first(pk=reply_id)
    now = timezone.now()
    if reply is None or not _is_free(reply, now):
        return None
    owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:12]}"
    taken = _TAKE(pk=reply_id, attempt=reply.attempt, now=now, owner=owner, due_at=_lease_end(now))
    return Claim(reply, reply.attempt + 1) if taken else None


def keep_replies(kept: Sequence[Kept]) -> tuple[set[Claim], set[Claim]]:
    """Renew leases and store checkpoints at once; return the claims that are void, and those to stop."""
    due_at = _lease_end(timezone.now())
    with transaction.atomic():
        hindered = [
            each.claim
            for each in kept
            if not _KEEP(**each.claim.values, due_at=due_at, text=each.text, seq=each.seq)
        ]
    asked = {claim for claim in hindered if _held_by(claim).exists()}
    return set(hindered) - asked, asked


def hand_back(claim: Claim) -> None:
    """Give the lease back: the worker is shutting down, another one begins at once."""
    with transaction.atomic():
        if _held_by(claim).update(state=ReplyState.QUEUED, due_at=timezone.now() + FORGOTTEN_AFTER):
            send_on_commit(TaskName.GENERATE_REPLY, reply_id=str(claim.reply_id))


def pass_on(reply_id: "UUID | str") -> None:
    """Leave the reply to another worker: this one is shutting down, and an attempt would be lost on it."""
    send_on_commit(TaskName.GENERATE_REPLY, reply_id=str(reply_id))


def delay_reply(claim: Claim, delay: timedelta, error_code: str) -> None:
    """Try again later: the reconciler takes it up when it is due."""
    changes = {"due_at": timezone.now() + delay, "error_code": error_code}
    with transaction.atomic(), recording(claim.reply.conversation_id):  # the reply is locked after it, always
        if _held_by(claim).update(state=ReplyState.QUEUED, **changes):
            record_event(claim.reply.conversation_id, ReplyDelayed(claim.reply_id, claim.attempt))


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
    _go_on(reply)


def end_claimed(claim: Claim, state: ReplyState, answer: Message, *, text: str, seq: int) -> None:
    """Store the end of one's own attempt, as ``end_reply``.

    Raises:
        ReplyLost: the claim is void.
    """
    reply = claim.reply
    reply.attempt, reply.state, reply.answer_message = claim.attempt, state.value, answer
    reply.checkpoint_text, reply.checkpoint_seq, reply.error_code = text, seq, ""
    if not _END(**claim.values, state=state, answer=answer.pk, text=text, seq=seq, now=timezone.now()):
        raise ReplyLost
    _go_on(reply)


def _go_on(reply: Reply) -> None:
    record_end(reply, reply.answer_message)
    if following := _FOLLOWING.first(conversation=reply.conversation_id):
        send_on_commit(TaskName.GENERATE_REPLY, reply_id=str(following.pk))


def _held_by(claim: Claim) -> QuerySet[Reply]:
    return _held(claim.reply_id, claim.attempt)


def _is_free(reply: Reply, now: datetime) -> bool:
    is_free = reply.state == ReplyState.QUEUED or (reply.state == ReplyState.RUNNING and reply.due_at < now)
    return is_free and reply.attempt < MAX_ATTEMPTS


def _lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.REPLY_LEASE_SECONDS)
