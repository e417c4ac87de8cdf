"""Getting a reply's text out while it grows: deltas to the stream, checkpoints to the database."""

import time
from collections.abc import Callable

from django.conf import settings

from chat.models import Reply
from chat.services import replies
from chat.services.replies import Claim, ReplyLost
from messerprise.realtime.streams import StreamWriter, Written

COALESCE = 0.06
CHECKPOINT = 1.0
KEPT_ALIVE_PER_LEASE = 4


def utf16_length(text: str) -> int:
    """Return the length as browsers count it."""
    return len(text.encode("utf-16-le")) // 2


class Writing:
    """The text of one attempt on its way out; ``pulse`` is called ten times a second meanwhile."""

    def __init__(self, claim: Claim, *, until: float, leave: Callable[[], bool]) -> None:
        self.text = ""
        self.is_stopped = self.is_overdue = self.is_lost = False
        self._claim, self._until, self._leave = claim, until, leave
        self._stream = StreamWriter(claim.reply_id, claim.attempt)
        self._sent, self._offset, self._kept = 0, 0, ""
        self._flushed_at = self._kept_at = 0.0
        self._keep_alive = settings.REPLY_LEASE_SECONDS / KEPT_ALIVE_PER_LEASE

    @property
    def seq(self) -> int:
        """The number of the last delta."""
        return self._stream.seq

    def open(self) -> None:
        """Begin the attempt.

        Raises:
            ReplyLost: a later attempt has begun.
        """
        if self._stream.open() is Written.FENCED:
            raise ReplyLost
        self._kept_at = time.monotonic()
        self.is_stopped = Reply.objects.filter(pk=self._claim.reply_id, stop_requested=True).exists()

    def grow(self, text: str) -> None:
        """Take the whole text so far; send what is new, not more often than readers can see."""
        self.text = text
        if time.monotonic() - self._flushed_at >= COALESCE:
            self.flush()

    def flush(self) -> None:
        """Send what is not sent yet."""
        new = self.text[self._sent :]
        if not new or self.is_lost:
            return
        self._flushed_at = time.monotonic()
        self.is_lost = self._stream.append(self._offset, new) is Written.FENCED
        self._sent, self._offset = len(self.text), self._offset + utf16_length(new)

    def pulse(self) -> bool:
        """Keep everything alive; return whether to stop listening to the model."""
        now = time.monotonic()
        self.flush()
        if now - self._kept_at >= (CHECKPOINT if self.text != self._kept else self._keep_alive):
            self.checkpoint()
        self.is_overdue = now > self._until
        self.is_stopped = self.is_stopped or self._stream.is_stopped()
        return self.is_stopped or self.is_overdue or self.is_lost or self._leave()

    def checkpoint(self) -> None:
        """Renew the lease and store the text."""
        self._kept_at, self._kept = time.monotonic(), self.text[: self._sent]
        try:
            asked_to_stop = replies.keep_reply(self._claim, text=self._kept, seq=self.seq)
        except ReplyLost:
            self.is_lost = True
        else:
            self.is_stopped = self.is_stopped or asked_to_stop
