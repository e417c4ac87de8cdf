"""Every id in every frame of a socket, with a stranger's session: generated from the frames."""

import dataclasses
import json
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from chat.domain.frames import CLIENT_FRAMES
from chat.models import ConversationEvent, Message, Reply
from chat.services.replies import queue_reply
from forms_engine.models import Answer
from tests.chat.consumers.browser import Browser, session_of
from tests.factories.conversations import make_conversation

OWN = {"client_id"}  # made by the sender


def ids_of(frame) -> list[str]:
    """Return the fields of a frame that hold an id of somebody's."""
    fields = dataclasses.fields(frame)
    return [field.name for field in fields if "UUID" in str(field.type) and field.name not in OWN]


CASES = [(kind, name) for kind, frame in sorted(CLIENT_FRAMES.items()) for name in ids_of(frame)]


def rows() -> list:
    """Return everything that a frame might change."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Message, Reply, Answer, ConversationEvent)
    ]


def frame_of(kind: str, browser: Browser) -> dict:
    """Return a frame that would be right in the browser's own conversation."""
    samples = {
        "conversation": str(browser.conversation.pk),
        "epoch": browser.epoch,
        "event_seq": browser.seq,
        "client_id": str(uuid4()),
        "text": "Anna",
        "key": "name",
        "value": "Anna",
    }
    required = [
        field.name
        for field in dataclasses.fields(CLIENT_FRAMES[kind])
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    return {"type": kind, **{name: samples[name] for name in required if name in samples}}


@pytest.fixture
def theirs(transactional_db, respondent):
    """Return the respondent's ids by field."""
    conversation = make_conversation(respondent, interviewer="natural")
    reply = queue_reply(Message.objects.filter(conversation=conversation).first())
    return {"conversation": conversation.pk, "epoch": conversation.epoch, "reply": reply.pk}


@pytest.mark.parametrize(("kind", "name"), CASES)
async def test_id_of_another_in_a_frame_changes_nothing(theirs, stranger, kind, name):
    own = await sync_to_async(make_conversation)(stranger)
    browser = Browser(own, await sync_to_async(session_of)(stranger))
    assert (await browser.connect())[0]
    if kind != "hello":
        await browser.hello()
    before = await sync_to_async(rows)()
    await browser.socket.send_to(text_data=json.dumps({**frame_of(kind, browser), name: str(theirs[name])}))
    said = await answer_of(browser)
    assert said.get("type") in {"refused", "close", "silence"} or said.get("recovered") is False
    assert await sync_to_async(rows)() == before
    await browser.leave()


async def answer_of(browser: Browser) -> dict:
    """Return what the server says to a frame; nothing within a moment is an answer, too."""
    if await browser.socket.receive_nothing(timeout=1):
        return {"type": "silence"}
    message = await browser.socket.receive_output(1)
    return json.loads(message["text"]) if message["type"] == "websocket.send" else {"type": "close"}


async def test_socket_of_another_does_not_open(theirs, stranger):
    own = await sync_to_async(make_conversation)(stranger)
    path = f"/ws/conversations/{theirs['conversation']}/"
    browser = Browser(own, await sync_to_async(session_of)(stranger), path=path)
    opened, code = await browser.connect()
    assert (opened, code) == (False, 4403) or await browser.close_code() == 4403


def test_frames_with_ids_are_known():
    assert ("stop", "reply") in CASES
