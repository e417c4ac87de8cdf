"""Replies that nobody writes: a worker died, a queue was lost, a delay is over."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chat.domain.states import UNFINISHED, ReplyState
from chat.models import Reply
from chat.services.endings import give_up
from chat.services.replies import FORGOTTEN_AFTER, MAX_ATTEMPTS
from chat.task_names import TaskName
from messerprise.core.exceptions import MessErpriseError
from messerprise.core.services.outbox import send_on_commit
from messerprise.realtime.brokers import queue_length
from messerprise.realtime.tallies import Happened, note

if TYPE_CHECKING:
    from uuid import UUID

log = logging.getLogger(__name__)

BATCH = 200
QUEUE = "llm"
WAITS_AT_MOST = timedelta(seconds=60)


def reclaim_replies() -> int:
    """Promise a task again for each reply that is due; after too many attempts let the rules answer.

    Safe to run twice at once: each reply is taken up by whoever moves its ``due_at`` first.
    """
    due = Reply.objects.filter(state__in=UNFINISHED, due_at__lt=timezone.now()).order_by("due_at")
    if queue_length(QUEUE):  # what waits there is not forgotten yet
        waits = Q(state=ReplyState.QUEUED, due_at__gt=timezone.now() - WAITS_AT_MOST)
        due = due.exclude(waits, error_code="")
    rows = list(due.values_list("pk", "attempt", "due_at", "state")[:BATCH])
    return sum(_take_up(*row) for row in rows)


def _take_up(reply_id: "UUID", attempt: int, due_at: datetime, state: str) -> bool:
    if attempt >= MAX_ATTEMPTS:
        return _give_up(reply_id, attempt)
    with transaction.atomic():
        as_seen = Reply.objects.filter(pk=reply_id, attempt=attempt, due_at=due_at, state__in=UNFINISHED)
        # Queued again: the worker that held it, should it come back, has lost it.
        if not as_seen.update(state=ReplyState.QUEUED, due_at=timezone.now() + FORGOTTEN_AFTER):
            return False
        send_on_commit(TaskName.GENERATE_REPLY, reply_id=str(reply_id))
    if state == ReplyState.RUNNING:
        note(Happened.RECLAIMED)
    return True


def _give_up(reply_id: "UUID", attempt: int) -> bool:
    try:
        give_up(reply_id, attempt, "attempts_exhausted")
    except MessErpriseError as refused:  # its person was deactivated: there is nobody to tell
        log.warning("reply %s ended without words: %s", reply_id, type(refused).__name__)
        Reply.objects.filter(pk=reply_id, attempt=attempt).update(state=ReplyState.FAILED)
    return True
