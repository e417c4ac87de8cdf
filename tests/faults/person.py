"""Somebody at a page of the live site: the tab comes back and repeats what was not taken."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Self
from uuid import uuid4

from tests.chat.consumers.browser import PATIENCE, Browser
from tests.faults.line import Closed, Line

FINAL = {4400, 4401, 4403}
ACK_EVERY, ACK_SECONDS = 32, 1.0
REPEAT = 5.0


class Person(Browser):
    """A browser in a process of its own kind: a real socket, lost and opened again as often as need be.

    What it is told it keeps over all its sockets; a gap or a doubled event fails the test.
    """

    def __init__(self, site, conversation, session: str, chance: Random, door: str = "") -> None:
        super().__init__(conversation, session)
        self._open_line = lambda: Line(site.url, conversation.pk, session, door, site.tls)
        self._chance = chance
        self._drawn, self._ack_at = 0, 0.0
        self._unsent: dict[str, dict[str, str]] = {}
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.codes: list[int] = []
        self.is_on = False
        self._told = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._live())
        self._task.add_done_callback(lambda _task: self._told.set())
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._task
        self._task.cancel()
        end = (await asyncio.gather(self._task, return_exceptions=True))[0]
        await self.socket.disconnect()
        if exc[0] is None and not isinstance(end, asyncio.CancelledError | Closed):
            raise end

    async def post(self, text: str, **fields: str) -> str:
        """Say something until its event comes."""
        client_id = str(uuid4())
        self._unsent[client_id] = {"text": text, **fields}
        await self.send(text, client_id=client_id, **fields)
        return client_id

    async def until(self, holds: Callable[["Person"], object], seconds: float = 60) -> None:
        """Wait until what was told makes something hold."""
        assert self._task
        try:
            async with asyncio.timeout(seconds):
                while not holds(self):
                    if self._task.done():
                        self._task.result()
                        raise AssertionError("the person left")
                    self._told.clear()
                    await self._told.wait()
        except TimeoutError:
            kinds = [(each["type"], each.get("event", "")) for each in self.frames[-30:]]
            raise AssertionError(f"waited in vain; closed with {self.codes}, told {kinds}") from None

    @property
    def waits(self) -> bool:
        """Whether something said was not taken yet."""
        return bool(self._unsent)

    def answered(self, count: int) -> bool:
        """Tell whether everything said was taken and this many messages came back."""
        return not self._unsent and len(self.messages("assistant")) >= count

    def count(self, kind: str) -> int:
        """Return how many frames, or events, of a kind came."""
        return sum(kind in {each["type"], each.get("event")} for each in self.frames)

    async def close_code(self) -> int:
        """Return the final code with which the site closes the socket."""
        assert self._task
        await self.until(lambda _self: self._task.done() or FINAL.intersection(self.codes))
        return self.codes[-1]

    async def _live(self) -> None:
        while True:
            self.is_on, self.socket = False, self._open_line()
            try:
                await self._talk()
            except Closed as closed:
                self.codes.append(closed.code)
                self._told.set()
                if closed.code in FINAL:
                    raise
            except OSError:
                self.codes.append(0)
            await self.socket.disconnect()
            await asyncio.sleep(self._chance.uniform(0.1, 1.0))

    async def _talk(self) -> None:
        if not (await self.socket.connect())[0]:
            return
        welcome = await self.hello()
        self.is_on = True
        assert welcome["recovered"], "a reload would be needed"
        while True:
            for client_id, fields in list(self._unsent.items()):
                await self.send(client_id=client_id, **fields)
            await self._listen()

    async def _listen(self) -> None:
        """Take what comes until something is to be repeated."""
        loop = asyncio.get_running_loop()
        repeat_at = loop.time() + REPEAT
        while loop.time() < repeat_at or not self._unsent:
            with suppress(TimeoutError):
                await self.frame(ACK_SECONDS)
            await self._acknowledge()

    async def frame(self, patience: float = PATIENCE) -> dict:
        frame = json.loads(await self.socket.receive_from(patience))
        self.frames.append(frame)
        getattr(self, f"_{frame['type']}", lambda _frame: None)(frame)
        if frame["type"] == "refused":
            self._unsent.pop(frame["client_id"], None)
            self.refused.append(frame["sentence"])
        elif frame["type"] == "event" and frame["event"] == "message.posted":
            client_id = frame["data"]["client_id"]
            self.acknowledged += [client_id] if self._unsent.pop(client_id, None) else []
        self._drawn += frame["type"] in {"event", "delta", "snapshot"}
        self._told.set()
        return frame

    async def _acknowledge(self) -> None:
        """Say how far the page is, as a page does: every so many pieces, or a second after the last time."""
        now = asyncio.get_running_loop().time()
        if self._drawn >= ACK_EVERY or (self._drawn and now >= self._ack_at):
            self._drawn, self._ack_at = 0, now + ACK_SECONDS
            reply, attempt, seq = self.reply or (None, 0, 0)
            await self.say("ack", event_seq=self.seq, reply=reply, attempt=attempt, tok_seq=seq)
