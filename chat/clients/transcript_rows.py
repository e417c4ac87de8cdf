"""Transcripts as rows of our database."""

from collections.abc import Sequence
from uuid import UUID

from chat.clients.transcripts import SequenceTaken, StoredEvent
from chat.models import ConversationEvent


class RowTranscripts:
    """The default store."""

    def append(self, conversation_id: UUID, events: Sequence[StoredEvent]) -> None:
        """See ``TranscriptStore``."""
        rows = ConversationEvent.objects.filter(
            conversation=conversation_id, seq__in=[each.seq for each in events]
        )
        there = {row.seq: _event(row) for row in rows}
        for each in events:
            if there.get(each.seq, each) != each:
                raise SequenceTaken(conversation_id, each.seq)
        ConversationEvent.objects.bulk_create(
            ConversationEvent(
                conversation_id=conversation_id,
                seq=each.seq,
                type=each.type,
                data=each.data,
                created_at=each.created_at,
            )
            for each in events
            if each.seq not in there
        )

    def after(self, conversation_id: UUID, seq: int, limit: int) -> list[StoredEvent]:
        """See ``TranscriptStore``."""
        rows = ConversationEvent.objects.filter(conversation=conversation_id, seq__gt=seq).order_by("seq")
        return [_event(row) for row in rows[:limit]]

    def count(self, conversation_id: UUID) -> int:
        """See ``TranscriptStore``."""
        return ConversationEvent.objects.filter(conversation=conversation_id).count()

    def forget(self, conversation_id: UUID) -> None:
        """See ``TranscriptStore``."""
        ConversationEvent.objects.filter(conversation=conversation_id).delete()


def _event(row: ConversationEvent) -> StoredEvent:
    return StoredEvent(row.seq, row.type, row.data, row.created_at)
