"""One look into the database for all sockets of a process: whoever stands behind is told to read."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

from messerprise.realtime.cancelling import is_cancelled

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds
Heads = Callable[[list[UUID]], Awaitable[Mapping[UUID, int]]]
_lookouts: "WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Heads, Lookout]]" = WeakKeyDictionary()


class Reader(Protocol):
    """Who reads a log up to ``event_seq``."""

    log_id: UUID
    event_seq: int

    def ring(self) -> None:
        """Look into the log."""


def lookout(heads: Heads) -> "Lookout":
    """Return the lookout of the running event loop for one kind of log.

    Args:
        heads: returns the number of the newest event of each log.
    """
    return _lookouts.setdefault(asyncio.get_running_loop(), {}).setdefault(heads, Lookout(heads))


class Lookout:
    """Announcements may be lost; this is what makes up for it."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads
        self._readers: set[Reader] = set()
        self._task: asyncio.Task[None] | None = None

    def enter(self, reader: Reader) -> None:
        """Look for this reader too."""
        self._readers.add(reader)
        if self._task is None:
            self._task = asyncio.create_task(self._look_out())

    def leave(self, reader: Reader) -> None:
        """Look for this reader no more."""
        self._readers.discard(reader)
        if not self._readers and self._task:
            self._task.cancel()
            self._task = None

    async def _look_out(self) -> None:
        while not is_cancelled():
            await asyncio.sleep(EVERY)
            readers = list(self._readers)
            try:
                heads = await self._heads([reader.log_id for reader in readers])
            except Exception as error:  # noqa: BLE001 - the database is away: look again later
                log.warning("no look into the logs: %s", type(error).__name__)
                continue
            for reader in readers:
                if heads.get(reader.log_id, 0) > reader.event_seq:
                    reader.ring()
