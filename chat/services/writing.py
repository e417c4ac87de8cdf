"""Getting a reply's text out while it grows: deltas by the courier, checkpoints by the keeper."""

import time
from collections.abc import Callable

from chat.services.keeping import keeper
from chat.services.replies import Claim, Kept, ReplyLost
from chat.services.sending import courier
from messerprise.realtime.streams import Entry, StreamWriter, Written

COALESCE, COALESCE_FULL = 0.06, 0.25  # seconds between deltas: of one reply, of as many as make a worker full
FULL = 12


def utf16_length(text: str) -> int:
    """Return the length as browsers count it."""
    return len(text.encode("utf-16-le")) // 2


class Writing:
    """The text of one attempt on its way out; others ask ``must_end`` several times a second meanwhile."""

    def __init__(self, claim: Claim, *, until: float, leave: Callable[[], bool]) -> None:
        self.text = ""
        self.is_stopped, self.is_overdue, self.is_lost = claim.reply.stop_requested, False, False
        self.kept = Kept(claim, "", 0)
        self.claim = claim
        self._until, self._leave = until, leave
        self._stream = StreamWriter(claim.reply.conversation_id, claim.reply_id, claim.attempt)
        self._sent, self._offset = 0, 0

    @property
    def seq(self) -> int:
        """The number of the last delta."""
        return self._stream.seq

    def open(self) -> None:
        """Begin the attempt. The first one needs no announcement: there is no other to be told from.

        Raises:
            ReplyLost: a later attempt has begun.
        """
        if self.claim.attempt > 1 and self._stream.open() is Written.FENCED:
            raise ReplyLost
        keeper.take(self)

    def close(self) -> None:
        """Keep nothing alive any more."""
        keeper.leave(self)

    def pace(self) -> float:
        """Return how long to gather text: the first words go at once, the others longer the fuller it is."""
        if not self._sent:
            return 0.0
        return COALESCE + (COALESCE_FULL - COALESCE) * min(1.0, keeper.load / FULL)

    def grow(self, text: str) -> None:
        """Take the whole text so far; the first words are sent at once, the others soon."""
        self.text = text
        if self._sent:
            courier.take(self)
        else:
            self.flush()

    def flush(self) -> None:
        """Send what is not sent yet."""
        courier.send(self)

    def next_entry(self) -> Entry | None:
        """Return what is to be sent next, for the courier alone."""
        text = self.text
        new = text[self._sent :]
        if not new or self.is_lost:
            return None
        entry = self._stream.entry(self._offset, new)
        self._sent, self._offset = len(text), self._offset + utf16_length(new)
        self.kept = Kept(self.claim, text, entry.seq)
        return entry

    def take_note(self, written: Written) -> None:
        """Take note of what became of the entry."""
        self.is_lost = self.is_lost or written is Written.FENCED

    def must_end(self) -> bool:
        """Tell whether to listen to the model no longer."""
        self.is_overdue = time.monotonic() > self._until
        return self.is_stopped or self.is_overdue or self.is_lost or self._leave()
