"""Tabs, devices and ways to the server: what one page does the others show, with sockets or without."""

import re

import pytest
from playwright.sync_api import expect

from chat.models import Conversation, Message, Reply
from messerprise.accounts.domain.roles import Role
from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import PHONE
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire
from tests.faults.invariants import check_invariants

pytestmark = pytest.mark.e2e

START, END = "Nice to meet you, Ada!", "So which colour do you like best?"
WORDS = f"{START} {'I have all the time of the world and like to talk. ' * 16}{END}"
SAID = "Good morning, I am Ada Lovelace and what is this about?"
SET_NAME = {"do": "set", "path": "name", "value": "Ada Lovelace", "quote": "I am Ada Lovelace"}
TURN = {"commands": [SET_NAME], "asks": "colour", "reply": WORDS}


@pytest.fixture
def model(model_of_site):
    """Return the model, which takes some seconds to say its words."""
    model_of_site.requests.clear()
    model_of_site.rules.clear()
    model_of_site.rule({"tool": TURN, "size": 12, "delay": 0.06})
    return model_of_site


@pytest.fixture
def person(site):
    return make_person(Role.RESPONDENT)


@pytest.fixture
def begin(person, sign_in):
    """Return a function that begins a chat in a browser."""

    def begin(context) -> ChatPage:
        make_questionnaire(title="Small talk")
        sign_in(person, context)
        page = context.new_page()
        page.goto("/questionnaires/")
        page.get_by_role("button", name="By chat").click()
        page.wait_for_url("**/chat/")
        return ChatPage(page)

    return begin


@pytest.fixture
def natural():
    """Return a function that lets the model answer from now on."""
    return lambda: Conversation.objects.update(interviewer="natural", asked_path="colour")


def joined(chat: ChatPage, context) -> ChatPage:
    """Return a second page about the same conversation."""
    other = ChatPage(context.new_page())
    other.page.goto(chat.page.url)
    return other


def shown(chat: ChatPage) -> list[str]:
    """Return what a page shows, message by message."""
    return [re.sub(r"\s+", " ", text) for text in chat.page.locator(".message").all_inner_texts()]


def expect_same(*chats: ChatPage) -> None:
    """See that all pages show what one drawn afresh shows, and that nothing is lost."""
    expect(chats[0].page.locator(".message--sending")).to_have_count(0)
    seen = [shown(chat) for chat in chats]
    chats[0].page.reload()
    assert seen == [shown(chats[0])] * len(seen)
    check_invariants(Conversation.objects.get())


def test_two_devices_in_step_while_one_reloads(
    open_context, begin, sign_in, person, model, full_site, natural
):
    desk = begin(open_context(viewport={"width": 1280, "height": 800}))
    mobile = open_context(**PHONE)
    sign_in(person, mobile)
    phone, tab = joined(desk, mobile), joined(desk, desk.page.context)
    natural()

    desk.say(SAID)
    for each in (desk, phone, tab):
        expect(each.page.locator(".message--user")).to_contain_text(SAID)
        expect(each.draft).to_contain_text(START)
        expect(each.page.locator("[data-path=name]")).to_contain_text("Ada Lovelace")
        expect(each.page.locator("#count")).to_have_text("1/2")
    phone.page.reload()

    for each in (desk, phone, tab):
        each.expect_asked(END)
        expect(each.draft).to_have_count(0)
        expect(each.pad.get_by_role("button", name="Red")).to_be_visible()
    assert len(model.requests) == 1
    expect_same(desk, phone, tab)


def test_a_reply_is_stopped_from_the_other_tab(open_context, begin, model, full_site, natural):
    chat = begin(open_context())
    other = joined(chat, chat.page.context)
    natural()
    chat.say(SAID)
    for each in (chat, other):
        expect(each.draft).to_contain_text(START)

    other.page.get_by_role("button", name="Stop the reply").click()

    for each in (chat, other):
        expect(each.draft).to_have_count(0)
        expect(each.page.get_by_role("button", name="Stop the reply")).to_be_hidden()
        expect(each.last).not_to_contain_text(END)
    assert Reply.objects.get().state == "stopped"
    expect_same(chat, other)


class Barrier:
    """A network that lets sockets through, or cuts them as soon as they open."""

    def __init__(self, context) -> None:
        self.is_shut = True
        context.route_web_socket("**/ws/**", self._meet)

    def _meet(self, socket) -> None:
        if self.is_shut:
            socket.close()
        else:
            socket.connect_to_server()


@pytest.fixture
def behind_barrier(open_context, begin):
    """Return a chat behind a barrier that is shut, and the barrier."""
    context = open_context()
    barrier = Barrier(context)
    chat = begin(context)
    expect(chat.page.locator("#detour")).to_be_visible()
    return chat, barrier


def test_without_sockets_the_chat_goes_on_by_requests(behind_barrier):
    chat, _barrier = behind_barrier

    chat.say("Ada")
    chat.expect_asked("Which colour?")
    chat.choose("Red")

    chat.expect_understood("Which colour?", "Red")
    expect(chat.page.locator("#connection")).to_be_hidden()
    expect(chat.page.locator("#count")).to_have_text("2/3")
    assert Message.objects.filter(author="user").count() == 2
    expect_same(chat)


def test_without_sockets_a_reply_grows_and_can_be_stopped(behind_barrier, model, full_site, natural):
    chat, _barrier = behind_barrier
    natural()
    chat.say(SAID)

    expect(chat.draft).to_contain_text(START)
    chat.page.get_by_role("button", name="Stop the reply").click()

    expect(chat.draft).to_have_count(0)
    assert Reply.objects.get().state == "stopped"
    expect_same(chat)


def test_the_socket_takes_over_when_it_gets_through_again(behind_barrier):
    chat, barrier = behind_barrier
    barrier.is_shut = False

    chat.page.context.set_offline(True)
    expect(chat.page.locator("#connection")).to_be_visible()
    chat.say("Ada")
    expect(chat.page.locator(".message--sending")).to_have_count(1)
    chat.page.context.set_offline(False)

    chat.expect_asked("Which colour?")
    expect(chat.page.locator("#detour")).to_be_hidden()
    expect(chat.page.locator("#connection")).to_be_hidden()
    expect_same(chat)


def test_a_restart_of_the_server_is_survived_by_all_pages(open_context, begin, site):
    chat = begin(open_context())
    other = joined(chat, chat.page.context)
    web = site.child("web")
    web.ask_to_end()
    for each in (chat, other):
        expect(each.page.locator("#connection")).to_be_visible()
    web.end()
    chat.say("Ada")

    web.start()

    for each in (chat, other):
        expect(each.page.locator("#connection")).to_be_hidden(timeout=40_000)
        each.expect_asked("Which colour?")
    expect_same(chat, other)
