"""Amazon Bedrock's ConverseStream."""

import select
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import boto3.session
from botocore.config import Config
from django.conf import settings

from messerprise.llm.clients.bedrock_failures import failure_of_end, translated
from messerprise.llm.clients.bedrock_request import request_fields
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

BLINK = 0.002  # seconds: what is there already is read faster
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

    def stream(self, request: ConverseRequest, rest: Rest = at_once) -> Iterator[StreamPart]:
        """Yield the answer as it comes; see ``ConverseClient``."""
        with translated():
            answer = self.runtime.converse_stream(modelId=self.model_id, **request_fields(request))
            with closing(answer["stream"]) as events:
                yield from read_events(_resting(events, rest))


def _resting(events: Any, rest: Rest) -> Iterator[Mapping[str, Any]]:
    """Yield the events; rest after each that was waited for, unless there is more to read already.

    Whether there is, the socket tells; that it was waited for, the clock: bytes may have been read ahead.
    """
    poll = select.poll()
    if connection := events._raw_stream.connection:  # noqa: SLF001 - there is no other way to the socket
        poll.register(connection.sock, select.POLLIN)
    asked = time.monotonic()
    for event in events:
        was_waited_for = time.monotonic() - asked > BLINK
        yield event
        if was_waited_for and connection and not poll.poll(0):
            rest()
        asked = time.monotonic()


def read_events(events: Iterable[Mapping[str, Any]]) -> Iterator[StreamPart]:
    """Yield the parts of a stream.

    Raises:
        Unavailable: it ended without an end.
        ModelFailed: the model ended for a reason that leaves no answer; the usage has come before.
    """
    reason = None
    for event in events:
        if "contentBlockDelta" in event:
            yield from _fragments(event["contentBlockDelta"]["delta"])
        elif "messageStop" in event:
            reason = event["messageStop"]["stopReason"]
            if reason in OWN_ENDS:
                yield Stop(OWN_ENDS[reason])
        elif "metadata" in event:
            yield _usage(event["metadata"]["usage"])
    if reason is None:
        raise Unavailable("stream_ended")
    if reason not in OWN_ENDS:
        raise failure_of_end(reason)


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
