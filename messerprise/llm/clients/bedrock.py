"""Amazon Bedrock's ConverseStream."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import boto3.session
from botocore.config import Config
from botocore.eventstream import EventStreamBuffer, EventStreamHeaderParser
from django.conf import settings

from messerprise.llm.clients.bedrock_failures import failure_of_end, translated
from messerprise.llm.clients.bedrock_request import request_fields
from messerprise.llm.clients.line import Line
from messerprise.llm.clients.protocol import Rest, at_once
from messerprise.llm.domain.conversation import (
    ConverseRequest,
    Stop,
    StopReason,
    StreamPart,
    TextFragment,
    ToolInputFragment,
    Usage,
)
from messerprise.llm.exceptions import Unavailable

OWN_ENDS = {
    "end_turn": StopReason.COMPLETE,
    "tool_use": StopReason.COMPLETE,
    "stop_sequence": StopReason.COMPLETE,
    "max_tokens": StopReason.CUT_SHORT,
}


@dataclass(frozen=True, slots=True)
class BedrockClient:
    """One model on Bedrock; ``runtime`` is boto3's client, which threads may share."""

    model_id: str
    runtime: Any

    def ask(self, request: ConverseRequest) -> "BedrockAnswer":
        """Return the answer as soon as it begins; see ``ConverseClient``."""
        with translated():
            answer = self.runtime.converse_stream(modelId=self.model_id, **request_fields(request))
        return BedrockAnswer(answer["stream"])


class KnownHeaders:
    """boto3's reader of a frame's headers, asked once for what comes with every event of a kind."""

    @staticmethod
    @lru_cache(maxsize=64)
    def parse(data: bytes) -> Any:
        """Return the headers by name; nobody changes them."""
        return EventStreamHeaderParser().parse(data)


class BedrockAnswer:
    """An event stream of Bedrock; see ``ModelAnswer``."""

    def __init__(self, events: Any) -> None:
        self._events = events
        # boto3's own iteration does not tell when it waits, and there is no other way to the socket.
        self._line = Line(events._raw_stream)  # noqa: SLF001

    def lots(self, rest: Rest = at_once) -> Iterator[Sequence[StreamPart]]:
        """Yield the parts as they come, the events that came together as one lot."""
        reason = None
        with translated():
            for lot in self._together(rest):
                parts: list[StreamPart] = []
                for event in lot:
                    reason = event.get("messageStop", {}).get("stopReason", reason)
                    parts.extend(_parts(event))
                if parts:
                    yield parts
        if reason is None:
            raise Unavailable("stream_ended")
        if reason not in OWN_ENDS:
            raise failure_of_end(reason)

    def cut(self) -> None:
        """End the connection."""
        self._line.cut()

    def close(self) -> None:
        """Read no more; a connection with something left to read is not used again."""
        self._line.leave()
        self._events.close()

    def _together(self, rest: Rest) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Yield the events that came together; rest before the next are waited for."""
        frames: Any = EventStreamBuffer()
        frames._header_parser = KnownHeaders  # noqa: SLF001 - a third of a frame's cost
        lot: list[Mapping[str, Any]] = []
        for chunk in self._events._raw_stream.stream():  # noqa: SLF001
            frames.add_data(chunk)
            try:
                for frame in frames:
                    lot.append(self._event(frame))  # noqa: PERF401 - those before a broken one
            except Exception:
                yield lot
                raise
            if any("metadata" in event for event in lot):  # nothing but the end of the answer follows
                self._line.leave()
            elif lot and not self._line.has_more():
                yield lot
                lot = []
                rest()
        if lot:
            yield lot

    def _event(self, frame: Any) -> Mapping[str, Any]:
        """Return an event as boto3 would, without a look at its description of the service: it costs more."""
        if frame.headers.get(":message-type") == "event":
            return {frame.headers[":event-type"]: json.loads(frame.payload)}
        return self._events._parse_event(frame)  # type: ignore[no-any-return] # noqa: SLF001 - raises


def _parts(event: Mapping[str, Any]) -> Iterator[StreamPart]:
    if "contentBlockDelta" in event:
        yield from _fragments(event["contentBlockDelta"]["delta"])
    elif "messageStop" in event and event["messageStop"]["stopReason"] in OWN_ENDS:
        yield Stop(OWN_ENDS[event["messageStop"]["stopReason"]])
    elif "metadata" in event:
        yield _usage(event["metadata"]["usage"])


def bedrock_client() -> BedrockClient:
    """Return the model that the settings name."""
    runtime = _runtime(settings.BEDROCK_REGION, settings.BEDROCK_ENDPOINT_URL, settings.BEDROCK_READ_SECONDS)
    return BedrockClient(model_id=settings.BEDROCK_MODEL_ID, runtime=runtime)


@lru_cache(maxsize=8)
def _runtime(region: str, endpoint_url: str, read_seconds: int) -> Any:
    config = Config(
        connect_timeout=3,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": 2},  # further ones are the queue's business
        tcp_keepalive=True,
        max_pool_connections=256,  # one a reply at most: those beyond would be opened anew each time
    )
    # A session of its own: boto3's default one is not safe to share among threads.
    session = boto3.session.Session(region_name=region)
    return session.client("bedrock-runtime", endpoint_url=endpoint_url or None, config=config)


def _fragments(delta: Mapping[str, Any]) -> Iterator[StreamPart]:
    if delta.get("toolUse", {}).get("input"):
        yield ToolInputFragment(delta["toolUse"]["input"])
    elif delta.get("text"):
        yield TextFragment(delta["text"])


def _usage(usage: Mapping[str, int]) -> Usage:
    return Usage(
        input_tokens=usage.get("inputTokens"),
        output_tokens=usage.get("outputTokens"),
        cache_read_tokens=usage.get("cacheReadInputTokens"),
        cache_write_tokens=usage.get("cacheWriteInputTokens"),
    )
