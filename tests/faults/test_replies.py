"""Replies survive what happens to processes: real workers, a real broker, real sockets' frames."""

import asyncio
import os
import signal
import time
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from chat.models import Message, Reply
from chat.selectors import position_of
from forms_engine.models import AnswerEvent
from messerprise.celery import app
from tests.chat.consumers.browser import Browser

WORDS = "Pleased to meet you, Ada. " * 6 + "Now tell me, which colour do you like best? 🙂"
COMMAND = {"do": "set", "path": "name", "value": "Ada", "quote": "Ada"}
TURN = {"commands": [COMMAND], "asks": "colour", "reply": WORDS}
SLOWLY = {"tool": TURN, "size": 4, "delay": 0.03}
MESSAGE = "I am Ada. By the way, who reads this?"

pytestmark = pytest.mark.django_db(transaction=True)


async def ask(browser, model, *, steps=(SLOWLY,), drawn=20):
    """Post a message and read until the reply has begun."""
    model.rule(*steps)
    client_id = await browser.send(MESSAGE, question="colour")
    queued = await browser.next("event", event="reply.queued")
    while len(browser.texts.get(queued["data"]["reply"], "")) < drawn:
        await browser.frame()
    return client_id, queued["data"]["reply"]


async def finish(browser, reply, words=WORDS):
    """Read to the end of the reply and check that what was drawn is what is stored."""
    await browser.next("done", reply=reply)
    assert browser.messages("assistant")[-1] == words
    assert words.startswith(browser.texts.get(reply, ""))


async def state_of(reply):
    return await Reply.objects.aget(pk=reply)


async def test_a_reply_is_streamed_and_ends(crew, browser, model, settle):
    await sync_to_async(crew.hire)()

    client_id, reply = await ask(browser, model)
    await finish(browser, reply)

    assert len([frame for frame in browser.frames if frame["type"] == "delta"]) > 5
    await settle([client_id])


async def test_the_worker_is_killed_in_mid_reply(crew, browser, model, settle, beat):
    await sync_to_async(crew.hire)()
    client_id, reply = await ask(browser, model)

    crew.kill_all()
    await sync_to_async(crew.hire)()
    await browser.next("reset", reply=reply)
    await finish(browser, reply)

    assert (await state_of(reply)).attempt == 2
    assert await AnswerEvent.objects.filter(path="name").acount() == 1
    await settle([client_id])


async def test_a_frozen_worker_comes_back_too_late(crew, browser, model, settle, beat):
    frozen = await sync_to_async(crew.hire)()
    client_id, reply = await ask(browser, model)

    os.killpg(frozen.pid, signal.SIGSTOP)
    await sync_to_async(crew.hire)(2)
    await browser.next("reset", reply=reply)
    os.killpg(frozen.pid, signal.SIGCONT)
    await finish(browser, reply)

    assert (await state_of(reply)).attempt == 2
    assert await Message.objects.filter(author="assistant").acount() == 2
    await settle([client_id])
    crew.kill_all()


async def test_the_page_is_reloaded_in_mid_reply(crew, browser, model, settle, conversation, session):
    await sync_to_async(crew.hire)()
    client_id, reply = await ask(browser, model)

    await conversation.arefresh_from_db()
    position = await sync_to_async(position_of)(conversation)
    reloaded = Browser(conversation, session)
    reloaded.reply = (reply, position["reply"]["attempt"], position["reply"]["seq"])
    reloaded.texts[reply] = position["reply"]["text"]
    await reloaded.open()
    for tab in (browser, reloaded):
        await finish(tab, reply)

    assert len(model.requests) == 1
    await reloaded.leave()
    await settle([client_id])


async def test_the_connection_is_lost_in_mid_reply(crew, browser, model, settle, conversation, session):
    await sync_to_async(crew.hire)()
    client_id, reply = await ask(browser, model)
    again = Browser(conversation, session)
    again.seq, again.reply, again.texts = browser.seq, browser.reply, dict(browser.texts)

    await asyncio.sleep(0.5)
    await again.open()
    await finish(again, reply)

    assert not [frame for frame in again.frames if frame["type"] in {"reset", "snapshot"}]
    await again.leave()
    await settle([client_id])


