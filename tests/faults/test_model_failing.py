"""The model throttles, breaks off, falls silent or ends oddly: nobody is left without words."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import Message, Reply
from messerprise.llm.models import LlmCall
from tests.faults.crew import Crew

WORDS = "Pleased to meet you. " * 12 + "What is your name?"
TURN = {"commands": [], "asks": "name", "reply": WORDS}
BEGUN = '{"commands": [], "asks": "name", "reply": "'
BROKEN = {
    "fragments": ['{"commands": [], "asks": "name", "reply": "', *["Pleased to meet "] * 12],
    "delay": 0.02,
}
QUESTION = "By the way, who reads this?"
SILENCE = 2  # seconds after which a call of this crew has failed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey):
    crew = Crew(slow_model, scratch, BEDROCK_READ_SECONDS=str(SILENCE))
    yield crew
    crew.dismiss()


@pytest.fixture
async def ask(crew, browser, model, beat):
    """Return what asks and reads to the end of the reply, however many attempts it takes."""

    async def ask(tries=20):
        await sync_to_async(crew.hire)()
        client_id = await browser.send(QUESTION, question="name")
        reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
        for _ in range(tries):
            try:
                await browser.next("done", reply=reply)
                break
            except TimeoutError:
                continue
        return client_id, await Reply.objects.aget(pk=reply)

    return ask


def count(browser, name):
    return sum(name in {each["type"], each.get("event")} for each in browser.frames)


def drawn(browser):
    """Return the text of each attempt as it was when the next one began."""
    texts, text = [], ""
    for each in browser.frames:
        if each["type"] == "delta":
            text += each["text"]
        elif each["type"] == "snapshot":
            text = each["text"]
        elif each["type"] in {"reset", "done"}:
            texts, text = [*texts, text], ""
    return texts


async def outcomes():
    return [each async for each in LlmCall.objects.order_by("created_at").values_list("outcome", flat=True)]


async def test_the_model_throttles_three_times(ask, browser, model, settle):
    model.rule({"fail": "ThrottlingException", "status": 429}, times=3)
    model.rule({"tool": TURN, "usage": {"inputTokens": 900, "outputTokens": 50, "totalTokens": 950}})

    client_id, reply = await ask()

    assert (reply.state, browser.messages("assistant")[-1]) == ("complete", WORDS)
    assert count(browser, "reply.delayed") == reply.attempt - 1 >= 1, "the person was not told to wait"
    assert await outcomes() == ["throttled"] * (reply.attempt - 1) + ["complete"]
    billed = [each async for each in LlmCall.objects.values_list("input_tokens", flat=True)]
    assert sorted(each for each in billed if each) == [900]
    await settle([client_id])


@pytest.mark.parametrize(
    "end",
    [{"break": "throttlingException"}, {"break": "modelStreamErrorException"}, {"cut": True}, {"wait": 30}],
    ids=["throttled", "error", "cut off", "silent"],
)
async def test_the_stream_breaks_in_mid_text(ask, browser, model, settle, end):
    model.rule(BROKEN, end, times=1)
    model.rule({"tool": TURN})

    client_id, reply = await ask()

    partial, whole = drawn(browser)
    assert "Pleased to meet Pleased" in partial, "the first attempt was to be seen"
    assert WORDS.startswith(whole)
    assert (reply.state, reply.attempt) == ("complete", 2)
    said = [each async for each in Message.objects.filter(author="assistant").order_by("seq")]
    assert len(said) == 2, "the greeting and one answer"
    assert said[-1].text == browser.messages("assistant")[-1] == WORDS
    assert count(browser, "done") == 1
    await settle([client_id])


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"stop": "guardrail_intervened"}, "refused"),
        ({"stop": "content_filtered"}, "refused"),
        ({"stop": "model_context_window_exceeded"}, "context_too_long"),
        ({"fail": "ValidationException", "message": "Input is too long for this model."}, "context_too_long"),
    ],
    ids=["guardrail", "filter", "window", "too long"],
)
async def test_the_model_ends_without_an_answer(ask, browser, model, settle, step, code):
    model.rule(step)

    client_id, reply = await ask()

    assert (reply.state, reply.error_code, reply.attempt) == ("failed", code, 1)
    assert browser.messages("assistant")[-1].strip(), "an empty bubble"
    assert browser.events[-1]["parts"]["ask"]["path"], "nothing to go on with"
    await settle([client_id])


async def test_an_answer_that_cannot_be_read_is_asked_for_again(ask, browser, model, settle):
    model.rule(BROKEN, {"stop": "malformed_tool_use"}, times=1)
    model.rule({"tool": TURN})

    client_id, reply = await ask()

    assert (reply.state, reply.attempt) == ("complete", 2)
    assert browser.messages("assistant") == [WORDS]
    await settle([client_id])


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [([BROKEN, {"stop": "max_tokens"}], "cut_short"), ([{"tool": {"commands": []}}], "complete")],
    ids=["cut short", "no words"],
)
async def test_what_the_model_left_out_is_said_by_rules(ask, browser, model, settle, steps, outcome):
    model.rule(*steps)

    client_id, reply = await ask()

    assert (reply.state, await outcomes()) == ("complete", [outcome])
    assert browser.messages("assistant")[-1].strip(), "an empty bubble"
    assert browser.events[-1]["parts"]["ask"]["path"], "nothing to go on with"
    await settle([client_id])


@pytest.mark.soak
async def test_the_model_stays_silent_for_good(ask, browser, model, settle):
    model.rule({"wait": 60})

    client_id, reply = await ask()

    assert (reply.state, reply.error_code, reply.attempt) == ("failed", "silent", 5)
    assert browser.events[-1]["parts"]["ask"]["path"]
    assert set(await outcomes()) == {"silent"}
    await settle([client_id])
