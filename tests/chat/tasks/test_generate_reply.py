"""A reply by a model: claimed once, the engine before the first token, always an end with words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Conversation, ConversationEvent, Message, Reply
from chat.services import conducting, keeping
from chat.services.endings import stop_reply
from chat.services.replies import Claim, Kept, claim_reply, keep_replies
from chat.tasks import generate_reply, reclaim_replies
from forms_engine.domain.origin import OriginKind
from forms_engine.models import Answer, AnswerEvent
from messerprise.llm.models import LlmCall
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import (
    check_every_message_is_answered,
    check_replay_shows_what_a_fresh_page_shows,
)

WORDS = "Nice to meet you, Ada! Which colour do you like? 🙂"
SET_NAME = {"do": "set", "path": "name", "value": "Ada Lovelace", "quote": "i am Ada LOVELACE"}
TURN = {"commands": [SET_NAME], "asks": "colour", "reply": WORDS}
MESSAGE = "Good morning, I am Ada Lovelace and what is this about?"


@pytest.fixture(autouse=True)
def _keeper_keeps_nothing():
    """Its connection is another one, and the test's transaction has locked what it would write."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "CHECKPOINT", 60.0)
        yield


@pytest.fixture
def conversation(respondent, bedrock):
    return make_conversation(respondent, interviewer="natural")


@pytest.fixture
def reply(conversation):
    # an older question, so that rules alone are not certain
    message = tell(conversation, MESSAGE, question="colour")
    return message.reply


def generate(reply):
    generate_reply(str(reply.pk))
    reply.refresh_from_db()
    return reply


