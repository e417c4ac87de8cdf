"""A stand-in for Amazon Bedrock that speaks its real wire format, so that boto3 is used unpatched.

In a test::

    with BedrockDouble() as bedrock:
        bedrock.rule({"tool": {"commands": [], "reply": "Ciao"}, "delay": 0.01})
        …  # BEDROCK_ENDPOINT_URL = bedrock.url

As a process of its own: ``python -m tests.fakes.bedrock --port 8099 --scenario rules.json``, where the file
holds a list of ``{"when": "…", "times": 1, "steps": […]}``; ``GET /_requests`` returns what came in.
"""

import argparse
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

from tests.fakes.bedrock_script import Recorded, Rule, Step, events_of
from tests.fakes.bedrock_wire import CONTENT_TYPE, encode_event, encode_exception

ADDRESS = re.compile(r"/model/(?P<model>[^/]+)/(?P<operation>converse|converse-stream)")
HOLLOW = [{"text": "The Bedrock double has no rule for this request."}]


class BedrockDouble:
    """The server; its rules are tried in order, the first that takes a request answers it."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Recorded] = []
        self.rules: list[Rule] = []
        self.closing = threading.Event()
        self._answer: Callable[[Mapping[str, Any]], Sequence[Step] | None] = lambda _body: None
        self._server = _Server(("127.0.0.1", port), _Conversation)
        self._server.double = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def rule(self, *steps: Step, when: str = "", times: int | None = None) -> None:
        """Answer with the steps; see ``bedrock_script``."""
        self.rules.append(Rule(steps, when, times))

    def answer_with(self, answer: Callable[[Mapping[str, Any]], Sequence[Step] | None]) -> None:
        """Let a function of the request's body say the steps; where it says ``None`` the rules do."""
        self._answer = answer

    def steps_for(self, body: Mapping[str, Any]) -> Sequence[Step]:
        """Return the steps that answer a request."""
        steps = self._answer(body)
        if steps is None:
            steps = next((rule.steps for rule in self.rules if rule.takes(body)), HOLLOW)
        return steps


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    double: BedrockDouble

    def handle_error(self, *_args: object) -> None:
        """A client that goes away is nobody's fault."""


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # chunks, as Bedrock sends them
    server: _Server

    def do_GET(self) -> None:
        self._json(200, [asdict(request) for request in self.server.double.requests])

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        address = ADDRESS.fullmatch(self.path)
        if not address:
            self._json(404, {"message": "No such operation"}, error="UnknownOperationException")
            return
        recorded = Recorded(
            unquote(address["model"]),
            address["operation"],
            body,
            dict(self.headers),
            port=self.client_address[1],
        )
        self.server.double.requests.append(recorded)
        steps = self.server.double.steps_for(body)
        if steps and "fail" in steps[0]:
            self.server.double.closing.wait(steps[0].get("wait", 0))
            message = {"message": steps[0].get("message", "planted by the test")}
            self._json(steps[0].get("status", 400), message, error=steps[0]["fail"])
            return
        tool = body.get("toolConfig", {}).get("tools", [{}])[0].get("toolSpec", {}).get("name", "respond")
        try:
            (self._stream if address["operation"] == "converse-stream" else self._whole)(steps, tool)
        except OSError:
            recorded.left = True
            self.close_connection = True

    def _stream(self, steps: Sequence[Step], tool: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for silence, (kind, fields) in events_of(steps, tool):
            self.server.double.closing.wait(silence)
            if kind == "!cut":
                self._cut()
                return
            self._chunk(_encoded(kind, fields))
        self._chunk(b"")

    def _whole(self, steps: Sequence[Step], tool: str) -> None:
        events = [event for _silence, event in events_of(steps, tool)]
        blocks: dict[int, dict[str, Any]] = {}
        for kind, fields in events:
            if kind == "contentBlockStart":
                blocks[fields["contentBlockIndex"]] = {"toolUse": {**fields["start"]["toolUse"], "input": ""}}
            elif kind == "contentBlockDelta":
                block = blocks.setdefault(fields["contentBlockIndex"], {"text": ""})
                if "toolUse" in block:
                    block["toolUse"]["input"] += fields["delta"]["toolUse"]["input"]
                else:
                    block["text"] += fields["delta"]["text"]
        for block in blocks.values():
            if "toolUse" in block:
                block["toolUse"]["input"] = json.loads(block["toolUse"]["input"])
        message = {"role": "assistant", "content": list(blocks.values())}
        answer: dict[str, Any] = {"output": {"message": message}}
        for _kind, fields in events[-2:]:
            answer |= fields
        self._json(200, answer)

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _json(self, status: int, content: Any, error: str = "") -> None:
        encoded = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(encoded)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def _encoded(kind: str, fields: Mapping[str, Any]) -> bytes:
    if kind == "!break":
        return encode_exception(fields["exception"], fields["message"])
    if kind == "!garbage":
        sound = encode_event("messageStop", {"stopReason": "end_turn"})
        return sound[:-1] + bytes([sound[-1] ^ 0xFF])
    return encode_event(kind, fields)


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--scenario", type=Path)
    arguments = parser.parse_args()
    with BedrockDouble(arguments.port) as double:
        for rule in json.loads(arguments.scenario.read_text()) if arguments.scenario else []:
            double.rules.append(Rule(**rule))
        print(double.url, flush=True)  # noqa: T201 - the caller reads where it listens
        threading.Event().wait()


if __name__ == "__main__":
    main()
