"""The broker is killed, frozen or full: messages are taken, and answered once it is back."""

import asyncio
import json
import urllib.error
import urllib.request

import pytest
from asgiref.sync import sync_to_async

from chat.models import Reply
from tests.chat.consumers.browser import session_of
from tests.factories.conversations import make_conversation
from tests.faults.caller import Caller

TURN = {"commands": [], "asks": "name", "reply": "What is your name?"}
QUESTION = "By the way, who reads this?"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.timeout(180),
    pytest.mark.usefixtures("beat"),
]

SHORT = [2.0]
LONG = pytest.param(180.0, marks=[pytest.mark.soak, pytest.mark.timeout(420)])


def health(site) -> dict[str, bool]:
    try:
        with urllib.request.urlopen(f"{site.url}/health/ready/", timeout=20) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return json.load(error)


@pytest.fixture
async def talking(crew, person, model):
    """Return a person who was answered once: everything is connected."""
    model.rule({"tool": TURN})
    await sync_to_async(crew.hire)()
    await person.post(QUESTION)
    await person.until(lambda person: person.answered(1))
    return person


@pytest.fixture
async def caller(site, stranger):
    """Return somebody without a socket, whom the economical interviewer asks."""
    conversation = await sync_to_async(make_conversation)(stranger)
    return Caller(site, conversation, await sync_to_async(session_of)(stranger))


async def is_answered(caller, count):
    """Say something by a request, see the answer by the next one; each takes 5 s at most."""
    await caller.post("Ada" if count == 1 else "red", question="name" if count == 1 else "colour")
    await caller.look()
    assert len(caller.messages("user")) == len(caller.messages("assistant")) == count


async def ask_without_broker(person, chance):
    """Say something; it is taken within 5 s, and waits."""
    await asyncio.sleep(chance.uniform(0, 0.5))
    queued = person.count("reply.queued")
    await person.post(QUESTION)
    await person.until(lambda person: not person.waits and person.count("reply.queued") > queued, seconds=5)


@pytest.mark.parametrize("seconds", [*SHORT, LONG])
async def test_the_broker_is_down(talking, caller, broker, site, crew, settled, chance, seconds):
    broker.kill()
    await ask_without_broker(talking, chance)
    await is_answered(caller, 1)
    await ask_without_broker(talking, chance)
    await is_answered(caller, 2)
    assert (await asyncio.to_thread(health, site))["valkey"] is False
    await asyncio.sleep(seconds)
    broker.revive()

    await talking.until(lambda person: person.answered(3), seconds=90)

    assert talking.codes == [], "no socket needs the broker"
    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    await settled(talking)


@pytest.mark.parametrize("seconds", [*SHORT, pytest.param(60.0, marks=pytest.mark.soak)])
async def test_the_broker_neither_answers_nor_hangs_up(
    talking, caller, broker, crew, settled, chance, seconds
):
    broker.freeze()
    await ask_without_broker(talking, chance)
    await is_answered(caller, 1)
    await asyncio.sleep(seconds)
    broker.thaw()

    await talking.until(lambda person: person.answered(2), seconds=60)

    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    await settled(talking)


async def test_the_broker_is_full(talking, caller, broker, crew, settled, chance):
    broker.fill()
    await ask_without_broker(talking, chance)
    await is_answered(caller, 1)
    await asyncio.sleep(1)
    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    broker.fill(full=False)

    await talking.until(lambda person: person.answered(2), seconds=60)

    await settled(talking)
    assert await Reply.objects.filter(state="complete").acount() == 2
