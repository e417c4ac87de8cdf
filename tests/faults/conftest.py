"""The stage of the fault tests: real workers, a real broker, a beat, and a model that speaks slowly."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from random import Random, SystemRandom

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from chat.services.reclaiming import reclaim_replies
from messerprise.accounts.domain.roles import Role
from messerprise.celery import app
from messerprise.core.services.outbox import relay_outbox
from tests.chat.consumers.browser import Browser, session_of
from tests.factories.conversations import make_conversation
from tests.factories.people import make_person
from tests.fakes.bedrock import BedrockDouble
from tests.faults.broker import Broker
from tests.faults.crew import Crew
from tests.faults.invariants import check_invariants, check_shown
from tests.faults.network import Network
from tests.faults.person import Person

DEADLOCK = 1213  # MariaDB's and MySQL's number for it


@pytest.fixture(autouse=True)
def chance() -> Random:
    """Return what decides where a case leaves something to chance; ``FAULT_SEED`` plays a case again."""
    seed = int(os.environ.get("FAULT_SEED") or SystemRandom().randrange(10**6))
    print(f"FAULT_SEED={seed}")  # noqa: T201 - shown beside a failure
    return Random(seed)  # noqa: S311 - chance, not secrets


@pytest.fixture(scope="module")
def slow_model() -> Iterator[BedrockDouble]:
    """Return the model that all workers of the module call."""
    with BedrockDouble() as double:
        yield double


@pytest.fixture
def model(slow_model) -> BedrockDouble:
    """Return the model without rules and memories of other tests."""
    slow_model.rules.clear()
    slow_model.requests.clear()
    return slow_model


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey) -> Iterator[Crew]:
    """Keep workers between tests: they take seconds to start."""
    crew = Crew(slow_model, scratch)
    yield crew
    crew.dismiss()


@pytest.fixture
def crew(crew_of_module, transactional_db) -> Iterator[Crew]:
    """Return the workers; tasks travel through the broker for once."""
    app.conf.task_always_eager = False
    yield crew_of_module
    app.conf.task_always_eager = True


@pytest.fixture(scope="session")
def broker_of_session(valkey, scratch) -> Iterator[Broker]:
    """Return the broker, to be killed and revived."""
    broker = Broker(valkey, scratch)
    yield broker
    broker.close()


@pytest.fixture
def broker(broker_of_session) -> Iterator[Broker]:
    """Return the broker; it is in order again after the test."""
    yield broker_of_session
    broker_of_session.thaw()
    broker_of_session.fill(full=False)


@pytest.fixture
def restart_broker(broker) -> Callable[[float], Awaitable[None]]:
    """Return what kills the broker and, after a while, starts an empty one in its place."""

    async def restart(seconds_away: float) -> None:
        broker.kill()
        await asyncio.sleep(seconds_away)
        broker.revive()

    return restart


@pytest.fixture
def conversation(crew, respondent):
    """Return a conversation with the natural interviewer."""
    return make_conversation(respondent, interviewer="natural")


@pytest.fixture
def session(respondent) -> str:
    """Return the respondent's session."""
    return session_of(respondent)


@pytest.fixture
async def browser(conversation, session) -> AsyncIterator[Browser]:
    """Return an open tab."""
    browser = await Browser(conversation, session).open()
    yield browser
    await browser.leave()


async def tick(work: Callable[[], int]) -> None:
    """Do what is due; whoever loses a deadlock leaves it to the next tick, as beat's own tasks do."""
    try:
        await sync_to_async(work, thread_sensitive=False)()
    except OperationalError as error:
        if error.args[0] != DEADLOCK:
            raise


@pytest.fixture
async def beat(crew) -> AsyncIterator[None]:
    """Run what beat runs, twice at once as may happen."""

    async def once() -> None:
        while True:
            await tick(reclaim_replies)
            await tick(relay_outbox)
            await asyncio.sleep(0.5)

    tasks = [asyncio.create_task(once()) for _ in range(2)]
    yield
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


@pytest.fixture
def settle(conversation):
    """Return what checks the invariants once the outbox had the time to settle."""

    async def settle(acknowledged=()) -> None:
        await asyncio.sleep(0.2)
        await sync_to_async(check_invariants)(conversation, acknowledged)

    return settle


@pytest.fixture
async def visit(site, chance) -> AsyncIterator[Callable[..., Awaitable[Person]]]:
    """Return what opens the live site's page of a conversation, as its owner, by its own door or another."""
    async with AsyncExitStack() as stack:

        async def visit(conversation, door: str = "") -> Person:
            session = await sync_to_async(lambda: session_of(conversation.submission.owner))()
            person = await stack.enter_async_context(Person(site, conversation, session, chance, door))
            await person.until(lambda person: person.count("welcome"))
            return person

        yield visit


@pytest.fixture
async def network(site) -> AsyncIterator[Network]:
    """Return a way to the live site that can be cut."""
    async with Network(site.port) as network:
        yield network


@pytest.fixture
def crowd(visit) -> Callable[..., Awaitable[list[Person]]]:
    """Return what brings this many persons, each to a conversation with the natural interviewer."""

    def conversations(number: int) -> list:
        owners = [make_person(Role.RESPONDENT) for _ in range(number)]
        return [make_conversation(owner, interviewer="natural") for owner in owners]

    async def crowd(number: int, door: str = "") -> list[Person]:
        begun = await sync_to_async(conversations)(number)
        return await asyncio.gather(*(visit(each, door) for each in begun))

    return crowd


@pytest.fixture
async def person(conversation, visit) -> Person:
    """Return the respondent at the live site."""
    return await visit(conversation)


@pytest.fixture
def settled():
    """Return what checks the invariants of persons' conversations, and that they see what is stored."""

    async def settled(*persons: Person) -> None:
        await asyncio.sleep(0.2)
        for person in persons:
            await sync_to_async(check_invariants)(person.conversation, person.acknowledged)
            await sync_to_async(check_shown)(person.conversation, person.events)

    return settled
