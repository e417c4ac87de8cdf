"""The Bedrock client against a server that speaks the real wire format; boto3 is what it is."""

import threading
import time
from contextlib import closing

import pytest

from messerprise.llm import exceptions
from messerprise.llm.clients import bedrock_client
from messerprise.llm.clients.protocol import at_once
from messerprise.llm.domain.conversation import (
    ConverseRequest,
    Passage,
    Speaker,
    Stop,
    StopReason,
    TextFragment,
    Tool,
    ToolInputFragment,
    Usage,
    Utterance,
)

SCHEMA = {"type": "object", "properties": {"reply": {"type": "string"}}, "required": ["reply"]}
REQUEST = ConverseRequest(
    system=(Passage("You ask questions.", cached=True), Passage("Now: age.")),
    messages=(Utterance(Speaker.USER, (Passage("I am 42"),)),),
    max_tokens=300,
    tool=Tool("respond", "Answer by this", SCHEMA),
)


def parts_of(client, rest=at_once):
    with closing(client.ask(REQUEST)) as answer:
        for lot in answer.lots(rest):
            yield from lot


def test_bedrock_streams_tool_input_then_stop_then_usage(bedrock):
    bedrock.rule(
        {
            "fragments": ['{"reply":', '"Ciao"}'],
            "usage": {"inputTokens": 9, "outputTokens": 4, "totalTokens": 13, "cacheReadInputTokens": 7},
        }
    )

    parts = list(parts_of(bedrock_client()))

    assert parts == [
        ToolInputFragment('{"reply":'),
        ToolInputFragment('"Ciao"}'),
        Stop(StopReason.COMPLETE),
        Usage(input_tokens=9, output_tokens=4, cache_read_tokens=7, cache_write_tokens=None),
    ]


def test_bedrock_streams_free_text(bedrock):
    bedrock.rule({"text": "Buongiorno", "size": 4})

    parts = list(parts_of(bedrock_client()))

    assert parts[:3] == [TextFragment("Buon"), TextFragment("gior"), TextFragment("no")]


def test_bedrock_gives_each_part_when_it_comes(bedrock):
    bedrock.rule({"fragments": ["{", "}"], "delay": 0.4})

    stream = parts_of(bedrock_client())
    next(stream)
    first = time.monotonic()
    next(stream)

    assert time.monotonic() - first > 0.3  # what waits for the end comes all at once


def test_bedrock_gives_together_what_came_while_it_rested(bedrock):
    bedrock.rule({"text": "x" * 40, "size": 1, "delay": 0.02})

    with closing(bedrock_client().ask(REQUEST)) as answer:
        lots = list(answer.lots(lambda: time.sleep(0.2)))

    assert [part for lot in lots for part in lot].count(TextFragment("x")) == 40
    assert len(lots) < 30


def test_bedrock_gives_at_once_what_came_in_one_piece(bedrock):
    bedrock.rule({"text": "x" * 40, "size": 1})
    rests = []

    parts = list(parts_of(bedrock_client(), lambda: rests.append(1)))

    assert parts.count(TextFragment("x")) == 40
    assert len(rests) < 40  # nobody rests where more can be read


def test_bedrock_that_is_cut_fails_at_once(bedrock):
    bedrock.rule({"text": "x", "size": 1}, {"wait": 20}, {"text": "late"})
    with closing(bedrock_client().ask(REQUEST)) as answer:
        lots = answer.lots()
        next(lots)
        began = time.monotonic()
        threading.Timer(0.1, answer.cut).start()

        with pytest.raises(exceptions.Unavailable):
            list(lots)

    assert time.monotonic() - began < 10  # the model would have been silent for twenty


def test_bedrock_uses_the_connection_of_a_whole_answer_again(bedrock):
    bedrock.rule({"text": "Ciao"})

    for _time in range(3):
        list(parts_of(bedrock_client()))

    assert len({request.port for request in bedrock.requests}) == 1


def test_bedrock_asks_with_cache_point_forced_tool_and_limit(bedrock):
    bedrock.rule({"tool": {"reply": "Ciao"}})

    list(parts_of(bedrock_client()))

    (request,) = bedrock.requests
    assert request.model_id == "eu.anthropic.claude-test-v1:0"
    assert request.body == {
        "system": [
            {"text": "You ask questions."},
            {"cachePoint": {"type": "default"}},
            {"text": "Now: age."},
        ],
        "messages": [{"role": "user", "content": [{"text": "I am 42"}]}],
        "inferenceConfig": {"maxTokens": 300},
        "toolConfig": {
            "tools": [
                {
                    "toolSpec": {
                        "name": "respond",
                        "description": "Answer by this",
                        "inputSchema": {"json": SCHEMA},
                    }
                }
            ],
            "toolChoice": {"tool": {"name": "respond"}},
        },
    }
    assert request.headers["Authorization"].startswith("AWS4-HMAC-SHA256")


