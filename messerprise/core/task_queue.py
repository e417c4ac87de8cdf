"""The way to the queues of tasks, which gives up soon: whoever asks for a task is a page or a socket."""

import logging
import time
from collections.abc import Mapping
from functools import cache

from celery import current_app
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import ProducerPool, producers

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds; a worker's own connections wait longer
SOON = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "retry_on_timeout": False,
    "max_retries": 0,  # of connecting; kombu would try for seconds
}

_away_until = 0.0


def send(name: str, kwargs: Mapping[str, str | int]) -> bool:
    """Hand a task to the broker; return whether it was taken. While the broker is away it is not."""
    global _away_until  # noqa: PLW0603 - one breaker a process: a dead broker must not hold up each who asks
    if time.monotonic() < _away_until:
        return False
    try:
        with _producers().acquire(block=True, timeout=PATIENCE) as producer:
            current_app.tasks[name].apply_async(kwargs=dict(kwargs), producer=producer, retry=False)
    except (OperationalError, LimitExceeded, OSError) as error:
        _away_until = time.monotonic() + PATIENCE
        log.warning("task %s not sent: %s", name, type(error).__name__)
        return False
    return True


@cache
def _producers() -> ProducerPool:
    pool: ProducerPool = producers[current_app.connection_for_write(transport_options=SOON)]
    return pool
