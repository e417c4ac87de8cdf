"""One check for all sockets of a process: whose session ended, who may see no longer, is shown out."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from messerprise.realtime.cancelling import is_cancelled
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.database import in_database
from messerprise.realtime.sessions import users_of_sessions

log = logging.getLogger(__name__)

_patrols: "WeakKeyDictionary[asyncio.AbstractEventLoop, Patrol]" = WeakKeyDictionary()


class Socket(Protocol):
    """An open socket."""

    user: Any
    recheck_seconds: float

    @property
    def session_key(self) -> str:
        """The key of the session that opened it."""

    @classmethod
    async def still_authorized(cls, sockets: Sequence[Any]) -> set[Any]:
        """Return those whose users may still see what they are about."""

    async def end(self, code: CloseCode) -> None:
        """Close."""


def patrol() -> "Patrol":
    """Return the patrol of the running event loop."""
    return _patrols.setdefault(asyncio.get_running_loop(), Patrol())


class Patrol:
    """Bells tell at once of a session that ends; they may be lost, and this is what makes up for it."""

    def __init__(self) -> None:
        self._sockets: set[Socket] = set()
        self._task: asyncio.Task[None] | None = None

    def enter(self, socket: Socket) -> None:
        """Check this socket too."""
        self._sockets.add(socket)
        if self._task is None:
            self._task = asyncio.create_task(self._walk(socket))

    def leave(self, socket: Socket) -> None:
        """Check this socket no more."""
        self._sockets.discard(socket)
        if not self._sockets and self._task:
            self._task.cancel()
            self._task = None

    async def check(self, sockets: Sequence[Socket]) -> None:
        """Show out whoever of these may not stay."""
        users = await in_database(users_of_sessions, [socket.session_key for socket in sockets])
        staying = []
        for socket in sockets:
            user = users.get(socket.session_key)
            if user is None or user.pk != socket.user.pk:
                await socket.end(CloseCode.SIGNED_OUT)
            else:
                socket.user = user
                staying.append(socket)
        for kind in {type(socket) for socket in staying}:
            of_kind = [socket for socket in staying if type(socket) is kind]
            for socket in set(of_kind) - await kind.still_authorized(of_kind):
                await socket.end(CloseCode.FORBIDDEN)

    async def _walk(self, first: Socket) -> None:
        while not is_cancelled():
            await asyncio.sleep(first.recheck_seconds)
            try:
                await self.check(list(self._sockets))
            except Exception as error:  # noqa: BLE001 - the database is away: nobody is shown out for it
                log.warning("sessions not checked: %s", type(error).__name__)
