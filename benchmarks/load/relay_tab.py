"""A tab of the bare relay."""

import json

from benchmarks.load.client import Client
from benchmarks.load.model import REPLY
from benchmarks.load.score import Score


class RelayTab(Client):
    """Sends text, draws pieces, and checks that they make the model's reply."""

    def __init__(self, score: Score) -> None:
        super().__init__(score)
        self._text = ""

    @classmethod
    async def open(cls, port: int, _person: dict[str, str], score: Score) -> "RelayTab":
        """Return a connected tab."""
        tab = cls(score)
        tab._welcome()  # the relay has no word for it: connected is welcome
        return await tab.join(f"ws://127.0.0.1:{port}/ws")

    def send(self, text: str, **_fields: str) -> None:
        """Send a message."""
        self._text = ""
        self._begin()
        self._write(text)

    def hear(self, frame: str) -> None:
        """Draw a piece, or end the turn."""
        told, now, turn = json.loads(frame), self._loop.time(), self.turn
        assert turn
        if told["type"] == "delta":
            turn.first = turn.first or now
            turn.deltas += 1
            self._text += told["text"]
        else:
            turn.end(now)
            if self._text != REPLY:
                self._score.blame("a piece lost, twice or out of order")
