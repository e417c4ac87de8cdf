"""Moves old events out of the database: write, read back, and only then delete.

Events never change, and readers take what the database lacks from the store. So nothing is locked, two movers
at once only repeat each other, and one that is killed leaves some events in both places at worst.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from chat.clients.dynamodb import configured_transcripts
from chat.clients.transcript_rows import RowTranscripts
from chat.clients.transcripts import NotStored, StoreAway, TranscriptStore
from chat.models import ConversationEvent

if TYPE_CHECKING:
    from uuid import UUID

log = logging.getLogger(__name__)

BATCH = 100
MOST = 1000
"""Events a run, so that it leaves its worker to others after seconds."""


def move_transcripts() -> int:
    """Move the events that are old enough, the oldest first; return how many."""
    if settings.TRANSCRIPT_STORE != "dynamodb":
        return 0
    store, moved = configured_transcripts(), 0
    old = timezone.now() - timedelta(days=settings.TRANSCRIPT_MOVE_AFTER_DAYS)
    for conversation_id in _with_events_before(old):
        try:
            moved += _move(conversation_id, old, store)
        except NotStored as error:
            log.error("kept in the database: %s", error)  # noqa: TRY400 - a traceback would show the event
        except StoreAway as error:
            log.warning("transcripts are moved later: %s", error)
            break
        if moved >= MOST:
            break
    return moved


def _with_events_before(old: datetime) -> "Iterator[UUID]":
    """Yield the conversations of old events; rows are in the order in which they were made."""
    last, seen = 0, set()
    while rows := _rows_after(last):
        for last, conversation_id, created_at in rows:  # noqa: B007 - where the next page begins
            if created_at >= old:
                return
            if conversation_id not in seen:
                seen.add(conversation_id)
                yield conversation_id


def _rows_after(key: int) -> "list[tuple[int, UUID, datetime]]":
    rows = ConversationEvent.objects.filter(pk__gt=key).order_by("pk")
    return list(rows.values_list("pk", "conversation_id", "created_at")[:MOST])


def _move(conversation_id: "UUID", old: datetime, store: TranscriptStore) -> int:
    rows, moved = RowTranscripts(), 0
    while moved < MOST:
        events = list(takewhile(lambda each: each.created_at < old, rows.after(conversation_id, 0, BATCH)))
        if not events:
            break
        first, last = events[0].seq, events[-1].seq
        store.append(conversation_id, events)
        if store.after(conversation_id, first - 1, len(events)) != events:
            raise StoreAway(f"of conversation {conversation_id} not all that was written is read back")
        ConversationEvent.objects.filter(conversation=conversation_id, seq__range=(first, last)).delete()
        moved += len(events)
    return moved
