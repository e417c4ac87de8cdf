"""A real web socket to the live site, with the manners of Channels' socket for tests."""

import asyncio
import json
import ssl
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener
from uuid import UUID

from django.conf import settings
from picows import WSCloseCode, WSFrame, WSHandshakeError, WSListener, WSMsgType, WSTransport, ws_connect

from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.tickets import PREFIX, SUBPROTOCOL
from tests.chat.consumers.browser import PATIENCE

CSRF = "fault123" * 4  # any will do that stands in cookie and header alike
HUNG_UP = 1006  # what browsers say of a connection that ended without a word
OVER = {302: CloseCode.SIGNED_OUT, 403: CloseCode.FORBIDDEN, 404: CloseCode.FORBIDDEN}  # no ticket, for good


class Closed(ConnectionError):
    """The site closed the socket."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class StayHere(HTTPRedirectHandler):
    """Takes a redirect for an answer, as the page does."""

    def redirect_request(self, *_args: object) -> None:
        """Go nowhere."""


class Line(WSListener):
    """The socket of one tab; frames wait in it until somebody reads them.

    ``door`` is the host and port of a proxy before the site, ``tls`` what trusts a site reached over HTTPS.
    """

    def __init__(
        self,
        url: str,
        conversation_id: UUID,
        session: str,
        door: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._host, self._tls = urlsplit(url).netloc, tls
        door = door or self._host
        secure, prefix = ("s", "__Host-") if tls else ("", "")
        self._address = f"ws{secure}://{door}/ws/conversations/{conversation_id}/"
        self._ticket_address = f"http{secure}://{door}/conversations/{conversation_id}/ticket/"
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
        written = "; ".join(f"{prefix}{name}={value}" for name, value in cookies.items())
        self._headers = {"Cookie": written, "Origin": url}
        self._arrived: asyncio.Queue[str | Closed] = asyncio.Queue()
        self._transport: WSTransport | None = None
        self.ended: Closed | None = None

    async def connect(self, timeout: float = PATIENCE) -> tuple[bool, int | None]:  # noqa: ASYNC109 - Channels' signature
        """Return whether the socket opened.

        Raises:
            Closed: there is no ticket for this person any more.
        """
        try:
            async with asyncio.timeout(timeout):
                ticket = await asyncio.to_thread(self._ticket)
                offered = {"Sec-WebSocket-Protocol": f"{SUBPROTOCOL}, {PREFIX}{ticket}"}
                options = {"ssl_context": self._tls, "enable_auto_pong": False}  # on_ws_frame sees pings
                await ws_connect(
                    lambda: self, self._address, extra_headers=self._headers | offered, **options
                )
        except HTTPError as answer:
            if answer.code in OVER:
                raise Closed(OVER[answer.code]) from None
            return False, None
        except (WSHandshakeError, HTTPException):
            return False, None
        return True, None

    def _ticket(self) -> str:
        headers = self._headers | {"X-CSRFToken": CSRF, "Host": self._host}
        request = Request(self._ticket_address, data=b"", headers=headers)
        with build_opener(StayHere, HTTPSHandler(context=self._tls)).open(
            request, timeout=PATIENCE
        ) as answer:
            return json.load(answer)["ticket"]

    async def send_to(self, text_data: str) -> None:
        """Send a frame; one that the site left says so when it is read."""
        if self._transport:
            self._transport.send(WSMsgType.TEXT, text_data.encode())

    async def receive_from(self, timeout: float = PATIENCE) -> str:  # noqa: ASYNC109
        """Return the next frame.

        Raises:
            Closed: there is no more.
            TimeoutError: nothing came.
        """
        async with asyncio.timeout(timeout):
            arrived = await self._arrived.get()
        if isinstance(arrived, Closed):
            self._arrived.put_nowait(arrived)
            raise arrived
        return arrived

    async def disconnect(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Leave."""
        if self._transport:
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self._arrived.put_nowait(frame.get_payload_as_utf8_text())
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            self._end(int(frame.get_close_code()))
            transport.disconnect()

    def on_ws_disconnected(self, transport: Any) -> None:
        self._end(HUNG_UP)

    def _end(self, code: int) -> None:
        if self.ended is None:
            self.ended = Closed(code)
            self._arrived.put_nowait(self.ended)
