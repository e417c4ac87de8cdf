"""Somebody who takes mail, over the real protocol (RFC 5321), and keeps it."""

import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Self

ANSWERS = {
    b"EHLO": b"250 here",
    b"MAIL": b"250 ok",
    b"RCPT": b"250 ok",
    b"DATA": b"354 go on",
    b"QUIT": b"221 bye",
}


class SmtpDouble(ThreadingTCPServer):
    """The server; ``letters`` are those that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Sender)
        self.letters: list[EmailMessage] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.shutdown()
        self.server_close()


class _Sender(StreamRequestHandler):
    server: SmtpDouble

    def handle(self) -> None:
        self._say(b"220 here")
        for line in self.rfile:
            command = line[:4].upper()
            self._say(ANSWERS.get(command, b"502 what?"))
            if command == b"DATA":
                self.server.letters.append(message_from_bytes(self._text(), policy=policy.default))
                self._say(b"250 taken")

    def _text(self) -> bytes:
        return b"".join(iter(self.rfile.readline, b".\r\n"))

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")
