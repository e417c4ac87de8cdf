"""The live protocol without a socket: news asked for, frames posted."""

from uuid import uuid4

import pytest

from chat.domain.states import ReplyState
from chat.models import Message, Reply
from chat.services.replies import queue_reply
from messerprise.realtime import limits
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import check_invariants

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(respondent):
    return make_conversation(respondent)


@pytest.fixture
def look(client, respondent, conversation):
    """Return a function that asks for news as the owner's page does."""
    client.force_login(respondent)

    def look(after=conversation.head_seq, reply=""):
        answer = client.get(f"/conversations/{conversation.pk}/events/", {"after": after, "reply": reply})
        return answer.json()["frames"] if answer.status_code == 200 else answer.status_code

    return look


@pytest.fixture
def post(client, respondent, conversation):
    """Return a function that posts a frame as the owner's page does."""
    client.force_login(respondent)

    def post(**frame):
        address = f"/conversations/{conversation.pk}/frames/"
        answer = client.post(address, frame, content_type="application/json")
        return answer.json()["frames"] if answer.status_code == 200 else answer.status_code

    return post


def send(text, **fields) -> dict:
    return {"type": "send", "client_id": str(uuid4()), "text": text, **fields}


def test_no_news_is_a_welcome(look, conversation):
    assert look() == [{"type": "welcome", "epoch": str(conversation.epoch), "head_seq": 1, "recovered": True}]


def test_what_was_posted_is_told_in_the_frames_of_the_socket(look, post, conversation):
    frame = send("Ada", question="name")

    assert post(**frame) == []

    told = look()[1:]
    assert [each["event"] for each in told] == ["message.posted", "answers.changed", "message.said"]
    assert [each["seq"] for each in told] == [2, 3, 4]
    assert told[0]["data"]["client_id"] == frame["client_id"]
    check_invariants(conversation, [frame["client_id"]])


def test_a_frame_posted_again_counts_once(post, conversation):
    frame = send("Ada", question="name")

    assert [post(**frame) for _ in range(3)] == [[]] * 3

    assert Message.objects.filter(author="user").count() == 1
    check_invariants(conversation, [frame["client_id"]])


def test_a_refusal_says_why(post):
    client_id = str(uuid4())

    told = post(type="set", client_id=client_id, key="colour", value="green")

    assert [(each["type"], each["client_id"]) for each in told] == [("refused", client_id)]
    assert told[0]["sentence"]


def test_of_a_reply_all_the_text_that_is_kept(look, conversation):
    reply = queue_reply(Message.objects.filter(conversation=conversation).first())
    Reply.objects.filter(pk=reply.pk).update(attempt=2, checkpoint_seq=7, checkpoint_text="So far")

    assert look()[-1] == {
        "type": "snapshot", "reply": str(reply.pk), "attempt": 2, "upto": 7, "text": "So far",
    }  # fmt: skip


def test_a_reply_that_is_followed_is_told_to_have_ended(look, conversation):
    reply = queue_reply(Message.objects.filter(conversation=conversation).first())
    head = look()[0]["head_seq"]
    Reply.objects.filter(pk=reply.pk).update(state=ReplyState.STOPPED)

    assert [each["type"] for each in look(head, reply.pk)] == ["welcome", "done"]
    assert [each["type"] for each in look(head)] == ["welcome"]


def test_stop_stops(post, conversation):
    reply = queue_reply(Message.objects.filter(conversation=conversation).first())

    assert post(type="stop", reply=str(reply.pk)) == []

    reply.refresh_from_db()
    assert reply.state == ReplyState.STOPPED


@pytest.mark.parametrize("after", [99, 10**12])
def test_whoever_is_ahead_of_the_log_reloads(look, after):
    assert [each["recovered"] for each in look(after)] == [False]


@pytest.mark.parametrize(
    ("after", "reply"), [("", ""), ("x", ""), (-1, ""), (1, "x"), (1.5, ""), ("9" * 400, "")]
)
def test_a_place_that_is_none_is_refused(look, after, reply):
    assert look(after, reply) == 400


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        ({}, 400),
        ({"type": "hello"}, 400),
        ({"type": "ack", "event_seq": 1}, 400),
        (send("hi") | {"html": True}, 400),
        (send("x" * 70_000), 413),
    ],
)
def test_what_is_no_frame_is_refused(post, frame, status):
    assert post(**frame) == status
    assert not Message.objects.filter(author="user").exists()


def test_messages_are_limited_on_both_ways_together(post, conversation, settings, monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 2_000_000.0)
    settings.MESSAGES_PER_USER = 2

    assert [post(**send(text)) for text in ("a", "b", "c")] == [[], [], 429]
    assert Message.objects.filter(author="user").count() == 2


def test_requests_are_limited(client, look, monkeypatch, conversation):
    monkeypatch.setattr(limits.time, "time", lambda: 3_000_000.0)
    monkeypatch.setattr(limits, "REQUESTS", (2, 0))

    assert [type(look()) for _ in range(2)] == [list, list]
    assert look() == 429
    answer = client.post(f"/conversations/{conversation.pk}/ticket/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_what_is_told_in_another_language_is_told_in_that_of_the_conversation(post, conversation):
    tell(conversation, "Ada", question="name")
    type(conversation).objects.update(language="it")

    told = post(type="stop", reply=str(uuid4()))

    assert told[0]["sentence"] == "Questo non fa parte della conversazione: ricarichi la pagina."
