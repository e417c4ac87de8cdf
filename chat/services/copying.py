"""Copying transcripts between stores: again and again, if need be."""

from collections.abc import Iterator
from uuid import UUID

from chat.clients.transcripts import TranscriptStore
from chat.models import Conversation

BATCH = 100


class CopyIncomplete(Exception):
    """A conversation has another number of events in the copy."""


def copy_transcripts(source: TranscriptStore, target: TranscriptStore) -> Iterator[tuple[UUID, int]]:
    """Copy what is missing of every conversation; yield it with the number of events copied now.

    Raises:
        SequenceTaken: the copy holds another event under a number.
        CopyIncomplete: the counts differ afterwards.
    """
    for pk in Conversation.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield pk, _copy(pk, source, target)


def _copy(pk: UUID, source: TranscriptStore, target: TranscriptStore) -> int:
    copied, seq, there = 0, 0, target.count(pk)
    if there == source.count(pk):
        return 0
    while events := source.after(pk, seq, BATCH):
        target.append(pk, events)
        copied, seq = copied + len(events), events[-1].seq
    if target.count(pk) < copied:
        msg = f"{target.count(pk)} of {copied} events of conversation {pk} are in the copy"
        raise CopyIncomplete(msg)
    return copied
