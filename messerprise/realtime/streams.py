"""The worker's end of a token stream: short-lived text in Redis on its way to the browsers.

Nothing here is the truth: whatever is lost here comes from the database's checkpoint.
"""

import json
import logging
import time
from collections.abc import Sequence
from enum import IntEnum
from typing import Any
from uuid import UUID

import redis
from django.conf import settings

from messerprise.realtime import keys
from messerprise.realtime.brokers import PATIENCE, broker

log = logging.getLogger(__name__)

KEPT_SECONDS = 900
MAX_ENTRIES = 2000

APPEND = f"""
local fence = tonumber(redis.call('GET', KEYS[2]) or '0')
local attempt = tonumber(ARGV[1])
if fence > attempt then return 0 end
if fence < attempt then
  redis.call('DEL', KEYS[1])
  redis.call('SET', KEYS[2], ARGV[1], 'EX', {KEPT_SECONDS})
end
local id = ARGV[1] .. '-' .. ARGV[2]
redis.call('XADD', KEYS[1], 'MAXLEN', '~', {MAX_ENTRIES}, id, 'o', ARGV[3], 't', ARGV[4])
redis.call('EXPIRE', KEYS[1], {KEPT_SECONDS})
redis.call('PUBLISH', ARGV[5], ARGV[6])
return 1
"""


class Written(IntEnum):
    """What became of an entry."""

    FENCED = 0  # a newer attempt writes: stop at once
    YES = 1
    LOST = 2  # Redis is away


class StreamWriter:
    """Writes one attempt at one reply. While Redis is away it tries again once in ``PATIENCE`` seconds."""

    def __init__(self, log_id: UUID, reply_id: UUID, attempt: int) -> None:
        self.seq = 0
        self._attempt = attempt
        self._reply_id = reply_id
        self._channel = keys.log_channel(log_id)
        self._redis = broker(settings.REDIS_URL)
        self._append = self._redis.register_script(APPEND)
        self._keys = [keys.stream_key(reply_id), keys.fence_key(reply_id)]
        self._away_until = 0.0

    def open(self) -> Written:
        """Begin the attempt: older attempts can write no more, readers learn of the new one."""
        return self._write(0, "")

    def append(self, offset: int, text: str) -> Written:
        """Add text at ``offset`` (UTF-16 units). A lost entry keeps its number: readers see the hole."""
        self.seq += 1
        return self._write(offset, text)

    def _write(self, offset: int, text: str) -> Written:
        if time.monotonic() < self._away_until:
            return Written.LOST
        item: list[str | int] = ["text", str(self._reply_id), self._attempt, self.seq, offset, text]
        args: list[str | int] = [
            self._attempt,
            self.seq,
            offset,
            text,
            self._channel,
            json.dumps([item], ensure_ascii=False),
        ]
        try:
            return Written(self._append(keys=self._keys, args=args))
        except redis.RedisError as error:
            self._lost(error)
            return Written.LOST

    def _lost(self, error: Exception) -> None:
        log.warning("reply stream not reached: %s", type(error).__name__)
        self._away_until = time.monotonic() + PATIENCE


def stopped_among(reply_ids: Sequence[UUID]) -> set[UUID]:
    """Return those for which ``request_stop`` was called; none while Redis is away."""
    if not reply_ids:
        return set()
    try:
        flags: Any = broker(settings.REDIS_URL).mget([keys.stop_key(reply_id) for reply_id in reply_ids])
    except redis.RedisError as error:
        log.warning("stop flags not read: %s", type(error).__name__)
        return set()
    return {reply_id for reply_id, flag in zip(reply_ids, flags, strict=True) if flag}


def request_stop(reply_id: UUID) -> None:
    """Ask the worker that writes the reply to stop; the database row says so as well."""
    try:
        broker(settings.REDIS_URL).set(keys.stop_key(reply_id), "1", ex=KEPT_SECONDS)
    except redis.RedisError as error:
        log.warning("stop flag not set: %s", type(error).__name__)
