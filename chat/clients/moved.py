"""What was moved out of the database, for readers: people wait for them."""

import logging
import time
from functools import cache
from uuid import UUID

from botocore.config import Config
from django.conf import settings

from chat.clients.dynamodb import DynamoTranscripts, configured_transcripts
from chat.clients.transcripts import StoreAway, StoredEvent

log = logging.getLogger(__name__)

IN_HASTE = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=1, read_timeout=2)
PAUSE = 15.0
"""Seconds for which nobody asks a store that was away."""


class MovedTranscripts:
    """Reads a store in haste; safe to share among threads."""

    def __init__(self, store: DynamoTranscripts) -> None:
        self._store, self._ask_again_at = store, 0.0

    def after(self, conversation_id: UUID, seq: int, limit: int) -> list[StoredEvent]:
        """Return the first ``limit`` events above a number, in order; none while the store is away."""
        if time.monotonic() < self._ask_again_at:
            return []
        try:
            return self._store.after(conversation_id, seq, limit)
        except StoreAway as error:
            self._ask_again_at = time.monotonic() + PAUSE
            log.warning("moved transcripts cannot be read, pages are drawn anew instead: %s", error)
            return []


def moved_transcripts() -> MovedTranscripts | None:
    """Return the store that old events are moved to, if the settings name one."""
    return _reader(settings.TRANSCRIPT_TABLE) if settings.TRANSCRIPT_STORE == "dynamodb" else None


@cache
def _reader(_table: str) -> MovedTranscripts:
    return MovedTranscripts(configured_transcripts(IN_HASTE))
