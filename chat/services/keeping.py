"""One thread that keeps alive all replies that this process writes: leases, checkpoints, wishes to stop."""

import logging
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from chat.services import replies
from messerprise.realtime.streams import stopped_among

if TYPE_CHECKING:
    from chat.services.replies import Kept
    from chat.services.writing import Writing

log = logging.getLogger(__name__)

EVERY = 0.1
CHECKPOINT = 1.0
KEPT_ALIVE_PER_LEASE = 4


class Keeper:
    """Does for all replies at once what each would do alone ten times a second."""

    def __init__(self) -> None:
        self._due: dict[Writing, float] = {}
        self._lock, self._round = threading.Lock(), threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def load(self) -> int:
        """How many replies are being written."""
        return len(self._due)

    def take(self, writing: "Writing") -> None:
        """Keep this one too."""
        with self._lock:
            self._due[writing] = time.monotonic() + CHECKPOINT
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
                self._thread.start()

    def leave(self, writing: "Writing") -> None:
        """Keep this one no more; a round that is under way ends first."""
        with self._lock:
            self._due.pop(writing, None)
        with self._round:
            pass

    def checkpoint(self, *writings: "Writing") -> None:
        """Renew the leases and store the texts; tell whoever lost theirs or is asked to stop."""
        lost, asked = replies.keep_replies([writing.kept for writing in writings])
        for writing in writings:
            writing.is_lost = writing.is_lost or writing.claim in lost
            writing.is_stopped = writing.is_stopped or writing.claim in asked

    def _keep(self) -> None:
        kept: dict[Writing, Kept] = {}
        while self._has_work():
            time.sleep(EVERY)
            with self._round:
                self._keep_once(kept)
        connections.close_all()

    def _keep_once(self, kept: "dict[Writing, Kept]") -> None:
        with self._lock:
            due = dict(self._due)
        stopped = stopped_among([writing.claim.reply_id for writing in due])
        for writing in due:
            writing.is_stopped = writing.is_stopped or writing.claim.reply_id in stopped
        self._keep_due(due, kept)

    def _has_work(self) -> bool:
        with self._lock:
            if not self._due:
                self._thread = None
            return bool(self._due)

    def _keep_due(self, due: "dict[Writing, float]", kept: "dict[Writing, Kept]") -> None:
        """Store what grew since a second ago; where nothing grew, renew the lease in good time."""
        now, renew = time.monotonic(), settings.REPLY_LEASE_SECONDS / KEPT_ALIVE_PER_LEASE
        for gone in kept.keys() - due.keys():
            del kept[gone]
        ripe = [
            writing
            for writing, at in due.items()
            if now >= (at if writing.kept is not kept.get(writing) else at + renew - CHECKPOINT)
        ]
        if not ripe:
            return
        seen = {writing: writing.kept for writing in ripe}
        try:
            close_old_connections()
            self.checkpoint(*ripe)
        except DatabaseError as error:  # the leases run on; whoever is not kept in time is taken up again
            log.warning("replies not kept: %s", type(error).__name__)
            return
        kept.update(seen)
        with self._lock:
            self._due.update({each: now + CHECKPOINT for each in ripe if each in self._due})


keeper = Keeper()
