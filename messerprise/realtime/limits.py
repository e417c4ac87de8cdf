"""How fast one may act: frames by a bucket in each process, what costs by counts that all processes share."""

import time
from enum import StrEnum
from typing import Any
from weakref import WeakValueDictionary

from django.conf import settings
from django.utils.crypto import salted_hmac

from messerprise.realtime import keys
from messerprise.realtime.brokers import ask

MINUTE = 60
REQUESTS = (600, 60_000)  # a page without a socket asks once a second while a reply is written
REFUSALS = (10, 60)


class Act(StrEnum):
    """What is counted by the minute."""

    MESSAGE = "message"  # a message sent, or an answer set, by whichever way
    REQUEST = "request"  # a ticket or a look for news
    REFUSAL = "refusal"  # a socket that was refused: how many of them are recorded


class TokenBucket:
    """Allows ``rate`` frames a second with bursts of ``burst``; times are given by the caller."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._at = burst, now

    def take(self, now: float) -> bool:
        """Take one frame's worth; return whether there was any left."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


_buckets: WeakValueDictionary[str, TokenBucket] = WeakValueDictionary()


def bucket_of(user_id: str, now: float, *, rate: float = 20, burst: float = 100) -> TokenBucket:
    """Return the bucket that all sockets of a user in this process share; it lives while one holds it."""
    return _buckets.setdefault(user_id, TokenBucket(rate, burst, now))


def take(act: Act, *, user_id: object = "", address: str = "") -> bool:
    """Count an act of a person at an address; tell whether both are within their limits.

    The counts are those of the running minute. Without a broker everything is within them.
    """
    of_user, of_address = _limits()[act]
    limits = {
        user_owner(user_id): of_user if user_id else 0,
        address_owner(address): of_address if address else 0,
    }
    minute = int(time.time()) // MINUTE
    asked = {keys.rate_key(act, owner, minute): limit for owner, limit in limits.items() if limit}

    def count(broker: Any) -> list[int]:
        with broker.pipeline(transaction=False) as pipeline:
            for key in asked:
                pipeline.incr(key)
                pipeline.expire(key, 2 * MINUTE)
            return list(pipeline.execute()[::2])

    counts = (ask(count) if asked else None) or [0] * len(asked)
    return all(found <= limit for found, limit in zip(counts, asked.values(), strict=True))


def _limits() -> dict[Act, tuple[int, int]]:
    """Return how often a minute, of a person and of an address; 0 is no limit."""
    messages = settings.MESSAGES_PER_USER, settings.MESSAGES_PER_ADDRESS
    return {Act.MESSAGE: messages, Act.REQUEST: REQUESTS, Act.REFUSAL: REFUSALS}


def user_owner(user_id: object) -> str:
    """Return what names a person in the broker."""
    return f"user:{user_id}"


def address_owner(address: str) -> str:
    """Return what names a network address in the broker without giving it away."""
    return f"address:{salted_hmac('messerprise.realtime.address', address).hexdigest()[:16]}"
