"""Brings one socket, from where it stands, to where the log stands, and keeps it there."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from messerprise.realtime.cancelling import is_cancelled
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.envelopes import Frame, FrameRefused
from messerprise.realtime.follower import follower
from messerprise.realtime.frames import Ack, Delta, Done, Event, Hello, Position, Reset, Snapshot, Welcome
from messerprise.realtime.pace import Pace
from messerprise.realtime.tails import Piece, Tail

MOST_REPLAYED = 300
IDLE_LOOK = 5.0  # bells may be lost: look into the database at least this often
BUSY_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class News:
    """What a log tells: the events after a number, the replies that end with them, the one to follow."""

    epoch: UUID
    head_seq: int
    events: tuple[Event, ...] = ()
    ended: tuple[Done, ...] = ()
    being_written: UUID | None = None


class Log(Protocol):
    """A durable log of events with one reply at a time being written."""

    async def news(self, after: int, following: UUID | None) -> News:
        """Return what came after event ``after``; the end of ``following`` is told even if it is older."""

    async def checkpoint(self, reply_id: UUID) -> Snapshot:
        """Return the text of a reply as far as the database knows it."""


class Delivery:
    """Sends news to one socket; nothing is sent before ``greet``."""

    def __init__(self, log: Log, send: Callable[[Frame], Awaitable[None]]) -> None:
        self._log, self._send = log, send
        self._wake, self._rung = asyncio.Event(), False
        self._event_seq = 0
        self._position: Position | None = None
        self._tail: Tail | None = None
        self._pace = Pace()

    def ring(self, _note: str = "") -> None:
        """Say that there may be news."""
        self._rung = True
        self._wake.set()

    async def greet(self, hello: Hello) -> bool:
        """Answer a hello; False where the client must reload (never a partial replay)."""
        news = await self._log.news(hello.event_seq, hello.reply.id if hello.reply else None)
        behind = news.head_seq - hello.event_seq
        recovered = hello.epoch == news.epoch and 0 <= behind <= MOST_REPLAYED
        await self._send(Welcome(news.epoch, news.head_seq, recovered))
        if recovered:
            self._event_seq = hello.event_seq
            # only what the log itself vouches for: a reply of somebody else's is not in it
            known = {news.being_written, *(done.reply for done in news.ended)}
            await self._follow(hello.reply if hello.reply and hello.reply.id in known else None)
            self.ring()
        return recovered

    def acknowledge(self, ack: Ack) -> None:
        """Take note of what the client drew."""
        self._pace.acknowledged(ack.attempt, ack.tok_seq, time.monotonic())
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled.

        Raises:
            FrameRefused: the client takes nothing in any more.
        """
        while not is_cancelled():
            silent = await self._is_silent()
            if silent or self._rung:
                self._rung = False
                await self._send_news()
            await self._send_text(silent=silent)
            if self._pace.is_lost(time.monotonic()):
                raise FrameRefused(CloseCode.TOO_SLOW)

    async def close(self) -> None:
        """Stop following."""
        await self._follow(None)

    async def _is_silent(self) -> bool:
        """Wait for a reason to look; tell whether there was none."""
        try:
            # Not wait_for: up to Python 3.11 it can swallow the cancelling of the task.
            async with asyncio.timeout(BUSY_LOOK if self._position else IDLE_LOOK):
                await self._wake.wait()
        except TimeoutError:
            return True
        self._wake.clear()
        return False

    async def _send_news(self) -> None:
        news = await self._log.news(self._event_seq, self._position.id if self._position else None)
        for event in news.events:
            await self._send(event)
            self._event_seq = event.seq
        for done in news.ended:
            await self._send(done)
            if self._position and self._position.id == done.reply:
                await self._follow(None)
        if news.being_written and not self._position:
            await self._follow(Position(news.being_written, 0, 0))

    async def _follow(self, position: Position | None) -> None:
        if self._position:
            await follower().unwatch(self._position.id, self._wake.set)
        self._pace.clear()
        self._position = position
        self._tail = await follower().watch(position.id, self._wake.set) if position else None

    async def _send_text(self, *, silent: bool) -> None:
        if not self._position or self._tail is None or self._pace.is_full():
            return
        if self._tail.attempt > self._position.attempt:
            await self._begin(self._tail.attempt)
        pieces = self._tail.after(self._position.attempt, self._position.tok_seq)
        if pieces:
            await self._send_delta(pieces)
        elif pieces is None or silent:
            await self._send_checkpoint()

    async def _begin(self, attempt: int) -> None:
        assert self._position  # noqa: S101 - for the type checker: only while following
        if self._position.attempt:
            await self._send(Reset(self._position.id, attempt))
        self._position = Position(self._position.id, attempt, 0)

    async def _send_delta(self, pieces: list[Piece]) -> None:
        assert self._position  # noqa: S101
        reply, attempt, last = self._position.id, self._position.attempt, pieces[-1].seq
        text = "".join(piece.text for piece in pieces)
        await self._send(Delta(reply, attempt, last, pieces[0].offset, text))
        self._pace.sent(attempt, last, time.monotonic())
        self._position = Position(reply, attempt, last)

    async def _send_checkpoint(self) -> None:
        """Send what the database knows, where it knows more than the client."""
        assert self._position  # noqa: S101
        snapshot = await self._log.checkpoint(self._position.id)
        if (snapshot.attempt, snapshot.upto) > (self._position.attempt, self._position.tok_seq):
            if snapshot.attempt > self._position.attempt > 0:
                await self._send(Reset(self._position.id, snapshot.attempt))
            await self._send(snapshot)
            self._position = Position(self._position.id, snapshot.attempt, snapshot.upto)
