"""What happened in a log, told at once to everybody who listens.

The log in the database is the truth; an announcement spares its readers a look there. Whoever misses one
sees the hole in the numbers and looks.
"""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from messerprise.realtime import keys
from messerprise.realtime.brokers import PATIENCE, broker
from messerprise.realtime.envelopes import Frame, dump
from messerprise.realtime.hearing import overhear

log = logging.getLogger(__name__)

LONGEST = 65_536  # characters: what is longer is read in the database
_silent_until = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """One frame of a log: the event ``seq``, or the end of a reply that ``seq`` tells of.

    ``opens`` is the reply that begins with the event, ``ends`` the one that the frame ends.
    """

    frame: Frame
    seq: int
    opens: UUID | None = None
    ends: UUID | None = None


def announce_on_commit(log_id: UUID, told: Sequence[Told]) -> None:
    """Tell everybody once the surrounding transaction has committed."""
    transaction.on_commit(lambda: announce(log_id, told), robust=True)


def announce(log_id: UUID, told: Sequence[Told]) -> None:
    """Tell everybody now, this process without the broker; without a broker say so in the log and go on."""
    global _silent_until  # noqa: PLW0603 - one breaker a process: a dead broker must not hold up each writer
    items = [["told", dump(each.frame), each.seq, _text(each.opens), _text(each.ends)] for each in told]
    note = json.dumps(items, ensure_ascii=False)
    if len(note) > LONGEST:
        note = "[]"
    channel = keys.log_channel(log_id)
    overhear(channel, note)
    if time.monotonic() < _silent_until:
        return
    try:
        broker(settings.REDIS_URL).publish(channel, note)
    except (RedisError, OSError) as error:
        _silent_until = time.monotonic() + PATIENCE
        log.warning("news not announced: %s", type(error).__name__)


def _text(reply_id: UUID | None) -> str:
    return str(reply_id) if reply_id else ""
