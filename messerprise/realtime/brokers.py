"""Connections to Redis that give up soon: nothing may hang on what is not the truth."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE = 1.0
QUEUES = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]


@cache
def broker(url: str) -> redis.Redis:
    """Return the client that all threads of this process share."""
    return redis.Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),
    )


def queue_length(name: str) -> int:
    """Return how many tasks wait in a queue; none where the broker cannot be asked."""
    try:
        return int(broker(settings.REDIS_URL).llen(f"{QUEUES}{name}"))
    except (redis.RedisError, OSError):
        return 0
