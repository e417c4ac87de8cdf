"""Somebody at the live site whose network lets no web socket through: a page that goes on by requests."""

import asyncio
import json
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from django.conf import settings

from tests.faults.line import CSRF


class Caller:
    """Each of its requests is answered within ``patience`` seconds, or fails the test."""

    def __init__(self, site, conversation, session: str, patience: float = 5) -> None:
        self.conversation, self.events = conversation, []
        self._address = f"{site.url}/conversations/{conversation.pk}"
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
        written = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._headers = {"Cookie": written, "Origin": site.url, "X-CSRFToken": CSRF}
        self._seq, self._patience = conversation.head_seq, patience

    async def post(self, text: str, **fields: str) -> str:
        """Say something; return the id by which it is known."""
        client_id = str(uuid4())
        frame = {"type": "send", "client_id": client_id, "text": text, **fields}
        assert await self._ask("frames/", json.dumps(frame).encode()) == [], "refused"
        return client_id

    async def look(self) -> list[dict[str, Any]]:
        """Ask for news; return the frames, and keep the events."""
        frames = await self._ask(f"events/?after={self._seq}&reply=")
        assert frames[0]["recovered"]
        self.events += [frame["data"] for frame in frames if frame["type"] == "event"]
        self._seq = max([self._seq, *(frame["seq"] for frame in frames if frame["type"] == "event")])
        return frames

    def messages(self, author: str) -> list[str]:
        """Return what somebody said so far."""
        return [each["text"] for each in self.events if each.get("author") == author]

    async def _ask(self, path: str, body: bytes | None = None) -> list[dict[str, Any]]:
        request = Request(f"{self._address}/{path}", data=body, headers=self._headers)

        def ask() -> list[dict[str, Any]]:
            with urlopen(request, timeout=self._patience) as answer:
                return json.load(answer)["frames"]

        async with asyncio.timeout(self._patience):
            return await asyncio.to_thread(ask)
