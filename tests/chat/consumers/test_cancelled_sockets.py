"""The server cancels a socket that is slow to end: what it had taken is given back all the same."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from messerprise.realtime.hearing import hearing
from messerprise.realtime.tickets import PREFIX
from tests.chat.consumers.browser import Browser, session_of, ticket_for
from tests.factories.conversations import make_conversation
from tests.faults.eventually import eventually

pytestmark = pytest.mark.django_db(transaction=True)

MOMENTS = [number / 500 for number in range(20)]  # seconds: before, in and after a handshake


@pytest.fixture
def conversation(respondent, settings):
    """Return a conversation of somebody who may have one socket."""
    settings.SOCKETS_PER_USER = 1
    return make_conversation(respondent)


@pytest.fixture
def session(respondent):
    return session_of(respondent)


async def cancel(browser):
    """Do as Daphne does once the person has left and the socket has not: again and again."""
    while not browser.socket.future.done():
        browser.socket.future.cancel()
        await asyncio.wait({browser.socket.future}, timeout=0.1)


async def check_another_may_come(conversation, session):
    async def may_come():
        browser = Browser(conversation, session)
        opened, _code = await browser.connect()
        await browser.leave()
        return opened and not hearing().listeners

    await eventually(may_come, seconds=20)


async def test_cancelled_while_it_is_open(conversation, session):
    browser = await Browser(conversation, session).open()

    await cancel(browser)

    await check_another_may_come(conversation, session)


async def test_cancelled_at_any_moment_of_its_handshake(conversation, session):
    for moment in MOMENTS:
        browser = Browser(conversation, session)
        ticket = await sync_to_async(ticket_for)(conversation.pk, session)
        browser.socket.scope["subprotocols"] = [PREFIX + ticket]
        await browser.socket.send_input({"type": "websocket.connect"})
        await asyncio.sleep(moment)
        await cancel(browser)

    await check_another_may_come(conversation, session)
