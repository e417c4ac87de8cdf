"""Copying transcripts between stores: again and again, if need be."""

from collections.abc import Iterator
from uuid import UUID

from chat.clients.transcripts import SequenceTaken, TranscriptStore
from chat.models import Conversation

BATCH = 100


def copy_transcripts(source: TranscriptStore, target: TranscriptStore) -> Iterator[tuple[UUID, int]]:
    """Copy what is missing of every conversation; yield it with the number of events copied now.

    Raises:
        SequenceTaken: the copy holds another event under a number.
        EventRefused: the target takes no event as large.
        StoreAway: a store cannot be reached.
    """
    for pk in Conversation.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield pk, _copy(pk, source, target)


def _copy(pk: UUID, source: TranscriptStore, target: TranscriptStore) -> int:
    copied, seq = 0, 0
    while events := source.after(pk, seq, BATCH):
        there = {each.seq: each for each in target.after(pk, events[0].seq - 1, BATCH)}
        for each in events:
            if there.get(each.seq, each) != each:
                raise SequenceTaken(pk, each.seq)
        missing = [each for each in events if each.seq not in there]
        target.append(pk, missing)
        copied, seq = copied + len(missing), events[-1].seq
    return copied
