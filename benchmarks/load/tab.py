"""One browser tab: a compiled WebSocket client that keeps score of what it is told."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

ACK_EVERY = 32
SUBPROTOCOL, PREFIX = "mess-erprise", "ticket."
CSRF = "loadloadloadloadloadloadloadload"  # any will do that stands in cookie and header alike


@dataclass(slots=True)
class Turn:
    """One message and what came of it; times of the event loop, in seconds, 0 while it did not happen."""

    sent: float
    echoed: float = 0.0
    first: float = 0.0
    ended: float = 0.0
    deltas: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self, now: float) -> None:
        """Note that the reply is there in full."""
        self.ended = now
        self.over.set()


@dataclass(slots=True)
class Score:
    """What a crowd went through."""

    turns: list[Turn] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)

    def blame(self, fault: str) -> None:
        """Count something that must not happen."""
        self.faults[fault] = self.faults.get(fault, 0) + 1


class Tab(WSListener):
    """Says hello, sends, acknowledges; checks the order of everything."""

    def __init__(self, person: dict[str, str], score: Score) -> None:
        self._person, self._score = person, score
        self._loop = asyncio.get_running_loop()
        self.welcomed: asyncio.Future[None] = self._loop.create_future()
        self.turn: Turn | None = None
        self._client_id = ""
        self._seq, self._tok, self._text, self._unacknowledged = 0, 0, 0, 0

    @classmethod
    async def open(cls, port: int, person: dict[str, str], score: Score) -> "Tab":
        """Return a tab that was welcomed."""
        address = f"ws://127.0.0.1:{port}/ws/conversations/{person['conversation']}/"
        headers = {
            "Cookie": f"sid={person['session']}",
            "Origin": f"http://127.0.0.1:{port}",
            "Sec-WebSocket-Protocol": f"{SUBPROTOCOL}, {await _ticket(port, person)}",
        }
        _transport, tab = await ws_connect(lambda: cls(person, score), address, extra_headers=headers)
        await asyncio.wait_for(tab.welcomed, 60)
        return tab

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Say hello."""
        self._transport = transport
        position = {"epoch": self._person["epoch"], "event_seq": 0, "reply": None}
        self._say("hello", conversation=self._person["conversation"], **position)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take a frame."""
        if frame.msg_type == WSMsgType.TEXT:
            told = json.loads(frame.get_payload_as_bytes())
            getattr(self, f"_{told['type']}", self._odd)(told)
        elif frame.msg_type == WSMsgType.CLOSE:
            self._score.blame(f"closed with {frame.get_close_code()}")
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())

    def send(self, text: str, **fields: str) -> None:
        """Send a message; the turn before must have ended."""
        if self.turn and not self.turn.ended:
            self._score.blame("still busy")
        self._client_id = str(uuid4())
        self.turn = Turn(self._loop.time())
        self._score.turns.append(self.turn)
        self._tok = self._text = 0
        self._say("send", client_id=self._client_id, text=text, **fields)

    def leave(self) -> None:
        """Close the tab."""
        self._transport.disconnect()

    def _say(self, kind: str, **fields: object) -> None:
        self._transport.send(WSMsgType.TEXT, json.dumps({"type": kind, **fields}).encode())

    def _welcome(self, _told: dict[str, Any]) -> None:
        if not self.welcomed.done():
            self.welcomed.set_result(None)

    def _event(self, told: dict[str, Any]) -> None:
        seq = told["seq"]
        if seq != self._seq + 1:
            self._score.blame("an event lost, twice or out of order")
        self._seq = seq
        data: dict[str, Any] = told["data"]
        if told["event"] == "message.posted" and data.get("client_id") == self._client_id and self.turn:
            if self.turn.echoed:
                self._score.blame("a message twice")
            self.turn.echoed = self._loop.time()
        if told["event"] == "message.said" and self.turn and not data.get("reply"):
            self.turn.first = self.turn.first or self._loop.time()
            self.turn.end(self._loop.time())

    def _delta(self, told: dict[str, Any]) -> None:
        if told["seq"] <= self._tok or told["offset"] != self._text:  # pieces may come together
            self._score.blame("a delta lost, twice or out of order")
        self._tok = told["seq"]
        self._draw(told, self._text + len(told["text"]))

    def _snapshot(self, told: dict[str, Any]) -> None:
        self._tok = told["upto"]
        self._draw(told, len(told["text"]))

    def _reset(self, _told: dict[str, Any]) -> None:
        self._tok = self._text = 0

    def _done(self, _told: dict[str, Any]) -> None:
        if self.turn:
            self.turn.end(self._loop.time())

    def _draw(self, told: dict[str, Any], length: int) -> None:
        if length and self.turn:
            self.turn.first = self.turn.first or self._loop.time()
            self.turn.deltas += 1
        self._text = length
        self._unacknowledged += 1
        if self._unacknowledged >= ACK_EVERY:
            self._unacknowledged = 0
            place = {"reply": told["reply"], "attempt": told["attempt"], "tok_seq": self._tok}
            self._say("ack", event_seq=self._seq, **place)

    def _refused(self, told: dict[str, Any]) -> None:
        self._score.blame(f"refused: {told['sentence']}")

    def _odd(self, told: dict[str, Any]) -> None:
        self._score.blame(f"unexpected {told['type']}")


async def _ticket(port: int, person: dict[str, str]) -> str:
    """Ask for a ticket as a page does, over a connection of its own; return the subprotocol that holds it."""
    lines = (
        f"POST /conversations/{person['conversation']}/ticket/ HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        f"Cookie: sid={person['session']}; csrf={CSRF}",
        f"X-CSRFToken: {CSRF}",
        "Content-Length: 0",
        "Connection: close",
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise ConnectionError(head.decode(errors="replace"))
    return PREFIX + str(json.loads(body)["ticket"])
