"""The way between browsers and web processes, or between those and the broker, in the hands of a test."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Self

HOST, CHUNK = "127.0.0.1", 65_536


class Network:
    """Brings each new connection to the next server that answers, as a proxy does, until it is cut."""

    def __init__(self, *ports: int) -> None:
        self._ports = deque(ports)
        self._passing: set[asyncio.Task[None]] = set()
        self._is_up = asyncio.Event()
        self._is_up.set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, HOST, 0)
        self.door = f"{HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._server.close()
        await self._hang_up()
        await self._server.wait_closed()

    def cut(self) -> None:
        """Let nothing through; neither end is told."""
        self._is_up.clear()

    def swallow(self) -> None:
        """Let new connections through; what the old ones carry is lost for ever, and neither end is told."""
        self._is_up.clear()
        self._is_up = asyncio.Event()
        self._is_up.set()

    async def mend(self) -> None:
        """Let new connections through; the old ones are lost, as to a telephone in another place."""
        await self._hang_up()
        self._is_up.set()

    async def _hang_up(self) -> None:
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._join(reader, writer))
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends, is_up = [writer], self._is_up
        try:
            await is_up.wait()
            inner_reader, inner_writer = await self._reach()
            ends.append(inner_writer)
            ways = [self._pass(reader, inner_writer, is_up), self._pass(inner_reader, writer, is_up)]
            await first_of(*ways)
        except OSError:
            return  # nobody answers, or one end is gone
        finally:
            for end in ends:
                end.transport.abort()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._ports.rotate()
        for port in tuple(self._ports):
            with suppress(ConnectionRefusedError):
                return await asyncio.open_connection(HOST, port)
        raise ConnectionRefusedError

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_up: asyncio.Event
    ) -> None:
        chunk = b"-"
        while chunk:
            chunk = await reader.read(CHUNK)
            await is_up.wait()  # that one end hung up is swallowed too
            writer.write(chunk)
            await writer.drain()
        writer.close()
        await writer.wait_closed()


async def first_of(*ways) -> None:
    """Return once one has ended; end the others."""
    tasks = [asyncio.create_task(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
