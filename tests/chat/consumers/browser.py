"""A browser's end of the live protocol, against the whole ASGI application."""

import asyncio
import json
from uuid import uuid4

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from messerprise.asgi import application
from messerprise.realtime.tickets import PREFIX, SUBPROTOCOL

ORIGIN = b"http://localhost:8000"
PATIENCE = 20


def session_of(user) -> str:
    """Sign the user in; return the session's key."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ticket_for(conversation_id, session: str) -> str:
    """Ask for a ticket as the page does; whoever is let nowhere gets one that is good for nothing."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    answer = client.post(f"/conversations/{conversation_id}/ticket/")
    return answer.json()["ticket"] if answer.status_code == 200 else "none"


class Browser:
    """One tab: it keeps what it was told, as the page does."""

    def __init__(self, conversation, session: str, *, origin: bytes = ORIGIN, path: str = "") -> None:
        self.conversation = conversation
        self.epoch, self.seq = str(conversation.epoch), conversation.head_seq
        self.events, self.frames, self.texts, self.reply = [], [], {}, None
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}".encode()
        path = path or f"/ws/conversations/{conversation.pk}/"
        headers = [(b"origin", origin), (b"cookie", cookie)]
        self.session = session
        self.socket = WebsocketCommunicator(application, path, headers=headers)

    async def connect(self, ticket: str = ""):
        """Return whether the socket opened, and the close code where it did not."""
        ticket = ticket or await sync_to_async(ticket_for)(self.conversation.pk, self.session)
        self.socket.scope["subprotocols"] = [SUBPROTOCOL, PREFIX + ticket]
        opened, answer = await self.socket.connect(timeout=PATIENCE)
        assert not opened or answer == SUBPROTOCOL
        return opened, answer

    async def open(self) -> "Browser":
        """Connect and say hello from where the page stands."""
        assert (await self.connect())[0]
        await self.hello()
        return self

    async def hello(self, **fields) -> dict:
        reply = self.reply and {"id": self.reply[0], "attempt": self.reply[1], "tok_seq": self.reply[2]}
        position = {"epoch": self.epoch, "event_seq": self.seq, "reply": reply}
        await self.say("hello", conversation=str(self.conversation.pk), **(position | fields))
        return await self.next("welcome")

    async def say(self, kind: str, **fields) -> None:
        await self.socket.send_to(text_data=json.dumps({"type": kind, **fields}))

    async def send(self, text: str, *, client_id=None, **fields) -> str:
        client_id = str(client_id or uuid4())
        await self.say("send", client_id=client_id, text=text, **fields)
        return client_id

    async def frame(self) -> dict:
        """Return the next frame and keep what it tells."""
        frame = json.loads(await self.socket.receive_from(timeout=PATIENCE))
        self.frames.append(frame)
        getattr(self, f"_{frame['type']}", lambda _frame: None)(frame)
        return frame

    async def next(self, kind: str, **fields) -> dict:
        """Return the next frame of a kind, with these fields."""
        async with asyncio.timeout(PATIENCE * 2):
            while True:
                frame = await self.frame()
                if frame["type"] == kind and all(frame[name] == value for name, value in fields.items()):
                    return frame

    async def close_code(self) -> int:
        """Return the code with which the server closes the socket."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.socket.receive_output(PATIENCE)
                if message["type"] == "websocket.close":
                    return message["code"]

    async def leave(self) -> None:
        await self.socket.disconnect(timeout=PATIENCE)

    def messages(self, author: str = "") -> list[str]:
        return [each["text"] for each in self.events if "text" in each and author in {"", each["author"]}]

    def _event(self, frame) -> None:
        assert frame["seq"] == self.seq + 1, "an event was lost or came twice"
        self.seq = frame["seq"]
        self.events.append(frame["data"])

    def _delta(self, frame) -> None:
        text = self._follow(frame)
        assert frame["offset"] == len(text.encode("utf-16-le")) // 2, "a delta that does not fit"
        self._draw(frame, frame["seq"], text + frame["text"])

    def _snapshot(self, frame) -> None:
        self._follow(frame)
        self._draw(frame, frame["upto"], frame["text"])

    def _reset(self, frame) -> None:
        self.texts[frame["reply"]] = ""
        self.reply = (frame["reply"], frame["attempt"], 0)

    def _done(self, frame) -> None:
        assert self.seq >= frame["event_seq"], "done before the event"
        self.reply = None

    def _follow(self, frame) -> str:
        return self.texts.get(frame["reply"], "")

    def _draw(self, frame, seq, text) -> None:
        self.texts[frame["reply"]] = text
        self.reply = (frame["reply"], frame["attempt"], seq)
