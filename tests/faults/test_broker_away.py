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
async def callers(site, stranger):
    """Return somebody without a socket, whom the economical and the natural interviewer ask."""
    session = await sync_to_async(session_of)(stranger)
    kinds = ("economical", "natural")
    begun = [await sync_to_async(make_conversation)(stranger, interviewer=kind) for kind in kinds]
    return [Caller(site, conversation, session) for conversation in begun]


async def are_served(callers):
    """Say something by a request, see what became of it by the next one; each takes 5 s at most."""
    answered, queued = callers
    for each in callers:
        await each.post("Ada", question="name")
        await each.look()
    assert len(answered.messages("user")) == len(answered.messages("assistant")) >= 1
    assert len(queued.messages("user")) == len(answered.messages("user"))


async def ask_without_broker(person, chance):
    """Say something; it is taken within 5 s, and waits."""
    await asyncio.sleep(chance.uniform(0, 0.5))
    queued = person.count("reply.queued")
    await person.post(QUESTION)
    await person.until(lambda person: not person.waits and person.count("reply.queued") > queued, seconds=5)


@pytest.mark.parametrize("seconds", [*SHORT, LONG])
async def test_the_broker_is_down(talking, callers, broker, site, crew, settled, chance, seconds):
    broker.kill()
    await ask_without_broker(talking, chance)
    await are_served(callers)
    await ask_without_broker(talking, chance)
    await are_served(callers)
    assert (await asyncio.to_thread(health, site))["valkey"] is False
    await asyncio.sleep(seconds)
    broker.revive()

    await talking.until(lambda person: person.answered(3), seconds=90)

    assert talking.codes == [], "no socket needs the broker"
    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    await settled(talking)


@pytest.mark.parametrize("seconds", [*SHORT, pytest.param(60.0, marks=pytest.mark.soak)])
async def test_the_broker_neither_answers_nor_hangs_up(
    talking, callers, broker, crew, settled, chance, seconds
):
    broker.freeze()
    await ask_without_broker(talking, chance)
    await are_served(callers)
    await asyncio.sleep(seconds)
    broker.thaw()

    await talking.until(lambda person: person.answered(2), seconds=60)

    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    await settled(talking)


async def test_the_broker_is_full(talking, callers, broker, crew, settled, chance):
    broker.fill()
    await ask_without_broker(talking, chance)
    await are_served(callers)
    await asyncio.sleep(1)
    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    broker.fill(full=False)

    await talking.until(lambda person: person.answered(2), seconds=60)

    await settled(talking)
    mine = Reply.objects.filter(conversation=talking.conversation)
    assert [reply.state async for reply in mine] == ["complete"] * 2
