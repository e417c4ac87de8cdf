"""Pages are reloaded, and networks cut, while a reply streams: the same text at its end, nothing twice."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from chat.selectors import position_of
from tests.chat.consumers.browser import Browser
from tests.faults.crew import Crew
from tests.faults.invariants import check_shown
from tests.faults.test_replies import WORDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes, pytest.mark.timeout(300)]

QUESTION = "Who reads this?"
SAID = {"tool": {"commands": [], "asks": "name", "reply": WORDS}, "size": 4, "delay": 0.03}
TABS, ALL_TWO_HUNDRED = 12, 17
AWAY, LONG_AWAY = 1.5, 90.0
LEASE = "20"  # as it is by default: a shorter one is lost on a busy machine, and each call counts here


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey):
    crew = Crew(slow_model, scratch, REPLY_LEASE_SECONDS=LEASE)
    yield crew
    crew.dismiss()


async def load(conversation, session) -> Browser:
    """Open the page as it is drawn now."""
    await conversation.arefresh_from_db()
    tab = Browser(conversation, session)
    if half := (await sync_to_async(position_of)(conversation))["reply"]:
        tab.reply = (half["id"], half["attempt"], half["seq"])
        tab.texts[half["id"]] = half["text"]
    return await tab.open()


async def read_until(tab, holds) -> None:
    """Read; what is drawn is at every moment the beginning of what will stand there."""
    while not holds():
        await tab.frame()
        assert all(WORDS.startswith(text) for text in tab.texts.values())


async def reload_at(tab, length: int) -> Browser:
    """Reload the page once so much of a new reply is drawn, and read to its end."""
    before = set(tab.texts)
    await read_until(tab, lambda: any(len(tab.texts[each]) >= length for each in tab.texts.keys() - before))
    await tab.leave()
    again = await load(tab.conversation, tab.session)
    await read_until(again, lambda: again.reply is None)
    return again


@pytest.mark.parametrize("rounds", [1, pytest.param(ALL_TWO_HUNDRED, marks=pytest.mark.soak)])
async def test_pages_are_reloaded_at_random_tokens(
    crew, conversation, session, model, settle, chance, rounds
):
    model.rule(SAID)
    await sync_to_async(crew.hire)()
    tabs = [await load(conversation, session) for _ in range(TABS)]
    said = []
    for _ in range(rounds):
        said.append(await tabs[0].send(QUESTION))
        tabs = await asyncio.gather(*(reload_at(tab, chance.randint(1, len(WORDS) - 40)) for tab in tabs))

    tabs.append(await load(conversation, session))
    for tab in tabs:
        assert tab.seq == conversation.head_seq
        await sync_to_async(check_shown)(conversation, tab.events)
        await tab.leave()
    assert len(model.requests) == rounds
    await settle(said)


@pytest.mark.parametrize("seconds", [AWAY, pytest.param(LONG_AWAY, marks=pytest.mark.soak)])
async def test_the_network_is_cut_in_mid_reply(
    crew, conversation, network, visit, model, settled, chance, seconds
):
    model.rule(SAID | {"delay": 0.1})
    await sync_to_async(crew.hire)()
    person = await visit(conversation, network.door)
    await person.post(QUESTION)
    length = chance.randint(1, len(WORDS) - 80)
    await person.until(lambda person: any(len(text) >= length for text in person.texts.values()))

    network.cut()
    await asyncio.sleep(seconds)
    assert not person.answered(1)
    await network.mend()
    await person.until(lambda person: person.answered(1) and person.reply is None)

    assert person.count("welcome") == 2
    assert person.messages("assistant") == [WORDS]
    assert len(model.requests) == 1
    await settled(person)
