"""The base of every web socket: who may enter, what is a frame, when it ends."""

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any, ClassVar, Self
from uuid import UUID

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer

from messerprise.realtime import tickets
from messerprise.realtime.cancelling import in_any_case
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.doorbells import doorbells
from messerprise.realtime.envelopes import Frame, FrameRefused, dump, parse
from messerprise.realtime.groups import session_mark, user_group
from messerprise.realtime.limits import bucket_of
from messerprise.realtime.patrol import patrol
from messerprise.realtime.seats import Seat, seats, take_seat

log = logging.getLogger(__name__)


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """A socket of a signed-in person; subclasses fill in what comes first."""

    channel_layer_alias = ""  # bells are heard once a process, see doorbells; a socket opens without a broker
    frames: ClassVar[Mapping[str, type[Frame]]]
    recheck_seconds: ClassVar[float] = 30.0

    async def authorize(self) -> bool:
        """Tell whether the user may see what this socket is about."""
        raise NotImplementedError

    @classmethod
    async def still_authorized(cls, sockets: "Sequence[Self]") -> "set[Self]":
        """Return those whose users may still see what they are about; all of one class."""
        return {socket for socket in sockets if await socket.authorize()}

    @property
    def subject(self) -> UUID:
        """What the socket is about; its ticket is for this."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """The network address that the socket was opened from."""
        raise NotImplementedError

    @property
    def session_key(self) -> str:
        """The key of the session that opened the socket."""
        return self.scope["session"].session_key or ""

    async def refused(self, code: CloseCode) -> None:
        """Take note that the socket was not let in."""

    async def opened(self) -> None:
        """Start what belongs to the socket."""

    async def receive_frame(self, frame: Frame) -> None:
        """Act on a frame of the client."""
        raise NotImplementedError

    async def closed(self) -> None:
        """End what ``opened`` started, also where it did not come to its end."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the socket; it gives back what it took however it ends: Daphne cancels who is slow to."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_open = False
        self._taken = AsyncExitStack()
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._is_open = False
            for task in self._tasks:
                task.cancel()
            await in_any_case(self._taken.aclose())

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Hand the server's message to its method.

        Channels' own closes old connections of the database first; sockets have none, see ``in_database``.
        """
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        """Let a signed-in, authorised person in; refuse all others before accepting."""
        self.user = self.scope["user"]
        if code := await self._refusal():
            await self.refused(code)
            await self.close(code)
        else:
            await self.accept(tickets.SUBPROTOCOL)
            self._is_open = True
            await self._join()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:  # noqa: ARG002
        """Parse a frame and act on it; close on anything else."""
        if self._is_open:
            await self._guard(self._take(text_data))

    async def send_frame(self, frame: Frame | str) -> None:
        """Send a frame, or its text, while the socket is open."""
        if self._is_open:
            await self.send(text_data=frame if isinstance(frame, str) else dump(frame))

    async def end(self, code: CloseCode) -> None:
        """Close once."""
        if self._is_open:
            self._is_open = False
            await self.close(int(code))  # the server's library takes nothing but a plain int

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work beside the socket until it closes."""
        task = asyncio.create_task(self._guard(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self) -> None:
        """Take part in what the process does for all its sockets; each leave stands ready before its step."""
        seats().keep(self._seat)
        self._bucket = bucket_of(str(self.user.pk), time.monotonic())
        group = user_group(self.user.pk)
        self._taken.push_async_callback(doorbells().leave, group, self._hear)
        await doorbells().listen(group, self._hear)
        self._taken.callback(patrol().leave, self)
        patrol().enter(self)
        self._taken.push_async_callback(self.closed)
        await self.opened()

    async def _refusal(self) -> CloseCode | None:
        if not self.user.is_authenticated:
            return CloseCode.SIGNED_OUT
        if not await self.authorize():
            return CloseCode.FORBIDDEN
        self._seat = Seat(self.user.pk, self.address)
        asking = asyncio.create_task(asyncio.to_thread(self._refusal_at_the_door))
        self._taken.push_async_callback(self._leave_seat, asking)
        return await asyncio.shield(asking)

    async def _leave_seat(self, asking: asyncio.Task[CloseCode | None]) -> None:
        """Give the seat back, also one that was given after the socket had gone."""
        if await asking is None:
            await seats().leave(self._seat)

    def _refusal_at_the_door(self) -> CloseCode | None:
        ticket = tickets.ticket_among(self.scope["subprotocols"])
        if not tickets.redeem(ticket, self.user.pk, self.session_key, self.subject):
            return CloseCode.FORBIDDEN
        return None if take_seat(self._seat) else CloseCode.TOO_FAST

    async def _take(self, text: str | None) -> None:
        if not self._bucket.take(time.monotonic()):
            raise FrameRefused(CloseCode.TOO_FAST)
        await self.receive_frame(parse(text, self.frames))

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except FrameRefused as refused:
            await self.end(refused.code)
        except Exception:
            # whatever failed (a database that restarts …): nothing was acknowledged, the client comes again
            log.exception("socket ended by an error")
            await self.end(CloseCode.RESTART)

    def _hear(self, note: str) -> None:
        """A bell for this person: the session that the note names ended; without a note, look again."""
        if note == session_mark(self.session_key):  # its row may be there still: the bell rings just before
            self.spawn(self.end(CloseCode.SIGNED_OUT))
        elif not note:
            self.spawn(patrol().check([self]))
