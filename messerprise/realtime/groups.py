"""Doorbells: short notes through the Channels layer that something is to be read in the database.

The layer may drop any of them; readers look again by themselves after a while.
"""

import asyncio
import hashlib
import logging
import time
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PATIENCE = 2.0  # a bell may hold up its ringer no longer than this
_silent_until = 0.0


def user_group(user_id: object) -> str:
    """Return the group of all sockets of a user."""
    return f"user.{UUID(str(user_id)).hex}"


def session_mark(session_key: str | None) -> str:
    """Return what names a session in a doorbell without giving it away."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:32]


def ring(group: str, note: str = "") -> None:
    """Ring a group's bell now; without a broker say so in the log and go on."""
    global _silent_until  # noqa: PLW0603 - one breaker a process: a dead broker must not hold up each ringer
    if time.monotonic() < _silent_until:
        return
    try:
        async_to_sync(_send)(group, note)
    except (RedisError, OSError, TimeoutError) as error:
        _silent_until = time.monotonic() + PATIENCE
        log.warning("doorbell not rung: %s", type(error).__name__)


async def _send(group: str, note: str) -> None:
    layer = get_channel_layer()
    message = {"type": "bell", "group": group, "note": note}
    async with asyncio.timeout(PATIENCE):
        await layer.group_send(group, message)
