"""The web process's end of all token streams: one reader task for all its sockets."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import redis.asyncio as aioredis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from messerprise.realtime import keys
from messerprise.realtime.tails import Piece, Tail

log = logging.getLogger(__name__)

PATIENCE = 1.0
LOOK_ANYWAY = 3.0  # a bell may be lost: look without one
Listener = Callable[[], None]
_followers: "WeakKeyDictionary[asyncio.AbstractEventLoop, Follower]" = WeakKeyDictionary()


def follower() -> "Follower":
    """Return the follower of the running event loop."""
    return _followers.setdefault(asyncio.get_running_loop(), Follower())


class Follower:
    """Keeps the tails of all watched replies up to date and calls their listeners."""

    def __init__(self) -> None:
        self._tails: dict[UUID, Tail] = {}
        self._listeners: dict[UUID, set[Listener]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._redis: aioredis.Redis | None = None
        self._bells: Any = None  # redis.asyncio.client.PubSub; its stubs are of an older release

    async def watch(self, reply_id: UUID, listener: Listener) -> Tail:
        """Return the reply's tail, read after subscribing, and call ``listener`` when it grows."""
        self._listeners[reply_id].add(listener)
        tail = self._tails.setdefault(reply_id, Tail())
        if self._redis is None:
            self._open()
        with contextlib.suppress(RedisError, OSError, TimeoutError):  # the reader subscribes again by itself
            await self._bells.subscribe(keys.bell_channel(reply_id))
            await self._read(reply_id)
        if self._task is None:
            self._task = asyncio.create_task(self._follow(self._bells))
        return tail

    async def unwatch(self, reply_id: UUID, listener: Listener) -> None:
        """Call ``listener`` no more; the last one to leave closes the connection."""
        self._listeners[reply_id].discard(listener)
        if self._listeners[reply_id]:
            return
        del self._listeners[reply_id]
        self._tails.pop(reply_id, None)
        if not self._listeners:
            await self._close()
        else:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await self._bells.unsubscribe(keys.bell_channel(reply_id))

    def _open(self) -> None:
        self._redis = aioredis.Redis.from_url(
            settings.REDIS_URL,
            decode_responses=True,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),
        )
        self._bells = self._redis.pubsub(ignore_subscribe_messages=True)

    async def _close(self) -> None:
        task, client, bells = self._task, self._redis, self._bells
        self._task = self._redis = self._bells = None
        if task:
            task.cancel()
            await asyncio.wait({task})
        if client:
            await bells.aclose()
            await client.aclose()

    async def _follow(self, bells: Any) -> None:
        while self._bells is bells:
            try:
                await bells.subscribe(*map(keys.bell_channel, self._listeners))
                while self._bells is bells:
                    await self._read_rung(bells)
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("reply streams not reached: %s", type(error).__name__)
                await asyncio.sleep(PATIENCE)

    async def _read_rung(self, bells: Any) -> None:
        """Wait for a bell, then read each stream that rang once; after a silence read all."""
        message = await bells.get_message(timeout=LOOK_ANYWAY)
        rung = set()
        while message:
            rung.add(message["channel"])
            message = await bells.get_message(timeout=0)
        for reply_id in [each for each in self._tails if not rung or keys.bell_channel(each) in rung]:
            await self._read(reply_id)

    async def _read(self, reply_id: UUID) -> None:
        tail, client = self._tails.get(reply_id), self._redis
        if tail is None or client is None:  # left meanwhile
            return
        before = (tail.attempt, tail.seq)
        start = f"({tail.attempt}-{tail.seq}" if tail.seq >= 0 else "-"
        entries: Any = await client.xrange(keys.stream_key(reply_id), start, "+")
        for entry, fields in entries:
            attempt, _, seq = entry.partition("-")
            tail.add(int(attempt), Piece(int(seq), int(fields["o"]), fields["t"]))
        if (tail.attempt, tail.seq) != before:
            for listener in list(self._listeners[reply_id]):
                listener()