def make_due(reply):
    Reply.objects.filter(pk=reply.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def check_end(reply):
    check_every_message_is_answered(reply.conversation)
    reply.conversation.refresh_from_db()
    check_replay_shows_what_a_fresh_page_shows(reply.conversation)


def test_generate_reply_executes_then_says(reply, bedrock):
    bedrock.rule({"tool": TURN})

    generate(reply)

    assert (reply.state, reply.attempt, reply.checkpoint_text) == ("complete", 1, WORDS)
    assert reply.answer_message.text == WORDS
    assert reply.answer_message.parts["ask"]["path"] == "colour"
    answer = Answer.objects.get(path="name")
    assert (answer.value, answer.origin) == ("Ada Lovelace", OriginKind.SAID)
    assert answer.origin_detail["model"] == "eu.anthropic.claude-test-v1:0"
    assert answer.origin_detail["prompt_version"]
    start, end = answer.origin_detail["start"], answer.origin_detail["end"]
    assert MESSAGE[start:end] == "I am Ada Lovelace"
    assert Conversation.objects.get().asked_path == "colour"
    check_end(reply)


def test_generate_reply_asks_the_model_with_a_window_and_a_forced_tool(reply, bedrock):
    bedrock.rule({"tool": TURN})

    generate(reply)

    body = bedrock.requests[0].body
    assert body["toolConfig"]["toolChoice"] == {"tool": {"name": "respond"}}
    assert "cachePoint" in body["system"][1]
    assert f"<message>\n{MESSAGE}\n</message>" in body["messages"][0]["content"][0]["text"]
    assert LlmCall.objects.get().outcome == "complete"


def test_generate_reply_delivered_five_times_calls_the_model_once(reply, bedrock):
    bedrock.rule({"tool": TURN})

    for _ in range(5):
        generate(reply)

    assert len(bedrock.requests) == 1
    assert Message.objects.filter(author="assistant").count() == 2
    assert AnswerEvent.objects.filter(path="name").count() == 1
    check_end(reply)


def test_generate_reply_for_an_unknown_reply_does_nothing(db, bedrock):
    generate_reply("01a2053a-8609-74b7-89ba-b2ea9aa3f2d1")

    assert not bedrock.requests


def test_generate_reply_waits_for_the_reply_before(reply, conversation, bedrock):
    bedrock.rule({"tool": TURN})
    second = tell(conversation, "and another thing?", question="colour").reply

    generate(second)
    assert second.state == "queued"

    generate(reply)
    generate(second)
    assert [reply.state, second.state] == ["complete", "complete"]


def test_a_value_that_was_not_said_becomes_a_question(reply, bedrock):
    bedrock.rule({"tool": TURN | {"commands": [SET_NAME | {"quote": "my name is Grace", "value": "Grace"}]}})

    generate(reply)

    assert not Answer.objects.filter(path="name").exists()
    assert Conversation.objects.get().state["pending"]["value"] == "Grace"
    assert WORDS not in reply.answer_message.text
    check_end(reply)


def test_a_value_that_breaks_a_rule_is_answered_by_the_engine(reply, bedrock):
    command = {"do": "set", "path": "colour", "value": "green", "quote": "Ada"}
    bedrock.rule({"tool": TURN | {"commands": [command]}})

    generate(reply)

    assert not Answer.objects.filter(path="colour").exists()
    assert WORDS not in reply.answer_message.text
    assert reply.state == "complete"


@pytest.mark.parametrize("asks", ["born", "nowhere", "", "name"])
def test_a_question_that_is_not_open_is_replaced_by_the_engines(reply, bedrock, asks):
    bedrock.rule({"tool": TURN | {"asks": asks}})

    generate(reply)

    assert WORDS not in reply.answer_message.text
    assert reply.answer_message.parts["ask"]["path"] == "colour"
    assert Answer.objects.filter(path="name").exists()


def test_commands_outside_the_window_are_dropped(reply, bedrock):
    commands = [SET_NAME | {"path": "secret"}, {"do": "drop_tables"}, 7]
    bedrock.rule({"tool": TURN | {"commands": commands, "asks": "name"}})

    generate(reply)

    assert (reply.state, reply.answer_message.text) == ("complete", WORDS)
    assert not AnswerEvent.objects.exists()


def test_nothing_is_said_before_the_engine_acted(reply, bedrock, monkeypatch):
    order = []
    execute, flush = conducting.execute, conducting.Writing.flush
    monkeypatch.setattr(conducting, "execute", lambda *args: (order.append("act"), execute(*args))[1])
    monkeypatch.setattr(
        conducting.Writing, "flush", lambda self: (self.text and order.append("say"), flush(self))
    )
    backwards = {"reply": WORDS, "asks": "colour", "commands": [SET_NAME]}
    bedrock.rule({"tool": backwards, "size": 5, "delay": 0.02})

    generate(reply)

    assert order[0] == "act"
    assert reply.answer_message.text == WORDS


@pytest.mark.parametrize(
    "steps",
    [
        [{"fail": "ThrottlingException", "status": 429}],
        [{"fragments": ['{"commands": [], "asks": "name", "rep']}, {"break": "modelStreamErrorException"}],
        [{"fragments": ['{"commands": [], "asks": "name", "reply": "Well']}, {"cut": True}],
        [{"fragments": ['{"commands": nothing']}],
        [{"text": "I would rather write prose."}],
        [{"tool": {"commands": [], "asks": "name", "reply": ""}}],
    ],
)
def test_a_passing_failure_is_tried_again(reply, bedrock, steps):
    bedrock.rule(*steps, times=2 if "fail" in steps[0] else 1)  # the SDK itself tries an error twice
    bedrock.rule({"tool": TURN})

    generate(reply)
    assert (reply.state, reply.attempt) == ("queued", 1)
    assert ConversationEvent.objects.last().type == "reply.delayed"
    make_due(reply)
    reclaim_replies()
    generate(reply)

    assert (reply.state, reply.attempt, reply.answer_message.text) == ("complete", 2, WORDS)
    check_end(reply)


def test_commands_are_executed_once_over_all_attempts(reply, bedrock):
    begun = (
        '{"commands": [{"do": "set", "path": "name", "value": "Ada", "quote": "Ada"}], "asks": "colour", "rep'
    )
    bedrock.rule({"fragments": [begun]}, {"cut": True}, times=1)
    bedrock.rule({"tool": TURN | {"commands": [SET_NAME | {"value": "Somebody else", "quote": "Ada"}]}})

    generate(reply)
    generate(reply)

    assert AnswerEvent.objects.filter(path="name").count() == 1
    assert Answer.objects.get(path="name").value == "Ada"
    assert "Already done" in bedrock.requests[1].body["messages"][0]["content"][0]["text"]
    assert reply.answer_message.text == WORDS


def test_after_five_attempts_the_rules_answer(reply, bedrock):
    bedrock.rule({"fail": "ServiceUnavailableException", "status": 503})

    for _ in range(5):
        generate(reply)

    assert (reply.state, reply.attempt, reply.error_code) == ("failed", 5, "unavailable")
    assert reply.answer_message.parts["ask"]["path"]
    check_end(reply)


@pytest.mark.parametrize("failure", ["AccessDeniedException", "ValidationException"])
def test_a_lasting_failure_is_answered_by_the_rules_at_once(reply, bedrock, failure):
    bedrock.rule({"fail": failure, "status": 400})

    generate(reply)

    assert (reply.state, reply.attempt) == ("failed", 1)
    check_end(reply)


def test_reclaim_gives_a_dead_workers_reply_to_another(reply, bedrock):
    bedrock.rule({"tool": TURN})
    dead = claim_reply(reply.pk)
    assert claim_reply(reply.pk) is None, "the lease still runs"
    make_due(reply)

    reclaim_replies()
    reclaim_replies()
    assert keep_replies([Kept(dead, "late", 9)]) == ({dead}, set())
    generate(reply)

    assert (reply.state, reply.attempt) == ("complete", 2)
    assert keep_replies([Kept(dead, "later", 10)]) == ({dead}, set())
    assert reply.answer_message.text == WORDS


def test_reclaim_ends_a_reply_that_no_worker_survives(reply, bedrock):
    Reply.objects.filter(pk=reply.pk).update(state="running", attempt=5)
    make_due(reply)

    reclaim_replies()
    reclaim_replies()

    reply.refresh_from_db()
    assert (reply.state, reply.error_code) == ("failed", "attempts_exhausted")
    check_end(reply)


def test_reclaim_leaves_what_is_not_due(reply):
    reclaim_replies()

    reply.refresh_from_db()
    assert (reply.state, reply.attempt) == ("queued", 0)


def test_reclaim_ends_the_reply_of_somebody_deactivated(reply, respondent):
    Reply.objects.filter(pk=reply.pk).update(state="running", attempt=5)
    make_due(reply)
    respondent.is_active = False
    respondent.save()

    reclaim_replies()

    assert Reply.objects.get().state == "failed"


def test_stop_ends_a_waiting_reply_at_once(reply, respondent):
    stop_reply(actor=respondent, reply_id=reply.pk)

    reply.refresh_from_db()
    assert reply.state == "stopped"
    check_end(reply)


def test_stop_of_a_strangers_reply_finds_nothing(reply, stranger):
    with pytest.raises(Reply.DoesNotExist):
        stop_reply(actor=stranger, reply_id=reply.pk)


def test_stop_asked_in_the_database_alone_is_obeyed(reply, bedrock):
    bedrock.rule({"tool": TURN, "size": 3, "delay": 0.1})
    Reply.objects.filter(pk=reply.pk).update(stop_requested=True)

    generate(reply)

    assert reply.state == "stopped"
    assert not bedrock.requests
    check_end(reply)


def test_a_worker_that_shuts_down_hands_the_reply_back(reply, bedrock, monkeypatch):
    bedrock.rule({"tool": TURN, "size": 3, "delay": 0.05})
    monkeypatch.setattr(conducting.Writing, "grow", lambda *_: conducting.shutting_down.set())
    try:
        generate(reply)
    finally:
        conducting.shutting_down.clear()

    assert (reply.state, reply.attempt) == ("queued", 1)
    monkeypatch.undo()
    generate(reply)
    assert (reply.state, reply.attempt, reply.answer_message.text) == ("complete", 2, WORDS)


def test_a_worker_that_shuts_down_begins_nothing(reply, bedrock, django_capture_on_commit_callbacks):
    conducting.shutting_down.set()
    try:
        with django_capture_on_commit_callbacks() as sent:
            conducting.generate_reply(reply.pk)
    finally:
        conducting.shutting_down.clear()

    reply.refresh_from_db()
    assert (reply.state, reply.attempt, len(sent)) == ("queued", 0, 1)
    assert not bedrock.requests


def test_a_claim_of_an_ended_attempt_is_void(reply):
    void = Claim(reply, 0)

    assert keep_replies([Kept(void, "", 0)]) == ({void}, set())
