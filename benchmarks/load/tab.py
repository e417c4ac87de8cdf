"""One browser tab of Mess-Erprise."""

import json
from typing import Any
from uuid import uuid4

from picows import WSTransport

from benchmarks.load.client import Client
from benchmarks.load.score import Score
from benchmarks.load.ticket import ticket

ACK_EVERY, ACK_AFTER = 32, 1.0


class Tab(Client):
    """Says hello, sends, acknowledges; checks the order of everything."""

    def __init__(self, person: dict[str, str], score: Score) -> None:
        super().__init__(score)
        self._person = person
        self._client_id = ""
        self._seq, self._tok, self._text, self._unacknowledged, self._acknowledged = 0, 0, 0, 0, 0.0

    @classmethod
    async def open(cls, port: int, person: dict[str, str], score: Score) -> "Tab":
        """Return a tab that was welcomed."""
        address = f"ws://127.0.0.1:{port}/ws/conversations/{person['conversation']}/"
        headers = {
            "Cookie": f"sid={person['session']}",
            "Origin": f"http://127.0.0.1:{port}",
            "Sec-WebSocket-Protocol": await ticket(port, person),
        }
        return await cls(person, score).join(address, **headers)

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Say hello."""
        super().on_ws_connected(transport)
        position = {"epoch": self._person["epoch"], "event_seq": 0, "reply": None}
        self._say("hello", conversation=self._person["conversation"], **position)

    def hear(self, frame: str) -> None:
        """Take a message of the server."""
        told = json.loads(frame)
        getattr(self, f"_on_{told['type']}", self._odd)(told)

    def send(self, text: str, **fields: str) -> None:
        """Send a message; the turn before must have ended."""
        self._client_id = str(uuid4())
        self._tok = self._text = 0
        self._begin()
        self._say("send", client_id=self._client_id, text=text, **fields)

    def _say(self, kind: str, **fields: object) -> None:
        self._write(json.dumps({"type": kind, **fields}))

    def _on_welcome(self, _told: dict[str, Any]) -> None:
        self._welcome()

    def _on_event(self, told: dict[str, Any]) -> None:
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
        self._acknowledge()

    def _on_delta(self, told: dict[str, Any]) -> None:
        if told["seq"] <= self._tok or told["offset"] != self._text:  # pieces may come together
            self._score.blame("a delta lost, twice or out of order")
        self._tok = told["seq"]
        self._draw(told, self._text + len(told["text"]))

    def _on_snapshot(self, told: dict[str, Any]) -> None:
        self._tok = told["upto"]
        self._draw(told, len(told["text"]))

    def _on_reset(self, _told: dict[str, Any]) -> None:
        self._tok = self._text = 0

    def _on_done(self, _told: dict[str, Any]) -> None:
        if self.turn:
            self.turn.end(self._loop.time())

    def _draw(self, told: dict[str, Any], length: int) -> None:
        if length and self.turn:
            self.turn.first = self.turn.first or self._loop.time()
            self.turn.deltas += 1
        self._text = length
        self._acknowledge(reply=told["reply"], attempt=told["attempt"], tok_seq=self._tok)

    def _acknowledge(self, **place: object) -> None:
        """Tell what was drawn, as often as the page does."""
        now = self._loop.time()
        self._unacknowledged += 1
        if self._unacknowledged >= ACK_EVERY or now - self._acknowledged >= ACK_AFTER:
            self._unacknowledged, self._acknowledged = 0, now
            self._say("ack", event_seq=self._seq, **place)

    def _on_refused(self, told: dict[str, Any]) -> None:
        self._score.blame(f"refused: {told['sentence']}")

    def _odd(self, told: dict[str, Any]) -> None:
        self._score.blame(f"unexpected {told['type']}")
