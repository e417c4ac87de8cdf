"""A model double for load: ``python -m benchmarks.load.model --port 8099``.

Streams the same reply to everybody as Amazon Bedrock's ConverseStream does (and as an OpenAI-compatible
server does at ``/v1/chat/completions``): 400 ms to the first token, then 40 pieces, 50 ms apart.
Everything is encoded before it is needed, so that it costs little beside what is measured. It knows how late
it was itself: ``GET /lateness`` tells, in milliseconds, and begins anew.
"""

import argparse
import asyncio
import gc
import json
import sys
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks._timing import percentile
from tests.fakes.bedrock_wire import CONTENT_TYPE, encode_event

FIRST, GAP = 0.4, 0.05
WORDS = tuple(f"word{number} " for number in range(40))
REPLY = "".join(WORDS)
_USAGE = {"inputTokens": 900, "outputTokens": 80, "totalTokens": 980}


def _chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


def _head(content_type: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()


def _bedrock(*, tool: bool) -> list[bytes]:
    """Return the pieces of one reply: as the input of the tool ``respond``, or as plain text."""
    before = '{"commands": [], "asks": "q0", "reply": "' if tool else ""
    texts = [before + WORDS[0], *WORDS[1:-1], WORDS[-1] + ('"}' if tool else "")]
    name = {"toolUse": {"toolUseId": "t1", "name": "respond"}}
    start = [encode_event("messageStart", {"role": "assistant"})]
    if tool:
        start.append(encode_event("contentBlockStart", {"contentBlockIndex": 0, "start": name}))
    deltas = [
        encode_event(
            "contentBlockDelta",
            {"contentBlockIndex": 0, "delta": {"toolUse": {"input": text}} if tool else {"text": text}},
        )
        for text in texts
    ]
    end = [
        encode_event("contentBlockStop", {"contentBlockIndex": 0}),
        encode_event("messageStop", {"stopReason": "tool_use" if tool else "end_turn"}),
        encode_event("metadata", {"usage": _USAGE, "metrics": {"latencyMs": 2400}}),
    ]
    deltas[0] = b"".join((*start, deltas[0]))
    return [_chunk(each) for each in deltas] + [_chunk(b"".join(end)) + b"0\r\n\r\n"]


def _openai() -> list[bytes]:
    def event(delta: dict[str, str], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        frame = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [choice],
        }
        return b"data: " + json.dumps(frame).encode() + b"\n\n"

    pieces = [_chunk(event({"role": "assistant", "content": word})) for word in WORDS]
    return [*pieces, _chunk(event({}, "stop") + b"data: [DONE]\n\n") + b"0\r\n\r\n"]


TOOL, TEXT, OPENAI = _bedrock(tool=True), _bedrock(tool=False), _openai()
EVENTS, SSE = _head(CONTENT_TYPE), _head("text/event-stream")


class Lateness:
    """How long after it was due each piece went out, in milliseconds."""

    def __init__(self) -> None:
        self.first, self.all = array("f"), array("f")

    def told(self) -> bytes:
        """Return what to answer, and begin anew."""
        found = {name: _spread(times) for name, times in (("first", self.first), ("all", self.all))}
        self.__init__()
        body = json.dumps(found).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body


def _spread(times: "array[float]") -> dict[str, float]:
    """Return p50, p95, p99 and the most."""
    found = tuple(times) or (0.0,)
    spread = {f"p{at}": percentile(found, at) for at in (50, 95, 99)} | {"most": max(found)}
    return {name: round(late, 3) for name, late in spread.items()}


lateness = Lateness()


class Connection(asyncio.Protocol):
    """One kept connection: a request, its reply, the next request."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self.transport: asyncio.Transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        """Answer once the request is here in full."""
        self.received += data
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return
        low = head.lower()
        if b"expect: 100-continue" in low and not body:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.received = head.replace(b"100-continue", b"") + b"\r\n\r\n"
            return
        length = int(low.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        if len(body) < length:
            return
        self.received = body[length:]
        if head.startswith(b"GET /lateness"):
            self.transport.write(lateness.told())
            self.transport.close()
        elif b"/v1/chat/completions" in head:
            self._answer(SSE, OPENAI)
        else:
            self._answer(EVENTS, TOOL if b'"toolConfig"' in body else TEXT)

    def _answer(self, head: bytes, pieces: list[bytes]) -> None:
        loop = asyncio.get_running_loop()
        self.transport.write(head)
        due = loop.time() + FIRST
        loop.call_at(due, self._piece, loop, due, pieces, 0)

    def _piece(self, loop: asyncio.AbstractEventLoop, due: float, pieces: list[bytes], number: int) -> None:
        if self.transport.is_closing():
            return
        self.transport.write(pieces[number])
        late = 1_000 * (loop.time() - due)
        lateness.all.append(late)
        if not number:
            lateness.first.append(late)
        if number + 1 < len(pieces):
            loop.call_at(due + GAP, self._piece, loop, due + GAP, pieces, number + 1)


async def serve(port: int) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    gc.freeze()
    asyncio.run(serve(parser.parse_args().port))
