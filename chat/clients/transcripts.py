"""What a store of transcripts promises, whatever keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


class NotStored(Exception):
    """An event cannot be stored, now or later; the message never says what is in it."""


class SequenceTaken(NotStored):
    """Another event already has this number in this conversation."""

    def __init__(self, conversation_id: UUID, seq: int) -> None:
        """Name the conversation and the number."""
        super().__init__(f"event {seq} of conversation {conversation_id} is stored with other content")


class EventRefused(NotStored):
    """The store does not take such an event: it is too large."""

    def __init__(self, conversation_id: UUID, seq: int) -> None:
        """Name the conversation and the number."""
        super().__init__(f"event {seq} of conversation {conversation_id} is not taken: it is too large")


class StoreAway(Exception):
    """The store cannot be reached, is not set up or has too much to do: try again later."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One line of a transcript; ``data`` is JSON, ``created_at`` aware."""

    seq: int
    type: str
    data: dict[str, Any]
    created_at: datetime


class TranscriptStore(Protocol):
    """Events of conversations by number; each number is written once."""

    def append(self, conversation_id: UUID, events: Sequence[StoredEvent]) -> None:
        """Store events in order; the same again changes nothing.

        Raises:
            SequenceTaken: a number is taken by other content.
            EventRefused: an event is too large.
            StoreAway: the store cannot be reached.
        """

    def after(self, conversation_id: UUID, seq: int, limit: int) -> list[StoredEvent]:
        """Return the first ``limit`` events above a number, in order, with all that was appended before."""

    def count(self, conversation_id: UUID) -> int:
        """Return how many events are stored."""

    def forget(self, conversation_id: UUID) -> None:
        """Erase all events of a conversation; none being there is fine."""
