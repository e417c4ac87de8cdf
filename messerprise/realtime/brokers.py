"""Connections to Redis that give up soon: nothing may hang on what is not the truth."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = 1.0
QUEUES = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]

_away_until: dict[str, float] = {}


@cache
def broker(url: str) -> redis.Redis:
    """Return the client that all threads of this process share."""
    return redis.Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1, (redis.ConnectionError,)),  # a kept one that was lost; who waited, waited
    )


def queue_length(name: str) -> int:
    """Return how many tasks wait in a queue; none where the broker cannot be asked."""
    try:
        return int(broker(settings.REDIS_URL).llen(f"{QUEUES}{name}"))
    except (redis.RedisError, OSError):
        return 0


def ask(question: Callable[[redis.Redis], T]) -> T | None:
    """Return what the broker answers; ``None`` while it is away, which is found out once in ``PATIENCE``."""
    url = settings.REDIS_URL
    if time.monotonic() < _away_until.get(url, 0):
        return None
    try:
        return question(broker(url))
    except (redis.RedisError, OSError) as error:
        _away_until[url] = time.monotonic() + PATIENCE  # a dead broker must not hold up each who asks
        log.warning("broker not asked: %s", type(error).__name__)
        return None
