"""What goes to the broker and comes from it is swallowed, and nobody hangs up: everybody finds out alone.

Afterwards only new connections get through; the old ones look open for ever. Web process and workers stand
behind a proxy that does this; the beat, which is the test's own, does not.
"""

import asyncio
import time
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client

from chat.models import Reply
from messerprise.celery import app
from messerprise.ops.supervisor import stack
from messerprise.realtime.groups import user_group
from tests.faults.crew import Crew
from tests.faults.eventually import eventually
from tests.faults.network import Network
from tests.servers.process import free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.timeout(300),
    pytest.mark.usefixtures("beat"),
]

QUESTION = "Who reads this?"
TURN = {
    "tool": {"commands": [], "asks": "name", "reply": "We do. What is your name?"},
    "size": 8,
    "delay": 0.02,
}
HURRY = {"socket_timeout": 2, "health_check_interval": 2}  # in the long form workers wait as they do
BACK_WITHIN = 60  # seconds
TAKEN_WITHIN = 5
NEWS = 4  # seconds in which what is heard arrives, and what is only looked for does not


@pytest.fixture
async def way(valkey):
    """Return the way to the broker."""
    async with Network(urlsplit(valkey).port) as way:
        yield way


@pytest.fixture
def crew(way, slow_model, scratch, transactional_db, hurry):
    """Return workers that take this way."""
    app.conf.task_always_eager = False
    options = {"broker_transport_options": settings.CELERY_BROKER_TRANSPORT_OPTIONS | hurry}
    crew = Crew(slow_model, scratch, celery=options, REDIS_URL=f"redis://{way.door}/0")
    yield crew
    crew.dismiss()
    app.conf.task_always_eager = True


@pytest.fixture
async def door(site, way):
    """Return where a web process listens that takes this way."""
    port = free_port()
    program = replace(stack.web(port), name="web behind", env={"REDIS_URL": f"redis://{way.door}/0"})
    await sync_to_async(site.start)(program)
    yield f"127.0.0.1:{port}"
    child = site.child(program.name)
    child.kill()
    site.supervisor.children.remove(child)


@pytest.fixture
async def talking(crew, conversation, visit, door, model):
    """Return a person who was answered once: everything is connected."""
    model.rule(TURN)
    await sync_to_async(crew.hire)()
    person = await visit(conversation, door)
    await person.post(QUESTION)
    await person.until(lambda person: person.answered(1) and person.count("delta"))
    return person


def sign_out(session: str) -> None:
    client = Client()
    client.cookies["sid"] = session
    client.logout()


async def is_heard_again(user) -> bool:
    """Tell whether the bell of a person is listened to twice: on the dead connection, and on another."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        return broker.pubsub_numsub(f"me:layer__group__{user_group(user.pk)}")[0][1] > 1


@pytest.mark.parametrize(("seconds", "hurry"), [(2.0, HURRY), pytest.param(60.0, {}, marks=pytest.mark.soak)])
async def test_the_broker_is_swallowed(talking, way, crew, settled, respondent, seconds):
    way.cut()
    for count in (1, 2):
        await talking.post(QUESTION)
        await talking.until(
            lambda person, count=count: not person.waits and person.count("reply.queued") == 1 + count,
            TAKEN_WITHIN,
        )
    await asyncio.sleep(seconds)
    way.swallow()
    came_back = time.monotonic()

    await talking.until(lambda person: person.answered(3), BACK_WITHIN)
    print(f"answered {time.monotonic() - came_back:.1f} s after new connections got through")  # noqa: T201
    assert talking.codes == [], "no socket needs the broker"
    assert all(worker.poll() is None for worker in crew.workers), "a worker ended"
    assert await Reply.objects.filter(state="complete").acount() == 3

    while time.monotonic() - came_back < BACK_WITHIN:
        drawn, asked = talking.count("delta"), time.monotonic()
        answers = len(talking.messages("assistant"))
        await talking.post(QUESTION)
        await talking.until(lambda person, answers=answers: person.answered(answers + 1), BACK_WITHIN)
        if talking.count("delta") > drawn and time.monotonic() - asked < NEWS:
            break
    else:
        pytest.fail("the web process or the worker is deaf still")
    print(f"as before {time.monotonic() - came_back:.1f} s after")  # noqa: T201
    await settled(talking)

    await eventually(partial(is_heard_again, respondent), BACK_WITHIN)
    await sync_to_async(sign_out)(talking.session)
    await talking.until(lambda person: person.codes == [4401], NEWS)
