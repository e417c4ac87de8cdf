"""A web socket without manners: it sends what no browser would."""

import base64
import os
import socket
import struct
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

from messerprise.realtime.tickets import PREFIX, SUBPROTOCOL

CONTINUATION, TEXT, BINARY, CLOSE = 0, 1, 2, 8
PATIENCE = 10


class RawSocket:
    """A connection to the live site; ``status`` is what the handshake was answered with."""

    def __init__(
        self,
        site,
        path: str,
        session: str = "",
        origin: str | None = "",
        ticket: str = "",
        window: int = 0,
    ) -> None:
        address = urlsplit(site.url)
        self._socket = socket.socket()
        self._socket.settimeout(PATIENCE)
        if window:  # bytes that the kernel takes in ahead of who reads
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self._socket.connect((address.hostname, address.port))
        self._stream = self._socket.makefile("rb")
        origin = site.url if origin == "" else origin
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {address.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            *([f"Origin: {origin}"] if origin is not None else []),
            *([f"Sec-WebSocket-Protocol: {SUBPROTOCOL}, {PREFIX}{ticket}"] if ticket else []),
            *([f"Cookie: {settings.SESSION_COOKIE_NAME}={session}"] if session else []),
        ]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.status = int(self._stream.readline().split()[1])
        while self._stream.readline().strip():
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stream.close()
        self._socket.close()

    def send(self, payload: bytes, kind: int = TEXT, *, last: bool = True) -> None:
        """Send one frame, the last of its message or not; the site may have hung up already."""
        mask, size = b"\0\0\0\0", len(payload)
        length = (
            bytes([0x80 | size])
            if size < 126
            else struct.pack(">BH", 0xFE, size)
            if size < 65_536
            else struct.pack(">BQ", 0xFF, size)
        )
        with suppress(OSError):
            self._socket.sendall(bytes([(0x80 if last else 0) | kind]) + length + mask + payload)

    def close_code(self) -> int:
        """Read on until the site closes; return its code, 0 where it hung up without one."""
        with suppress(ConnectionResetError):
            while head := self._stream.read(2):
                size = head[1] & 0x7F
                if size >= 126:
                    size = int.from_bytes(self._stream.read(2 if size == 126 else 8))
                payload = self._stream.read(size)
                if head[0] & 0x0F == CLOSE:
                    return int.from_bytes(payload[:2])
        return 0
