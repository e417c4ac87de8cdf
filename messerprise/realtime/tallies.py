"""What happened how often in the last minutes, in all processes; kept in the broker, gone with it."""

import time
from enum import StrEnum
from typing import Any

from messerprise.realtime import keys
from messerprise.realtime.brokers import ask

MINUTE = 60
KEPT_MINUTES = 15


class Happened(StrEnum):
    """What is counted."""

    RECLAIMED = "reclaimed"  # a reply was taken from a worker that was gone


def note(what: Happened) -> None:
    """Count it once more; without a broker it is not counted."""
    key = keys.tally_key(what, int(time.time()) // MINUTE)

    def count(broker: Any) -> None:
        with broker.pipeline(transaction=False) as pipeline:
            pipeline.incr(key)
            pipeline.expire(key, KEPT_MINUTES * MINUTE)
            pipeline.execute()

    ask(count)


def noted(what: Happened, minutes: int) -> int | None:
    """Return how often it happened in the running minute and those before it; ``None`` without a broker."""
    now = int(time.time()) // MINUTE
    wanted = [keys.tally_key(what, now - ago) for ago in range(minutes)]
    counts = ask(lambda broker: list(broker.mget(wanted)))
    return None if counts is None else sum(int(count or 0) for count in counts)
