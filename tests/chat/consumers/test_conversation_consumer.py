"""The socket of a conversation: who enters, what is understood, what comes back."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client

from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.models import Answer
from forms_engine.services.answers import set_answer
from messerprise.accounts.models import User
from messerprise.realtime.consumer import LiveConsumer
from tests.chat.consumers.browser import Browser, session_of
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import check_invariants

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation(respondent):
    return make_conversation(respondent)


@pytest.fixture
def session(respondent):
    return session_of(respondent)


@pytest.fixture
async def browser(conversation, session):
    browser = await Browser(conversation, session).open()
    yield browser
    await browser.leave()


async def test_hello_is_welcomed_where_the_page_stands(conversation, session):
    browser = Browser(conversation, session)
    await browser.connect()

    welcome = await browser.hello()

    assert welcome == {"type": "welcome", "epoch": str(conversation.epoch), "head_seq": 1, "recovered": True}
    await browser.leave()


@pytest.mark.parametrize("fields", [{"epoch": str(uuid4())}, {"event_seq": 99}])
async def test_hello_from_another_log_is_not_recovered(conversation, session, fields):
    browser = Browser(conversation, session)
    await browser.connect()

    assert (await browser.hello(**fields))["recovered"] is False

    assert await browser.socket.receive_nothing(0.2)
    await browser.leave()


async def test_send_comes_back_as_events(browser, conversation):
    client_id = await browser.send("Ada", question="name")

    await browser.next("event", event="message.said")

    assert [frame["event"] for frame in browser.frames if frame["type"] == "event"] == [
        "message.posted", "answers.changed", "message.said",
    ]  # fmt: skip
    assert browser.events[0]["client_id"] == client_id
    await sync_to_async(check_invariants)(conversation, [client_id])


async def test_send_repeated_five_times_counts_once(browser, conversation):
    client_id = uuid4()
    for _ in range(5):
        await browser.send("Ada", question="name", client_id=client_id)

    await browser.next("event", event="message.said")

    assert await browser.socket.receive_nothing(0.3)
    assert browser.messages("user") == ["Ada"]
    await sync_to_async(check_invariants)(conversation, [client_id])


async def test_two_tabs_see_the_same(browser, conversation, session):
    other = await Browser(conversation, session).open()

    await browser.send("Ada", question="name")
    for tab in (browser, other):
        await tab.next("event", event="message.said")

    assert browser.events == other.events
    await other.leave()


async def test_an_answer_on_a_form_page_reaches_the_chat(browser, conversation, respondent):
    await sync_to_async(set_answer)(
        actor=respondent, submission_id=conversation.submission_id, path="colour", value="red",
        origin=Origin(OriginKind.TYPED, {"door": "form"}),
    )  # fmt: skip

    event = await browser.next("event", event="answers.changed")

    assert event["data"]["progress"]["answered"] == 1


async def test_reload_replays_what_was_missed(conversation, session):
    browser = Browser(conversation, session)
    await sync_to_async(tell)(conversation, "Ada", question="name")

    await browser.open()
    await browser.next("event", event="message.said")

    assert browser.seq == 4
    await browser.leave()


async def test_set_edits_an_answer(browser):
    await browser.say("set", client_id=str(uuid4()), key="colour", value="blue")

    await browser.next("event", event="answers.changed")

    assert (await Answer.objects.aget(path="colour")).value == "blue"


async def test_set_of_a_wrong_value_is_refused_with_a_sentence(browser):
    client_id = str(uuid4())
    await browser.say("set", client_id=client_id, key="colour", value="green")

    refused = await browser.next("refused")

    assert refused["client_id"] == client_id
    assert refused["sentence"]
    assert not await Answer.objects.filter(path="colour").aexists()


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "set", "client_id": str(uuid4()), "key": "nowhere", "value": "1"},
        {"type": "stop", "reply": str(uuid4())},
    ],
)
async def test_what_does_not_exist_is_refused(browser, frame):
    await browser.say(frame.pop("type"), **frame)

    assert (await browser.next("refused"))["sentence"]


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("unknown", {}, 4400),
        ("send", {"client_id": "x", "text": "hi"}, 4400),
        ("send", {"client_id": str(uuid4()), "text": "hi", "html": True}, 4400),
        ("hello", {}, 4400),
        ("send", {"client_id": str(uuid4()), "text": "x" * 70_000}, 4413),
    ],
)
async def test_a_bad_frame_closes_the_socket(browser, kind, fields, code):
    await browser.say(kind, **fields)

    assert await browser.close_code() == code


async def test_bytes_close_the_socket(browser):
    await browser.socket.send_to(bytes_data=b"\x00")

    assert await browser.close_code() == 4400


async def test_nothing_is_understood_before_hello(conversation, session):
    browser = Browser(conversation, session)
    await browser.connect()

    await browser.send("Ada")

    assert await browser.close_code() == 4400


async def test_a_hello_for_another_conversation_closes_the_socket(conversation, session):
    browser = Browser(conversation, session)
    await browser.connect()

    await browser.say("hello", conversation=str(uuid4()), epoch=browser.epoch, event_seq=0)

    assert await browser.close_code() == 4400


async def test_a_flood_closes_the_socket(browser):
    for _ in range(150):
        await browser.say("ack", event_seq=1)

    assert await browser.close_code() == 4429


@pytest.mark.parametrize("whose", ["stranger", "reviewer", "nobody"])
async def test_only_the_owner_enters(conversation, request, whose):
    user = None if whose == "nobody" else await sync_to_async(request.getfixturevalue)(whose)
    session = await sync_to_async(session_of)(user) if user else ""

    opened, code = await Browser(conversation, session).connect()

    assert (opened, code) == (False, 4403 if user else 4401)


async def test_an_unknown_conversation_looks_like_a_strangers(conversation, session):
    browser = Browser(conversation, session, path=f"/ws/conversations/{uuid4()}/")

    assert await browser.connect() == (False, 4403)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://localhost:8000", "http://localhost:9", "null"]
)
async def test_another_origin_does_not_enter(conversation, session, origin):
    opened, _code = await Browser(conversation, session, origin=origin.encode()).connect()

    assert not opened


async def test_signing_out_closes_the_socket_at_once(browser, respondent, session):
    client = Client()
    client.cookies["sid"] = session

    await sync_to_async(client.logout)()
    async with asyncio.timeout(1):
        assert await browser.close_code() == 4401


async def test_signing_out_elsewhere_leaves_the_socket_open(browser, respondent):
    elsewhere = Client()
    await sync_to_async(elsewhere.force_login)(respondent)

    await sync_to_async(elsewhere.logout)()

    assert await browser.socket.receive_nothing(0.3)


@pytest.mark.parametrize("end", ["deactivated", "session_gone", "password_changed"])
async def test_whoever_may_no_more_is_closed_by_the_periodic_check(conversation, session, monkeypatch, end):
    monkeypatch.setattr(LiveConsumer, "recheck_seconds", 0.2)
    browser = await Browser(conversation, session).open()
    if end == "deactivated":
        await User.objects.aupdate(is_active=False)
    elif end == "password_changed":
        await User.objects.aupdate(password="another")
    else:
        await Session.objects.all().adelete()

    assert await browser.close_code() == 4401


async def test_without_a_broker_the_socket_still_works(conversation, session, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [settings.REDIS_URL]},
        },
    }
    browser = await Browser(conversation, session).open()

    await browser.send("Ada", question="name")
    async with asyncio.timeout(10):  # no bell rings: the socket looks by itself
        await browser.next("event", event="message.said")

    assert browser.messages("user") == ["Ada"]
    await browser.leave()
