"""Metered calls: every end leaves an account."""

import threading
import time
from uuid import uuid4

import pytest

from messerprise.llm.domain.conversation import Stop, StopReason, TextFragment
from messerprise.llm.exceptions import Throttled, Unavailable
from messerprise.llm.models import LlmCall
from messerprise.llm.services import converse
from tests.llm.clients.test_bedrock import REQUEST

USAGE = {"inputTokens": 900, "outputTokens": 30, "totalTokens": 930, "cacheReadInputTokens": 800}


def never():
    return False


def call(actor, *, stop=never, **fields):
    return converse(actor=actor, purpose="converse", request=REQUEST, stop=stop, **fields)


def test_converse_settles_a_complete_call(bedrock, respondent):
    bedrock.rule({"wait": 0.05}, {"text": "Ciao a tutti", "size": 4}, {"usage": USAGE})
    attempt = uuid4()

    parts = list(call(respondent, attempt=attempt))

    assert parts[:4] == [
        TextFragment("Ciao"),
        TextFragment(" a t"),
        TextFragment("utti"),
        Stop(StopReason.COMPLETE),
    ]
    row = LlmCall.objects.get(attempt=attempt)
    assert (row.actor, row.purpose, row.model_id) == (respondent, "converse", "eu.anthropic.claude-test-v1:0")
    assert (row.input_tokens, row.output_tokens) == (900, 30)
    assert (row.cache_read_tokens, row.cache_write_tokens) == (800, None)
    assert row.outcome == "complete"
    assert 50 <= row.first_token_ms <= row.duration_ms


def test_converse_opens_the_account_before_the_model_answers(bedrock, respondent):
    bedrock.rule({"text": "Ciao", "size": 2})
    parts = call(respondent)

    next(parts)

    row = LlmCall.objects.get()
    assert (row.outcome, row.duration_ms) == ("open", None)
    parts.close()


def test_converse_settles_a_failed_call(bedrock, respondent):
    bedrock.rule({"fail": "ThrottlingException", "status": 429})

    with pytest.raises(Throttled):
        list(call(respondent))

    row = LlmCall.objects.get()
    assert (row.outcome, row.input_tokens, row.first_token_ms) == ("throttled", None, None)


def test_converse_settles_a_call_that_fails_half_way(bedrock, respondent):
    bedrock.rule({"text": "Ci", "size": 1}, {"cut": True})

    with pytest.raises(Unavailable):
        list(call(respondent))

    row = LlmCall.objects.get()
    assert row.outcome == "unavailable"
    assert row.first_token_ms is not None


def test_converse_obeys_stop_while_the_model_is_silent(bedrock, respondent):
    bedrock.rule({"text": "Ci", "size": 1}, {"wait": 4}, {"text": "ao"})
    enough = threading.Event()
    parts = call(respondent, stop=enough.is_set)
    next(parts)
    began = time.monotonic()
    threading.Timer(0.2, enough.set).start()

    rest = list(parts)

    assert time.monotonic() - began < 0.5
    assert rest == [TextFragment("i")]
    assert LlmCall.objects.get().outcome == "stopped"


def test_converse_that_is_stopped_before_it_begins_gives_nothing(bedrock, respondent):
    bedrock.rule({"text": "Ciao"})

    assert list(call(respondent, stop=lambda: True)) == []
    assert LlmCall.objects.get().outcome == "stopped"


def test_converse_settles_a_call_that_its_caller_leaves(bedrock, respondent):
    bedrock.rule({"text": "Ciao", "size": 1, "delay": 0.01})
    parts = call(respondent)
    next(parts)

    parts.close()

    assert LlmCall.objects.get().outcome == "stopped"


def test_converse_asks_stop_rarely(bedrock, respondent):
    bedrock.rule({"text": "x" * 500, "size": 1})
    asked = []

    list(call(respondent, stop=lambda: asked.append(1)))

    assert len(asked) <= 20


def test_converse_leaves_no_thread_behind(bedrock, respondent):
    bedrock.rule({"text": "x" * 200, "size": 1, "delay": 0.01})
    before = threading.active_count()
    parts = call(respondent)
    next(parts)

    parts.close()

    deadline = time.monotonic() + 3
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() <= before


def test_converse_works_for_nobody(bedrock, db):
    bedrock.rule({"text": "Ciao"})

    list(call(None))

    assert LlmCall.objects.get().actor is None
