"""The worker's end of a token stream: short-lived text in Redis on its way to the browsers.

Nothing here is the truth: whatever is lost here comes from the database's checkpoint.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from redis.exceptions import NoScriptError

from messerprise.realtime import keys
from messerprise.realtime.brokers import ask, broker

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
APPEND_SHA = hashlib.sha1(APPEND.encode(), usedforsecurity=False).hexdigest()


class Written(IntEnum):
    """What became of an entry."""

    FENCED = 0  # a newer attempt writes: stop at once
    YES = 1
    LOST = 2  # Redis is away


@dataclass(frozen=True, slots=True)
class Entry:
    """Text at an offset (UTF-16 units) of one attempt at a reply, numbered, on its way to the stream."""

    writer: "StreamWriter"
    seq: int
    offset: int
    text: str

    @property
    def arguments(self) -> tuple[str | int, ...]:
        """What the script takes: two keys and the rest."""
        writer = self.writer
        told = ["text", writer.reply, writer.attempt, self.seq, self.offset, self.text]
        note = json.dumps([told], ensure_ascii=False)
        return (*writer.keys, writer.attempt, self.seq, self.offset, self.text, writer.channel, note)


class StreamWriter:
    """Numbers what is written of one attempt at one reply."""

    def __init__(self, log_id: UUID, reply_id: UUID, attempt: int) -> None:
        self.seq = 0
        self.attempt, self.reply = attempt, str(reply_id)
        self.channel = keys.log_channel(log_id)
        self.keys = keys.stream_key(reply_id), keys.fence_key(reply_id)

    def open(self) -> Written:
        """Begin the attempt: older attempts can write no more, readers learn of the new one."""
        return append_all([Entry(self, 0, 0, "")])[0]

    def entry(self, offset: int, text: str) -> Entry:
        """Return the next entry. One that is lost keeps its number: readers see the hole."""
        self.seq += 1
        return Entry(self, self.seq, offset, text)

    def append(self, offset: int, text: str) -> Written:
        """Add text at ``offset``."""
        return append_all([self.entry(offset, text)])[0]


def append_all(entries: Sequence[Entry]) -> list[Written]:
    """Add entries to their streams in one round; while Redis is away all are lost, without waiting."""
    results = ask(lambda client: _appended(client, entries))
    if results is None:
        return [Written.LOST for _entry in entries]
    for error in {type(each).__name__ for each in results if isinstance(each, Exception)}:
        log.warning("reply stream not written: %s", error)
    return [Written.LOST if isinstance(each, Exception) else Written(each) for each in results]


def _appended(client: redis.Redis, entries: Sequence[Entry]) -> list[Any]:
    results = _sent(client, entries)
    unknown = [at for at, result in enumerate(results) if isinstance(result, NoScriptError)]
    if unknown:
        client.script_load(APPEND)
        for at, result in zip(unknown, _sent(client, [entries[at] for at in unknown]), strict=True):
            results[at] = result
    return results


def _sent(client: redis.Redis, entries: Sequence[Entry]) -> list[Any]:
    with client.pipeline(transaction=False) as pipe:
        for entry in entries:
            pipe.evalsha(APPEND_SHA, 2, *entry.arguments)
        return pipe.execute(raise_on_error=False)


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