async def test_stop_is_obeyed_at_once(crew, browser, model, settle):
    await sync_to_async(crew.hire)()
    client_id, reply = await ask(browser, model)

    started = time.monotonic()
    await browser.say("stop", reply=reply)
    await browser.next("done", reply=reply)

    assert time.monotonic() - started < 1, "300 ms for the worker, the rest for a busy machine"
    said = browser.messages("assistant")[-1]
    assert said
    assert WORDS.startswith(said)
    assert len(said) < len(WORDS)
    assert (await state_of(reply)).state == "stopped"
    await settle([client_id])


async def test_stop_while_the_model_is_silent_is_obeyed(crew, browser, model, settle):
    await sync_to_async(crew.hire)()
    model.rule({"wait": 8}, {"tool": TURN})
    client_id = await browser.send(MESSAGE, question="colour")
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    await asyncio.sleep(1)

    started = time.monotonic()
    await browser.say("stop", reply=reply)
    await browser.next("done", reply=reply)

    assert time.monotonic() - started < 1
    await settle([client_id])


async def test_the_broker_is_restarted_empty_in_mid_reply(crew, browser, model, settle, beat, restart_broker):
    await sync_to_async(crew.hire)()
    slower = SLOWLY | {"delay": 0.08}
    client_id, reply = await ask(browser, model, steps=(slower,))

    await restart_broker(1.0)
    await finish(browser, reply)

    assert (await state_of(reply)).attempt == 1
    assert len(model.requests) == 1
    await settle([client_id])


async def test_the_broker_is_away_when_a_message_is_sent(crew, browser, model, settle, beat, restart_broker):
    await sync_to_async(crew.hire)()
    model.rule({"tool": TURN})

    away = asyncio.create_task(restart_broker(3.0))
    await asyncio.sleep(0.3)
    started = time.monotonic()
    client_id = await browser.send(MESSAGE, question="colour")
    posted = await browser.next("event", event="message.posted")
    waited = time.monotonic() - started
    await away
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    await finish(browser, reply)

    assert posted["data"]["client_id"] == client_id
    assert waited < 5
    await settle([client_id])


async def test_a_task_delivered_five_times_has_one_effect(crew, browser, model, settle):
    await sync_to_async(crew.hire)(2)
    client_id, reply = await ask(browser, model)

    for _ in range(5):
        await sync_to_async(app.send_task)("chat.generate_reply", kwargs={"reply_id": reply}, queue="llm")
    await finish(browser, reply)
    await asyncio.sleep(0.5)

    assert len(model.requests) == 1
    assert (await state_of(reply)).attempt == 1
    await settle([client_id])


async def test_five_workers_race_for_a_fresh_reply(crew, browser, model, settle):
    crew.kill_all()
    model.rule({"tool": TURN})
    client_id = await browser.send(MESSAGE, question="colour")
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    for _ in range(5):
        await sync_to_async(app.send_task)("chat.generate_reply", kwargs={"reply_id": reply}, queue="llm")

    await sync_to_async(crew.hire)(2)
    await finish(browser, reply)

    assert len(model.requests) == 1
    await settle([client_id])


async def test_messages_sent_while_a_reply_is_written_queue_up(crew, browser, model, settle, beat):
    await sync_to_async(crew.hire)()
    second_turn = {"commands": [], "asks": "colour", "reply": "Second."}
    model.rule({"tool": second_turn}, when="And who are you?\n</message>")
    first, reply = await ask(browser, model)

    second = await browser.send("And who are you?", question="colour")
    await finish(browser, reply)
    await browser.next("done")

    assert browser.messages("assistant")[-2:] == [WORDS, "Second."]
    await settle([first, second])


async def test_same_client_id_five_times_at_once(crew, model, settle, conversation, session):
    await sync_to_async(crew.hire)()
    model.rule({"tool": TURN})
    tabs = [await Browser(conversation, session).open() for _ in range(5)]
    client_id = uuid4()

    await asyncio.gather(*(tab.send(MESSAGE, question="colour", client_id=client_id) for tab in tabs))
    for tab in tabs:
        await tab.next("done")

    assert len(model.requests) == 1
    assert {tuple(tab.messages()) for tab in tabs} == {(MESSAGE, WORDS)}
    for tab in tabs:
        await tab.leave()
    await settle([client_id])
