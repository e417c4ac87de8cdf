"""One person sends as fast as a script can, from many sockets: the others notice nothing."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from chat.models import Reply
from tests.chat.consumers.browser import Browser
from tests.factories.conversations import make_conversation
from tests.faults.eventually import eventually
from tests.faults.invariants import check_invariants
from tests.faults.line import Closed, Line

TURN = {"commands": [], "asks": "name", "reply": "What is your name?"}
LONG = "Tell me everything about everything. " * 100
SOCKETS, EACH = 5, 60

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes, pytest.mark.timeout(180)]


async def open_tab(site, conversation, session) -> Browser:
    """Open a socket that does not come back."""
    tab = Browser(conversation, session)
    tab.socket = Line(site.url, conversation.pk, session)
    assert (await tab.socket.connect())[0]
    await tab.hello()
    return tab


async def read_to_the_end(tab) -> int:
    """Return the code with which the site closes the socket; 0 where it has nothing more to say."""
    try:
        while True:
            await tab.frame()
    except Closed as closed:
        return closed.code
    except TimeoutError:
        return 0
    finally:
        await tab.leave()


async def loop_prompts(tab) -> int:
    """Send without waiting for anything."""
    for _ in range(EACH):
        await tab.send(LONG, question="name", client_id=uuid4())
    return await read_to_the_end(tab)


async def all_ended() -> bool:
    return not await Reply.objects.unfinished().aexists()


@pytest.fixture
async def neighbour(crew, model, stranger, visit):
    """Return somebody else, at a page with an interviewer."""
    model.rule({"tool": TURN})
    await sync_to_async(crew.hire)()
    return await visit(await sync_to_async(make_conversation)(stranger, interviewer="natural"))


async def test_frames_of_all_sockets_count_together(site, conversation, session, neighbour, settled):
    tabs = [await open_tab(site, conversation, session) for _ in range(SOCKETS)]

    for _ in range(EACH):  # few enough for each socket alone
        for tab in tabs:
            await tab.say("ack", event_seq=tab.seq)
    await neighbour.post("Who reads this?", question="name")
    await neighbour.until(lambda neighbour: neighbour.answered(1))

    async with asyncio.timeout(20):
        assert await read_to_the_end(tabs[-1]) == 4429
    for tab in tabs:
        await tab.leave()
    assert neighbour.codes == []
    await settled(neighbour)


@pytest.mark.soak
async def test_long_prompts_in_a_loop(site, conversation, session, neighbour, beat, settled):
    tabs = [await open_tab(site, conversation, session) for _ in range(SOCKETS)]

    attack = [asyncio.create_task(loop_prompts(tab)) for tab in tabs]
    await neighbour.post("Who reads this?", question="name")
    await neighbour.until(lambda neighbour: neighbour.answered(1), seconds=30)
    codes = await asyncio.gather(*attack)

    assert set(codes) <= {0, 4429}
    assert neighbour.codes == []
    await eventually(all_ended, seconds=90)
    await settled(neighbour)
    await sync_to_async(check_invariants)(conversation)
