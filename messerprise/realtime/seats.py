"""How many sockets a person, or an address, has open: counted in the broker, across processes.

Each open socket is a member of two sorted sets, scored by when it is forgotten. Its process says again and
again that it is open; those of a process that was killed are forgotten after ``VALID_SECONDS``.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from django.conf import settings

from messerprise.realtime import keys
from messerprise.realtime.brokers import ask
from messerprise.realtime.cancelling import is_cancelled
from messerprise.realtime.limits import address_owner, user_owner

VALID_SECONDS = 90
RENEWED_SECONDS = 30.0
AT_ONCE = 250

TAKE = """
local now, forgotten = tonumber(ARGV[1]), tonumber(ARGV[2])
for place, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[3 + place])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  if limit > 0 and redis.call('ZCARD', key) >= limit then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, forgotten, ARGV[3])
  redis.call('EXPIRE', key, forgotten - now)
end
return 1
"""

_halls: "WeakKeyDictionary[asyncio.AbstractEventLoop, Seats]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Seat:
    """One socket's place among those of its person and of its address."""

    user_id: UUID
    address: str
    name: str = field(default_factory=lambda: uuid4().hex)

    @property
    def keys(self) -> tuple[str, str]:
        """The sets that it is in: its person's, its address's."""
        return keys.sockets_key(user_owner(self.user_id)), keys.sockets_key(address_owner(self.address))


def take_seat(seat: Seat) -> bool:
    """Count a socket; tell whether person and address may have one more. Without a broker they may."""
    now = int(time.time())
    limits = (settings.SOCKETS_PER_USER, settings.SOCKETS_PER_ADDRESS)
    arguments = (now, now + VALID_SECONDS, seat.name, *limits)
    taken = ask(lambda broker: broker.eval(TAKE, len(seat.keys), *seat.keys, *arguments))
    return taken != 0


def keep_seats(some: Collection[Seat]) -> None:
    """Say that these sockets are open still."""
    names: dict[str, list[str]] = defaultdict(list)
    for seat in some:
        for key in seat.keys:
            names[key].append(seat.name)
    forgotten = int(time.time()) + VALID_SECONDS

    def keep(broker: Any) -> None:
        with broker.pipeline(transaction=False) as pipeline:
            for key, members in names.items():
                pipeline.zadd(key, dict.fromkeys(members, forgotten))
                pipeline.expire(key, VALID_SECONDS)
            pipeline.execute()

    ask(keep)


def leave_seat(seat: Seat) -> None:
    """Count a socket no more."""

    def leave(broker: Any) -> None:
        with broker.pipeline(transaction=False) as pipeline:
            for key in seat.keys:
                pipeline.zrem(key, seat.name)
            pipeline.execute()

    ask(leave)


def seats() -> "Seats":
    """Return the seats of the running event loop's sockets."""
    return _halls.setdefault(asyncio.get_running_loop(), Seats())


class Seats:
    """Keeps the seats of the sockets that are open in this process."""

    def __init__(self) -> None:
        self._seats: set[Seat] = set()
        self._task: asyncio.Task[None] | None = None

    def keep(self, seat: Seat) -> None:
        """Say from time to time that this socket is open still."""
        self._seats.add(seat)
        if self._task is None:
            self._task = asyncio.create_task(self._renew())

    async def leave(self, seat: Seat) -> None:
        """Count this socket no more."""
        self._seats.discard(seat)
        if not self._seats and self._task:
            self._task.cancel()
            self._task = None
        await asyncio.to_thread(leave_seat, seat)

    async def _renew(self) -> None:
        while not is_cancelled():
            await asyncio.sleep(RENEWED_SECONDS)
            all_of_them = list(self._seats)
            for start in range(0, len(all_of_them), AT_ONCE):
                some = self._seats.intersection(all_of_them[start : start + AT_ONCE])  # others left meanwhile
                await asyncio.to_thread(keep_seats, some)
