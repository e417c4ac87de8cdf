"""The stage of the fault tests: real workers, a real broker, a beat, and a model that speaks slowly."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import redis
from asgiref.sync import sync_to_async

from chat.services.reclaiming import reclaim_replies
from messerprise.celery import app
from messerprise.core.services.outbox import relay_outbox
from tests.chat.consumers.browser import Browser, session_of
from tests.factories.conversations import make_conversation
from tests.fakes.bedrock import BedrockDouble
from tests.faults.crew import Crew
from tests.faults.invariants import check_invariants
from tests.servers.valkey import valkey_server


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
def restart_broker(valkey, scratch) -> Iterator[Callable[[float], Awaitable[None]]]:
    """Return what kills the server and, after a while, starts an empty one in its place."""
    with ExitStack() as stack:

        async def restart(seconds_away: float) -> None:
            with redis.Redis.from_url(valkey) as client:
                os.kill(client.info("server")["process_id"], signal.SIGKILL)
            await asyncio.sleep(seconds_away)
            # Here, not in a thread: the server is tied to the life of the thread that starts it.
            stack.enter_context(valkey_server(urlsplit(valkey).port, scratch / "valkey-again.log"))

        yield restart


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


@pytest.fixture
async def beat(crew) -> AsyncIterator[None]:
    """Run what beat runs, twice at once as may happen."""

    async def once() -> None:
        while True:
            await sync_to_async(reclaim_replies, thread_sensitive=False)()
            await sync_to_async(relay_outbox, thread_sensitive=False)()
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
