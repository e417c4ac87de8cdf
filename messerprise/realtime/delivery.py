"""Brings one socket, from where it stands, to where the log stands, and keeps it there."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from messerprise.realtime.cancelling import is_cancelled
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.envelopes import Frame, FrameRefused, dump
from messerprise.realtime.frames import Ack, Delta, Done, Event, Hello, Position, Reset, Snapshot, Welcome
from messerprise.realtime.hearing import hearing
from messerprise.realtime.lookout import lookout
from messerprise.realtime.pace import Pace
from messerprise.realtime.tails import Piece, Tail

MOST_REPLAYED = 300
SILENCE = 1.5  # seconds without a word of a reply, then look for its text; doubled each time
LONGEST_SILENCE = 12.0


@dataclass(frozen=True, slots=True)
class News:
    """What a log tells: events after a number, replies that end with them, those yet to be written.

    There are more events where the last of them is not ``head_seq``. Not whole: there are events after the
    number, but the next one cannot be read now.
    """

    epoch: UUID
    head_seq: int
    events: tuple[Event, ...] = ()
    ended: tuple[Done, ...] = ()
    unfinished: tuple[UUID, ...] = ()
    is_whole: bool = True


class Log(Protocol):
    """A durable log of events; its replies are written one after the other."""

    async def news(self, after: int, following: UUID | None) -> News:
        """Return what came after event ``after``; the end of ``following`` is told even if it is older."""

    async def checkpoint(self, reply_id: UUID) -> Snapshot:
        """Return the text of a reply as far as the database knows it."""

    @staticmethod
    async def heads(log_ids: list[UUID]) -> Mapping[UUID, int]:
        """Return the number of the newest event of each log."""


class Delivery:
    """Sends news to one socket; nothing is sent before ``greet``.

    Events come as announced while their numbers follow each other; at a hole, or when rung, the log is read.
    For a client that takes in less than is due nothing is kept: it is told later, from the log.
    """

    def __init__(self, log_id: UUID, log: Log, send: Callable[[Frame | str], Awaitable[None]]) -> None:
        self.log_id, self.event_seq = log_id, 0
        self._log, self._send = log, send
        self._wake, self._rung = asyncio.Event(), False
        self._heard: deque[tuple[str, int, str]] = deque()
        self._tails: dict[UUID, Tail] = {}  # of the replies still to be written, in their order
        self._position: Position | None = None  # in the first of them
        self._pace = Pace()
        self._silence = SILENCE

    def ring(self) -> None:
        """Say that there may be news."""
        self._rung = True
        self._wake.set()

    def hear(self, frame: str, seq: int, opens: str, ends: str) -> None:
        """Take a frame of the log, see ``announcements.Told``."""
        if opens and seq > self.event_seq:
            self._tails.setdefault(UUID(opens), Tail())
        self._heard.append((frame, seq, ends))
        self._wake.set()

    def read(self, reply: str, attempt: int, piece: Piece) -> None:
        """Take a piece of a reply's text."""
        tail = self._tails.get(UUID(reply))
        if self._pace.is_full():
            self._rung = True
        elif tail is None:  # it began unheard
            self.ring()
        else:
            tail.add(attempt, piece)
            self._wake.set()

    async def greet(self, hello: Hello) -> bool:
        """Answer a hello; False where the client must reload (never a partial replay)."""
        news = await self._log.news(hello.event_seq, hello.reply.id if hello.reply else None)
        behind = news.head_seq - hello.event_seq
        recovered = hello.epoch == news.epoch and 0 <= behind <= MOST_REPLAYED and news.is_whole
        await self._send(Welcome(news.epoch, news.head_seq, recovered))
        if recovered:
            self.event_seq = hello.event_seq
            # only what the log itself vouches for: a reply of somebody else's is not in it
            known = {*news.unfinished, *(done.reply for done in news.ended)}
            if hello.reply and hello.reply.id in known:
                self._tails = {hello.reply.id: Tail()}
                self._position = hello.reply
            await self._tell(news)
        return recovered

    def acknowledge(self, ack: Ack) -> None:
        """Take note of what the client drew."""
        was_full = self._pace.is_full()
        self._pace.acknowledged(ack, time.monotonic())
        if was_full:
            self._wake.set()

    async def run(self) -> None:
        """Send until cancelled.

        Raises:
            FrameRefused: much is due, and the client takes nothing in.
        """
        lookout(self._log.heads).enter(self)
        try:
            while not is_cancelled():
                silent = await self._is_silent()
                await self._send_heard()
                if self._rung and not self._pace.is_full():
                    self._rung = False
                    await self._look()
                await self._send_text(silent=silent)
                if self._pace.patience(time.monotonic()) == 0:
                    raise FrameRefused(CloseCode.TOO_SLOW)
        finally:
            lookout(self._log.heads).leave(self)

    async def _is_silent(self) -> bool:
        """Wait for a reason to look; tell whether a reply is being written and nothing came of it."""
        patience = self._pace.patience(time.monotonic())
        longest = self._silence if self._position and patience is None else patience
        try:
            # Not wait_for: up to Python 3.11 it can swallow the cancelling of the task.
            async with asyncio.timeout(longest):
                await self._wake.wait()
        except TimeoutError:
            self._silence = min(2 * self._silence, LONGEST_SILENCE)
            return True
        self._wake.clear()
        self._silence = SILENCE
        return False

    async def _send_heard(self) -> None:
        while self._heard:
            frame, seq, ends = self._heard.popleft()
            if ends:
                await self._send_end(frame, seq, UUID(ends))
            elif seq == self.event_seq + 1 and not self._pace.is_full():
                await self._send_event(frame, seq)
            elif seq > self.event_seq:
                self._rung = True
        self._follow_first()

    async def _send_event(self, frame: Event | str, seq: int) -> None:
        await self._send_counted(frame, seq)
        self.event_seq = seq

    async def _send_counted(self, frame: Frame | str, mark: int | Position) -> None:
        """Send what counts; what frames it sends besides are short, and few."""
        text = frame if isinstance(frame, str) else dump(frame)
        self._pace.sent(mark, len(text.encode()), time.monotonic())
        await self._send(text)

    async def _send_end(self, frame: str, seq: int, reply_id: UUID) -> None:
        if seq > self.event_seq:  # its event was not heard
            self._rung = True
        elif reply_id in self._tails:
            await self._send(frame)
            self._leave(reply_id)

    async def _look(self) -> None:
        news = await self._log.news(self.event_seq, self._position.id if self._position else None)
        await self._tell(news)

    async def _tell(self, news: News) -> None:
        for event in news.events:
            if event.seq > self.event_seq and not self._pace.is_full():
                await self._send_event(event, event.seq)
        if news.events and self.event_seq < news.head_seq:
            self.ring()  # there are more
        for done in news.ended:
            if done.event_seq > self.event_seq:
                continue
            if done.reply in self._tails or done.event_seq in {event.seq for event in news.events}:
                await self._send(done)
                self._leave(done.reply)
        for reply_id in news.unfinished:
            self._tails.setdefault(reply_id, Tail())
        self._follow_first()
        if self._pace.is_full():
            self._rung = True
        elif self._position:
            await hearing().read_stream(self._position.id, self._tails[self._position.id])
            self._wake.set()

    def _leave(self, reply_id: UUID) -> None:
        self._tails.pop(reply_id, None)
        if self._position and self._position.id == reply_id:
            self._position = None

    def _follow_first(self) -> None:
        if self._tails and not self._position:
            self._position = Position(next(iter(self._tails)), 0, 0)

    async def _send_text(self, *, silent: bool) -> None:
        if not self._position or self._pace.is_full():
            return
        tail = self._tails[self._position.id]
        if silent or self._pieces(tail) is None:
            await hearing().read_stream(self._position.id, tail)
        if tail.attempt > self._position.attempt:
            await self._begin(tail.attempt)
        pieces = self._pieces(tail)
        if pieces:
            await self._send_delta(pieces)
        elif pieces is None or silent:
            await self._send_checkpoint()

    def _pieces(self, tail: Tail) -> list[Piece] | None:
        assert self._position  # noqa: S101 - for the type checker: only while following
        return tail.after(self._position.attempt, self._position.tok_seq)

    async def _begin(self, attempt: int) -> None:
        assert self._position  # noqa: S101
        if self._position.attempt:
            await self._send(Reset(self._position.id, attempt))
        self._position = Position(self._position.id, attempt, 0)

    async def _send_delta(self, pieces: list[Piece]) -> None:
        assert self._position  # noqa: S101
        reply, attempt, last = self._position.id, self._position.attempt, pieces[-1].seq
        text = "".join(piece.text for piece in pieces)
        self._tails[reply].forget(last)
        self._position = Position(reply, attempt, last)
        await self._send_counted(Delta(reply, attempt, last, pieces[0].offset, text), self._position)

    async def _send_checkpoint(self) -> None:
        """Send what the database knows, where it knows more than the client."""
        assert self._position  # noqa: S101
        snapshot = await self._log.checkpoint(self._position.id)
        if (snapshot.attempt, snapshot.upto) > (self._position.attempt, self._position.tok_seq):
            if snapshot.attempt > self._position.attempt > 0:
                await self._send(Reset(self._position.id, snapshot.attempt))
            self._position = Position(self._position.id, snapshot.attempt, snapshot.upto)
            await self._send_counted(snapshot, self._position)
