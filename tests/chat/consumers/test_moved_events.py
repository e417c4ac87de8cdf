"""The socket of a conversation whose old events were moved out of the database."""

import pytest
from asgiref.sync import sync_to_async

from tests.chat.consumers.browser import Browser, session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def visit(moved_conversation, respondent):
    """Return what opens a tab, of a page that was drawn after an event, and says hello."""
    session, opened = await sync_to_async(session_of)(respondent), []

    async def visit(seq: int) -> tuple[Browser, bool]:
        browser = Browser(moved_conversation, session)
        opened.append(browser)
        browser.seq = seq
        assert (await browser.connect())[0]
        return browser, (await browser.hello())["recovered"]

    yield visit
    for browser in opened:
        await browser.leave()


async def test_a_tab_that_slept_for_days_is_told_everything(visit, moved_conversation, moving):
    browser, recovered = await visit(0)
    assert recovered

    await browser.send("36", question="age")
    await browser.next("event", event="message.said", seq=moved_conversation.head_seq + 2)

    assert [each["seq"] for each in browser.frames if each["type"] == "event"] == [1, 2, 3, 4, 5, 6]
    assert moving.calls == ["Query"]


async def test_whoever_stands_at_the_tail_asks_no_store(visit, moved_conversation, moving):
    browser, recovered = await visit(moved_conversation.head_seq)
    assert recovered

    await browser.send("36", question="age")
    await browser.next("event", event="message.said")

    assert moving.calls == []


async def test_without_the_store_the_page_is_drawn_anew_and_the_talk_goes_on(
    visit, moved_conversation, moving
):
    moving.is_closed = True

    browser, recovered = await visit(0)
    assert not recovered
    assert await browser.socket.receive_nothing(0.2), "it was closed"

    browser, recovered = await visit(moved_conversation.head_seq)
    assert recovered
    await browser.send("36", question="age")
    await browser.next("event", event="message.said")