def test_bedrock_says_when_the_answer_was_cut_short(bedrock):
    bedrock.rule({"fragments": ['{"reply":"Ci']}, {"stop": "max_tokens"})

    parts = list(parts_of(bedrock_client()))

    assert Stop(StopReason.CUT_SHORT) in parts


TOO_LONG = "Input is too long for requested model."


@pytest.mark.parametrize(
    ("step", "failure"),
    [
        ({"fail": "ThrottlingException", "status": 429}, exceptions.Throttled),
        ({"fail": "ServiceQuotaExceededException", "status": 400}, exceptions.Throttled),
        ({"fail": "ModelNotReadyException", "status": 429}, exceptions.Unavailable),
        ({"fail": "ServiceUnavailableException", "status": 503}, exceptions.Unavailable),
        ({"fail": "InternalServerException", "status": 500}, exceptions.Unavailable),
        ({"fail": "ModelTimeoutException", "status": 408}, exceptions.Unavailable),
        ({"fail": "ModelErrorException", "status": 424}, exceptions.Unavailable),
        ({"fail": "NeverHeardOfException", "status": 502}, exceptions.Unavailable),
        ({"fail": "ValidationException", "status": 400, "message": TOO_LONG}, exceptions.ContextTooLong),
        ({"fail": "ValidationException", "status": 400}, exceptions.Misconfigured),
        ({"fail": "AccessDeniedException", "status": 403}, exceptions.Misconfigured),
        ({"fail": "ResourceNotFoundException", "status": 404}, exceptions.Misconfigured),
    ],
)
def test_bedrock_failure_before_the_stream_is_ours(bedrock, step, failure):
    bedrock.rule(step)

    with pytest.raises(failure) as raised:
        list(parts_of(bedrock_client()))

    assert type(raised.value) is failure
    assert raised.value.code == step["fail"]


@pytest.mark.parametrize(
    ("step", "failure"),
    [
        ({"break": "throttlingException"}, exceptions.Throttled),
        ({"break": "serviceUnavailableException"}, exceptions.Unavailable),
        ({"break": "internalServerException"}, exceptions.Unavailable),
        ({"break": "modelStreamErrorException"}, exceptions.Unavailable),
        ({"break": "validationException", "message": TOO_LONG}, exceptions.ContextTooLong),
        ({"cut": True}, exceptions.Unavailable),
        ({"garbage": True}, exceptions.Malformed),
        ({"stop": "guardrail_intervened"}, exceptions.Refused),
        ({"stop": "content_filtered"}, exceptions.Refused),
        ({"stop": "malformed_tool_use"}, exceptions.Malformed),
        ({"stop": "model_context_window_exceeded"}, exceptions.ContextTooLong),
        ({"stop": "a_reason_of_tomorrow"}, exceptions.Malformed),
    ],
)
def test_bedrock_failure_inside_the_stream_comes_after_the_parts(bedrock, step, failure):
    bedrock.rule({"fragments": ['{"re', 'ply":']}, step)
    parts = []

    with pytest.raises(failure) as raised:
        parts.extend(parts_of(bedrock_client()))

    assert type(raised.value) is failure
    assert parts[:2] == [ToolInputFragment('{"re'), ToolInputFragment('ply":')]
    assert not any(isinstance(part, Stop) for part in parts)


@pytest.mark.parametrize("steps", [[{"wait": 3, "text": "late"}], [{"text": "soon"}, {"wait": 3}]])
def test_bedrock_silence_ends_by_itself(bedrock, settings, steps):
    settings.BEDROCK_READ_SECONDS = 1
    bedrock.rule(*steps)

    with pytest.raises(exceptions.Silent):
        list(parts_of(bedrock_client()))


def test_bedrock_that_does_not_listen_is_unavailable(bedrock, settings):
    settings.BEDROCK_ENDPOINT_URL = "http://127.0.0.1:9"

    with pytest.raises(exceptions.Unavailable):
        list(parts_of(bedrock_client()))


def test_bedrock_without_credentials_is_misconfigured(bedrock, monkeypatch, settings):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    settings.BEDROCK_READ_SECONDS = 6  # a client that no other test has made

    with pytest.raises(exceptions.Misconfigured):
        list(parts_of(bedrock_client()))


def test_bedrock_is_tried_twice_when_it_throttles(bedrock):
    bedrock.rule({"fail": "ThrottlingException", "status": 429}, times=1)
    bedrock.rule({"text": "Ciao"})

    assert TextFragment("Ciao") in list(parts_of(bedrock_client()))
    assert len(bedrock.requests) == 2


def test_bedrock_stream_that_is_left_closes_the_connection(bedrock):
    bedrock.rule({"text": "x" * 400, "size": 1, "delay": 0.02})
    parts = parts_of(bedrock_client())
    next(parts)
    parts.close()

    deadline = time.monotonic() + 5
    while not bedrock.requests[0].left and time.monotonic() < deadline:
        time.sleep(0.02)

    assert bedrock.requests[0].left
