"""The web process's end of all logs: one subscription for all its sockets."""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from typing import Any, Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

import redis.asyncio as aioredis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from messerprise.realtime import keys
from messerprise.realtime.brokers import PATIENCE
from messerprise.realtime.cancelling import is_cancelled
from messerprise.realtime.tails import Piece, Tail

log = logging.getLogger(__name__)

ANYWAY = 5.0  # seconds without a word: whether the broker still knows us
_ears: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hearing]" = WeakKeyDictionary()


class Listener(Protocol):
    """Who wants to hear of a log; none of these may wait."""

    def hear(self, frame: str, seq: int, opens: str, ends: str) -> None:
        """Take a frame of the log, see ``announcements.Told``."""

    def read(self, reply: str, attempt: int, piece: Piece) -> None:
        """Take a piece of a reply's text."""

    def ring(self) -> None:
        """Look into the log: something may have been missed."""


def hearing() -> "Hearing":
    """Return the hearing of the running event loop."""
    return _ears.setdefault(asyncio.get_running_loop(), Hearing())


def overhear(channel: str, note: str) -> None:
    """Pass on what this process tells itself, from any thread."""
    for loop, ears in list(_ears.items()):
        if channel in ears.listeners and not loop.is_closed():
            loop.call_soon_threadsafe(ears.pass_on, channel, note)


class Hearing:
    """Passes on what is announced; works again by itself after the broker was away."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[Listener]] = defaultdict(set)
        self._redis: aioredis.Redis | None = None
        self._told: Any = None  # redis.asyncio.client.PubSub; its stubs are of an older release
        self._task: asyncio.Task[None] | None = None
        self._subscribing = asyncio.Lock()  # two at once would open two connections and read only one

    async def listen(self, log_id: UUID, listener: Listener) -> None:
        """Let ``listener`` hear of a log, from now on or from when the broker is back."""
        channel = keys.log_channel(log_id)
        self.listeners[channel].add(listener)
        if self._redis is None:
            self._open()
        with contextlib.suppress(RedisError, OSError, TimeoutError):  # the task subscribes again by itself
            await self._subscribe(self._told, channel)
        if self._task is None:
            self._task = asyncio.create_task(self._listen(self._told))

    async def leave(self, log_id: UUID, listener: Listener) -> None:
        """Let ``listener`` hear no more; the last one to leave closes the connection."""
        channel = keys.log_channel(log_id)
        self.listeners[channel].discard(listener)
        if self.listeners[channel]:
            return
        del self.listeners[channel]
        if not self.listeners:
            await self._close()
        else:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                async with self._subscribing:
                    await self._told.unsubscribe(channel)

    def pass_on(self, channel: str, note: str) -> None:
        """Give everybody who listens what was told; what is empty asks them to look."""
        listeners = list(self.listeners.get(channel, ()))
        items = json.loads(note) if listeners else ()
        for listener in listeners:
            for kind, *item in items:
                if kind == "told":
                    listener.hear(*item)
                else:
                    reply, attempt, seq, offset, text = item
                    listener.read(reply, attempt, Piece(seq, offset, text))
            if not items:
                listener.ring()

    async def read_stream(self, reply_id: UUID, tail: Tail) -> None:
        """Bring a tail up to what the broker holds of the reply's text; without a broker leave it."""
        if self._redis is None:
            return
        start = f"({tail.attempt}-{tail.seq}" if tail.seq >= 0 else "-"
        try:
            entries: Any = await self._redis.xrange(keys.stream_key(reply_id), start, "+")
        except (RedisError, OSError, TimeoutError):
            return
        for entry, fields in entries:
            attempt, _, seq = entry.partition("-")
            tail.add(int(attempt), Piece(int(seq), int(fields["o"]), fields["t"]))

    async def _subscribe(self, told: Any, *channels: str) -> None:
        async with self._subscribing:
            await told.subscribe(*channels)

    def _open(self) -> None:
        self._redis = aioredis.Redis.from_url(
            settings.REDIS_URL,
            decode_responses=True,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),
        )
        self._told = self._redis.pubsub()

    async def _close(self) -> None:
        task, client, told = self._task, self._redis, self._told
        self._task = self._redis = self._told = None
        if task:
            task.cancel()
            await asyncio.wait({task})
        if client:
            await told.aclose()
            await client.aclose()

    async def _listen(self, told: Any) -> None:
        while self._told is told and not is_cancelled():
            try:
                await self._subscribe(told, *self.listeners)
                self._ring_all()
                while self._told is told and not is_cancelled():
                    await self._hear(told)
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("news not heard: %s", type(error).__name__)
                with contextlib.suppress(RedisError, OSError, TimeoutError):
                    async with self._subscribing:
                        await told.aclose()  # subscribing opens another connection
                await asyncio.sleep(PATIENCE)

    async def _hear(self, told: Any) -> None:
        """Wait for a word; after a silence ask whether the broker is there.

        Raises:
            TimeoutError: it does not answer.
        """
        message = await told.get_message(timeout=ANYWAY)
        if message is None:
            await told.ping()
            message = await told.get_message(timeout=ANYWAY)
            if message is None:
                raise TimeoutError
        if message["type"] == "message":
            self.pass_on(message["channel"], message["data"])

    def _ring_all(self) -> None:
        for listener in [each for some in self.listeners.values() for each in some]:
            listener.ring()
