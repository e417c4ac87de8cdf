"""One thread that sends what all replies of this process have to say: many pieces in one round."""

import logging
import threading
import time
from typing import TYPE_CHECKING

from messerprise.realtime.streams import append_all

if TYPE_CHECKING:
    from chat.services.writing import Writing

log = logging.getLogger(__name__)

EVERY = 0.03  # seconds between rounds: what replies say meanwhile goes together
LINGER = 1.0  # seconds without a word, then the thread ends


class Courier:
    """Asks each reply that has something to say for it, and sends all."""

    def __init__(self) -> None:
        self._waiting: set[Writing] = set()
        self._lock, self._round, self._called = threading.Lock(), threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, writing: "Writing") -> None:
        """Send what the reply has to say, in the next round."""
        with self._lock:
            self._waiting.add(writing)
            self._called.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._go_round, name="courier", daemon=True)
                self._thread.start()

    def send(self, *writings: "Writing") -> None:
        """Send what these have to say, now, after what is under way."""
        with self._round:
            sent = [(writing, entry) for writing in writings if (entry := writing.next_entry())]
            written = append_all([entry for _, entry in sent]) if sent else []
        for (writing, _), result in zip(sent, written, strict=True):
            writing.take_note(result)

    def _go_round(self) -> None:
        while self._called.wait(LINGER) or self._has_work():
            time.sleep(EVERY)
            with self._lock:
                self._called.clear()
                waiting, self._waiting = self._waiting, set()
            try:
                self.send(*waiting)
            except Exception:  # readers see a hole, and look; the others' pieces must go on
                log.exception("pieces not sent")

    def _has_work(self) -> bool:
        with self._lock:
            if not self._waiting:
                self._thread = None
            return bool(self._waiting)


courier = Courier()
