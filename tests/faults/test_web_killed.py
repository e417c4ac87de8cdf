"""Web processes are killed while people send and read: nobody sends twice, everybody comes back."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from chat.models import Message, Reply
from messerprise.ops.supervisor import stack
from messerprise.ops.supervisor.child import Child
from messerprise.ops.supervisor.supervisor import is_ready
from tests.faults.crew import Crew
from tests.faults.eventually import eventually
from tests.faults.line import HUNG_UP
from tests.faults.network import Network
from tests.faults.person import Person
from tests.faults.questions import asked_at_rest, asked_during
from tests.faults.test_replies import WORDS
from tests.servers.process import free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("beat"),
]

QUESTION = "Who reads this?"
SAID = {"tool": {"commands": [], "asks": "name", "reply": WORDS}, "size": 4, "delay": 0.05}
PEOPLE, MANY = 8, 100
SHORTLY = 0.06  # seconds around a kill in which people send
BACK_WITHIN = 30
SPIKE = 3  # times what is asked of the database usually
LEASE = "20"  # as it is by default: a shorter one is lost on a busy machine, and each reply counts here


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey):
    crew = Crew(slow_model, scratch, at_once=50, REPLY_LEASE_SECONDS=LEASE)
    yield crew
    crew.dismiss()


@pytest.fixture(scope="module")
def ports(site_processes):
    """Return where two web processes listen."""
    port = free_port()
    site_processes.start(replace(stack.web(port), name="web2"))
    yield site_processes.port, port
    second = site_processes.child("web2")
    second.kill()
    site_processes.supervisor.children.remove(second)


@pytest.fixture
def webs(site, ports) -> list[Child]:
    return [site.child("web"), site.child("web2")]


@pytest.fixture
async def arrive(ports, crew, crowd):
    """Return what brings this many persons, by a proxy before both."""
    async with Network(*ports) as network:

        async def arrive(people: int) -> list[Person]:
            await sync_to_async(crew.hire)()
            return await crowd(people, network.door)

        yield arrive


async def kill(web: Child) -> None:
    """SIGKILL it, and start another one in its place."""
    web.kill()
    web.start()

    async def answers() -> bool:
        return await asyncio.to_thread(is_ready, web.program)

    await eventually(answers)


async def send_about_now(person, chance) -> None:
    await asyncio.sleep(chance.uniform(0, SHORTLY))
    await person.post(QUESTION)


async def spare_the_wait() -> None:
    """Take up now what was stored and not sent."""
    await Reply.objects.filter(state="queued", attempt=0).aupdate(due_at=timezone.now())


@pytest.mark.parametrize(("people", "rounds"), [(PEOPLE, 1), pytest.param(20, 10, marks=pytest.mark.soak)])
async def test_the_web_process_is_killed_as_people_send(webs, arrive, model, settled, chance, people, rounds):
    model.rule(SAID | {"size": 20})
    persons = await arrive(people)

    for number in range(1, rounds + 1):
        sending = [asyncio.create_task(send_about_now(person, chance)) for person in persons]
        await asyncio.sleep(chance.uniform(SHORTLY / 3, SHORTLY))
        await kill(webs[number % 2])
        await asyncio.gather(*sending)
        await spare_the_wait()
        for person in persons:
            await person.until(lambda person, number=number: person.answered(number))

    assert any(HUNG_UP in person.codes for person in persons)
    assert await Message.objects.filter(author="user").acount() == people * rounds
    assert await Reply.objects.acount() == len(model.requests) == people * rounds
    await settled(*persons)


@pytest.mark.parametrize("people", [PEOPLE, pytest.param(MANY, marks=pytest.mark.soak)])
async def test_one_web_process_after_the_other_is_killed_while_replies_stream(
    webs, arrive, model, settled, chance, people
):
    model.rule(SAID)
    persons = await arrive(people)
    rest = await asked_at_rest()
    usual = (await asked_during(a_turn(persons, 1))).beyond(rest)

    for number, web in enumerate(webs, 2):
        asked = await asked_during(a_turn(persons, number, kill_while_they_read(web, chance)))
        with_kill, without = asked.beyond(rest) / people, usual / people
        print(f"questions to the database a person: {with_kill:.0f}, usually {without:.0f}")  # noqa: T201
        assert with_kill <= SPIKE * without

    assert all(HUNG_UP in person.codes for person in persons)
    assert len(model.requests) == await Reply.objects.acount() == people * (1 + len(webs))
    await settled(*persons)


async def a_turn(persons, number: int, meanwhile: Awaitable[None] | None = None) -> None:
    """Let everybody ask, and wait until all are there and answered."""
    for person in persons:
        await person.post(QUESTION)
    if meanwhile:
        await meanwhile
    for person in persons:
        await person.until(lambda person: person.is_on, BACK_WITHIN)
        await person.until(lambda person: person.answered(number))


async def kill_while_they_read(web: Child, chance) -> None:
    await asyncio.sleep(chance.uniform(0.3, 1.0))
    await kill(web)
