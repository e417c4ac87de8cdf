"""How many questions the database is asked: counted by MariaDB itself, of all processes together."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.db import connection

MOMENT = 2.0


@dataclass(frozen=True)
class Asked:
    """What was asked in a while."""

    number: int
    seconds: float

    def beyond(self, rest: "Asked") -> float:
        """Return how many were asked beyond those that come by themselves, as while everything rests."""
        return max(0.0, self.number - rest.number / rest.seconds * self.seconds)


async def asked_during(work: Awaitable[object]) -> Asked:
    """Count the questions asked while something is done."""
    before, began = await _questions(), time.monotonic()
    await work
    return Asked(await _questions() - before, time.monotonic() - began)


async def asked_at_rest() -> Asked:
    """Count the questions that beat, leases and looks ask while nobody does anything."""
    return await asked_during(asyncio.sleep(MOMENT))


@sync_to_async
def _questions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW GLOBAL STATUS LIKE 'Questions'")
        return int(cursor.fetchone()[1])
