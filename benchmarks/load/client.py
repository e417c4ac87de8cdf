"""A compiled WebSocket client that keeps score: what every kind of tab has in common."""

import asyncio
from typing import Self

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.load.score import Score, Turn

PATIENCE = 60.0


class Client(WSListener):
    """One person's connection; a subclass speaks a server's language."""

    def __init__(self, score: Score) -> None:
        self._score = score
        self._loop = asyncio.get_running_loop()
        self._left = False
        self.welcomed: asyncio.Future[None] = self._loop.create_future()
        self.turn: Turn | None = None

    async def join(self, address: str, **headers: str) -> Self:
        """Connect, and return once the server has said welcome."""
        patience = {"websocket_handshake_timeout": PATIENCE}
        await ws_connect(lambda: self, address, extra_headers=headers, **patience)
        await asyncio.wait_for(self.welcomed, PATIENCE)
        return self

    def leave(self) -> None:
        """Close the tab."""
        self._left = True
        self._transport.disconnect()

    def hear(self, frame: str) -> None:
        """Take a message of the server."""
        raise NotImplementedError

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Remember where to write."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take a frame."""
        if frame.msg_type == WSMsgType.TEXT:
            self.hear(frame.get_payload_as_utf8_text())
        elif frame.msg_type == WSMsgType.CLOSE:
            self._left = True
            self._part(f"closed with {frame.get_close_code()}")
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())

    def on_ws_disconnected(self, _transport: WSTransport) -> None:
        """Notice a connection that ended without a word."""
        if not self._left:
            self._part("cut off")

    def _begin(self) -> Turn:
        """Note that a message goes out now; the turn before must have ended."""
        if self.turn and not self.turn.ended:
            self._score.blame("still busy")
        self.turn = Turn(self._loop.time())
        self._score.turns.append(self.turn)
        return self.turn

    def _welcome(self) -> None:
        if not self.welcomed.done():
            self.welcomed.set_result(None)

    def _part(self, fault: str) -> None:
        """Blame an end that nobody asked for; whoever waits for the welcome need wait no more."""
        self._score.blame(fault)
        if not self.welcomed.done():
            self.welcomed.set_exception(ConnectionError(f"{fault} before the welcome"))

    def _write(self, text: str) -> None:
        self._transport.send(WSMsgType.TEXT, text.encode())
