"""Whether the servers that we stand on answer."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection

SECONDS = 2.0


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
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
