"""Workers are frozen, killed or asked to end while replies wait or stream: another one goes on."""

import asyncio
import json
import os
import signal
import subprocess
import time

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings

from chat.models import Reply
from messerprise.realtime import keys
from tests.faults.crew import Crew
from tests.faults.eventually import eventually
from tests.faults.test_replies import WORDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes, pytest.mark.timeout(300)]

QUESTION = "Who reads this?"
OTHER_WORDS = "Somebody else says this."
TURN = json.dumps({"commands": [], "asks": "name", "reply": WORDS})
BEGIN = TURN.index(WORDS[:9])
PIECES = [TURN[at : at + 2] for at in range(BEGIN, len(TURN), 2)]
SAID = {"fragments": [TURN[:BEGIN], *PIECES], "delay": 0.5}  # whoever says this is never done
SAID_ANEW = {"tool": {"commands": [], "asks": "name", "reply": OTHER_WORDS}}
STREAMS, MANY_STREAMS = 10, 30
PROMISED = 25  # seconds until another worker goes on


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey):
    crew = Crew(slow_model, scratch, at_once=MANY_STREAMS)
    yield crew
    crew.dismiss()


async def ask(browser, drawn: int) -> tuple[str, str]:
    """Ask something; read until so much of the reply is drawn."""
    client_id = await browser.send(QUESTION)
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    while len(browser.texts.get(reply, "")) < drawn:
        await browser.frame()
    return client_id, reply


async def writer_of(crew, reply: str) -> subprocess.Popen[bytes]:
    """Return the worker that writes a reply."""
    owner = (await Reply.objects.aget(pk=reply)).lease_owner
    return next(worker for worker in crew.workers if str(worker.pid) == owner.split(":")[1])


@pytest.mark.parametrize("seconds", [0, pytest.param(60, marks=pytest.mark.soak)])
async def test_a_frozen_worker_comes_back_when_all_is_said(
    crew, browser, model, settle, beat, chance, seconds
):
    model.rule(SAID | {"delay": 0.5 + seconds / 40}, times=1)  # it still speaks when the worker is back
    model.rule(SAID_ANEW)
    await sync_to_async(crew.hire)(2)
    client_id, reply = await ask(browser, chance.randint(1, 6))
    frozen = await writer_of(crew, reply)

    os.killpg(frozen.pid, signal.SIGSTOP)
    await browser.next("done", reply=reply)
    await asyncio.sleep(seconds)
    os.killpg(frozen.pid, signal.SIGCONT)

    async def has_left():
        return model.requests[0].left

    await eventually(has_left)
    row = await Reply.objects.select_related("answer_message").aget(pk=reply)
    assert (row.state, row.attempt, row.answer_message.text) == ("complete", 2, OTHER_WORDS)
    assert (row.checkpoint_text, len(model.requests)) == (OTHER_WORDS, 2)
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        written = broker.xrange(keys.stream_key(reply))
    assert {entry.partition(b"-")[0] for entry, _fields in written} == {b"2"}, "late words got through"
    assert browser.messages("assistant")[-1] == OTHER_WORDS
    await settle([client_id])


async def test_a_task_goes_down_with_a_frozen_worker(crew, browser, model, settle, beat):
    model.rule(SAID_ANEW)
    await sync_to_async(crew.hire)()
    for worker in crew.workers:
        os.killpg(worker.pid, signal.SIGSTOP)
    client_id = await browser.send(QUESTION)
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    started = time.monotonic()
    await asyncio.sleep(0.5)  # the broker hands the task to whoever asked for it first

    await sync_to_async(crew.kill_all)()
    await sync_to_async(crew.hire)()
    await browser.next("done", reply=reply)

    assert time.monotonic() - started < 60
    assert len(model.requests) == 1
    await settle([client_id])


@pytest.mark.parametrize("streams", [STREAMS, pytest.param(MANY_STREAMS, marks=pytest.mark.soak)])
async def test_a_worker_is_asked_to_end_while_it_writes_many_replies(
    crew, crowd, model, settled, beat, chance, streams
):
    model.rule(SAID, times=streams)
    model.rule(SAID_ANEW)
    crew.keep(1)
    leaving = await sync_to_async(crew.hire)()
    persons = await crowd(streams)
    for person in persons:
        await person.post(QUESTION)
    for person in persons:
        await person.until(lambda person: any(person.texts.values()))
    await sync_to_async(crew.hire)(2)
    await asyncio.sleep(chance.uniform(0, 0.5))

    os.kill(leaving.pid, signal.SIGTERM)
    started = time.monotonic()
    for person in persons:
        await person.until(lambda person: person.answered(1), seconds=PROMISED)
    ended = await asyncio.to_thread(leaving.wait, PROMISED)

    assert time.monotonic() - started < PROMISED
    assert ended == 0
    rows = Reply.objects.values_list("attempt", "state")
    assert {each async for each in rows} == {(2, "complete")}
    assert all(person.messages("assistant") == [OTHER_WORDS] for person in persons)
    await settled(*persons)
