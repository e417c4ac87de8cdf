"""Counting failed sign-ins in the shared cache."""

import hashlib
import logging

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

WINDOW_SECONDS = 15 * 60
LIMIT_FOR_PAIR = 10
LIMIT_FOR_ADDRESS = 100  # an office behind one address mistypes more often than one person


def too_many(username: str, address: str) -> bool:
    """Tell whether this user name from this address, or this address at all, failed too often.

    Without a cache nobody is kept out: that would lock everyone out with it.
    """
    try:
        counts = cache.get_many(_limits(username, address))
    except RedisError as error:
        log.warning("sign-in attempts are not counted: %s", type(error).__name__)
        return False
    return any(counts.get(key, 0) >= limit for key, limit in _limits(username, address).items())


def count_failure(username: str, address: str) -> None:
    """Count one failure; the count ends fifteen minutes after the first."""
    try:
        for key in _limits(username, address):
            cache.add(key, 0, WINDOW_SECONDS)
            cache.incr(key)
    except (RedisError, ValueError) as error:  # ValueError: the count ended between the two lines
        log.warning("a sign-in attempt was not counted: %s", type(error).__name__)


def forget(username: str, address: str) -> None:
    """Forget the failures of a pair that got in after all."""
    try:
        cache.delete(_key(username.casefold(), address))
    except RedisError as error:
        log.warning("sign-in attempts are not forgotten: %s", type(error).__name__)


def _limits(username: str, address: str) -> dict[str, int]:
    return {_key(username.casefold(), address): LIMIT_FOR_PAIR, _key("", address): LIMIT_FOR_ADDRESS}


def _key(username: str, address: str) -> str:
    return "sign-in:" + hashlib.sha256(f"{username}\0{address}".encode()).hexdigest()
