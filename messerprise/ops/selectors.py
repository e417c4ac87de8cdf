"""How the site is: whether the servers that it stands on answer, and what may have to wake somebody."""

import time
from datetime import timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from chat.selectors import most_replies_since, oldest_waiting_reply
from messerprise.core.models import OutboxTask
from messerprise.ops.domain.alerts import Facts
from messerprise.realtime import keys
from messerprise.realtime.tallies import Happened, noted

SECONDS = 2.0
RECLAIMED_MINUTES = 10


def parts_that_answer() -> dict[str, bool]:
    """Return, for each server that a page needs, whether it answers now."""
    return {"database": database_answers(), "valkey": valkey_answers()}


def database_answers() -> bool:
    """Ask the database the shortest question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def valkey_answers() -> bool:
    """Ask Valkey whether it is there."""
    try:
        with valkey() as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def valkey() -> redis.Redis:
    """Return a connection of one's own, soon given up."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


def facts() -> Facts:
    """Measure the site. What a server that is away would have told is ``None``."""
    return Facts(**facts_of_database(), **facts_of_broker())


def facts_of_database() -> dict[str, Any]:
    """Return what the database knows."""
    try:
        now = timezone.now()
        promised = OutboxTask.objects.unpublished().first()
        asked_for = oldest_waiting_reply()
        most, submission = most_replies_since(now - timedelta(hours=1))
        return {
            "database_away": False,
            "outbox_seconds": (now - promised.created_at).total_seconds() if promised else 0,
            "reply_seconds": (now - asked_for).total_seconds() if asked_for else 0,
            "connections_share": share_of_connections(),
            "most_replies": most,
            "submission": str(submission or ""),
        }
    except DatabaseError:
        return {"database_away": True}


def facts_of_broker() -> dict[str, Any]:
    """Return what Valkey knows; while it is not well, silence is nobody else's fault."""
    try:
        with valkey() as client:
            heard = client.get(keys.beat_key())
            client.set(keys.watch_key(), 1, ex=60)
    except redis.ResponseError:
        return {"broker_away": False, "broker_full": True}
    except redis.RedisError:
        return {"broker_away": True, "broker_full": False}
    return {
        "broker_away": False,
        "broker_full": False,
        "beat_seconds": time.time() - float(heard or 0),
        "replies_reclaimed": noted(Happened.RECLAIMED, RECLAIMED_MINUTES),
    }


def share_of_connections() -> float | None:
    """Return the part of the database's connections in use; ``None`` for a database that has no limit."""
    if connection.vendor != "mysql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SHOW GLOBAL STATUS LIKE 'Threads_connected'")
        used = int(cursor.fetchone()[1])
        cursor.execute("SELECT @@max_connections")
        return used / int(cursor.fetchone()[0])
