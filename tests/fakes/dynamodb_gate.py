"""Stands before the DynamoDB emulator on the wire: lets calls through, refuses them or holds them."""

import json
import threading
from collections import deque
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

PREFIX = "com.amazonaws.dynamodb.v20120810#"


class DynamoDBGate:
    """``refusals`` are the errors that an operation's next calls get; ``held`` are operations that wait."""

    def __init__(self, emulator: str) -> None:
        self.calls: list[str] = []  # the operations asked for, in order
        self.refusals: dict[str, deque[str]] = {}
        self.held: set[str] = set()
        self.is_closed = False  # hangs up on everybody
        self.waiting, self.opened = threading.Event(), threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Calls)
        self._server.gate, self._server.emulator = self, emulator
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.opened.set()
        self._server.shutdown()
        self._server.server_close()

    def open(self) -> None:
        """Let through what was held."""
        self.held.clear()
        self.opened.set()

    def refuse(self, operation: str, error: str, times: int = 1) -> None:
        """Answer the next calls of an operation with an error of the service."""
        self.refusals.setdefault(operation, deque()).extend([error] * times)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    gate: DynamoDBGate
    emulator: str


class _Calls(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        gate, operation = self.server.gate, self.headers["X-Amz-Target"].rpartition(".")[2]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        gate.calls.append(operation)
        if operation in gate.held:
            gate.waiting.set()
            gate.opened.wait()
        if gate.is_closed or operation in gate.held:
            self.close_connection = True
        elif refusals := gate.refusals.get(operation):
            error = {"__type": PREFIX + refusals.popleft(), "message": "as the test said"}
            self._answer(400, json.dumps(error).encode())
        else:
            self._answer(*self._forwarded(body))

    def _forwarded(self, body: bytes) -> tuple[int, bytes]:
        connection = HTTPConnection(urlsplit(self.server.emulator).netloc, timeout=20)
        try:
            connection.request("POST", self.path, body, dict(self.headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
