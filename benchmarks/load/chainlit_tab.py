"""A tab of Chainlit: Engine.IO 4 and Socket.IO 5 over a WebSocket, as Chainlit's own page speaks them."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from benchmarks.load.client import Client
from benchmarks.load.model import REPLY
from benchmarks.load.score import Score

OPEN, PING, PONG, CONNECT, EVENT = "0", "2", "3", "40", "42"


class ChainlitTab(Client):
    """Connects, sends messages, draws pieces, and checks that they make the model's reply."""

    def __init__(self, score: Score) -> None:
        super().__init__(score)
        self._text = ""

    @classmethod
    async def open(cls, port: int, _person: dict[str, str], score: Score) -> "ChainlitTab":
        """Return a tab whose chat has started."""
        return await cls(score).join(f"ws://127.0.0.1:{port}/ws/socket.io/?EIO=4&transport=websocket")

    def send(self, text: str, **_fields: str) -> None:
        """Send a message."""
        self._text = ""
        self._begin()
        message = {
            "id": str(uuid4()),
            "threadId": "",
            "name": "user",
            "type": "user_message",
            "output": text,
            "createdAt": datetime.now(UTC).isoformat(),
        }
        self._emit("client_message", {"message": message, "fileReferences": []})

    def hear(self, packet: str) -> None:
        """Take a packet: of Engine.IO by its first digit, of Socket.IO by the second."""
        if packet.startswith(EVENT):
            name, *about = json.loads(packet[2:])
            self._event(name, about[0] if about else {})
        elif packet.startswith(OPEN):
            who = {"clientType": "webapp", "sessionId": str(uuid4()), "userEnv": "{}"}
            self._write(CONNECT + json.dumps(who))
        elif packet.startswith(CONNECT):
            self._emit("connection_successful")
        elif packet == PING:
            self._write(PONG)
        else:
            self._score.blame(f"unexpected packet {packet[:2]}")

    def _event(self, name: str, about: dict[str, str]) -> None:
        now, turn = self._loop.time(), self.turn
        if turn is None:
            if name == "clear_call_fn":  # the last thing that the server does to a new connection
                self._welcome()
        elif name == "stream_token":
            self._draw(about["token"], now)
        elif name == "stream_start":  # the message as it stands after the first piece
            self._draw(about["output"], now)
        elif name == "new_message" and about["isError"]:
            self._score.blame(f"refused: {about['output']}")
        elif name == "task_start":
            turn.echoed = now
        elif name == "task_end":
            turn.end(now)
            if self._text != REPLY:
                self._score.blame("a piece lost, twice or out of order")

    def _draw(self, piece: str, now: float) -> None:
        assert self.turn
        self.turn.first = self.turn.first or now
        self.turn.deltas += 1
        self._text += piece

    def _emit(self, name: str, *about: object) -> None:
        self._write(EVENT + json.dumps([name, *about]))
