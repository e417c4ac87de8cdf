"""The natural interviewer in the browser: a reply that grows, that can be stopped, that survives a reload."""

import pytest
from playwright.sync_api import expect

from chat.models import Conversation, Reply
from forms_engine.models import Answer
from messerprise.accounts.domain.roles import Role
from tests.e2e.chat_page import ChatPage
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.e2e

START, END = "Nice to meet you, Ada!", "So which colour do you like best?"
WORDS = f"{START} {'I have all the time of the world and like to talk. ' * 12}{END}"
SAID = "Good morning, I am Ada Lovelace and what is this about?"
SET_NAME = {"do": "set", "path": "name", "value": "Ada Lovelace", "quote": "I am Ada Lovelace"}
TURN = {"commands": [SET_NAME], "asks": "colour", "reply": WORDS}


@pytest.fixture
def model(model_of_site):
    """Return the model, which takes two seconds and a half to say its words."""
    model_of_site.requests.clear()
    model_of_site.rules.clear()
    model_of_site.rule({"tool": TURN, "size": 12, "delay": 0.04})
    return model_of_site


@pytest.fixture
def chat(page, sign_in, model, full_site):
    """Return a chat in which the natural interviewer answers."""
    make_questionnaire(title="Small talk")
    sign_in(make_person(Role.RESPONDENT))
    page.goto("/questionnaires/")
    page.get_by_role("button", name="By chat").click()
    page.wait_for_url("**/chat/")
    Conversation.objects.update(interviewer="natural", asked_path="colour")
    return ChatPage(page)


def expect_begun(chat):
    """Wait until the first words of the reply stand there, and see that the last do not."""
    expect(chat.draft).to_contain_text(START)
    assert END not in chat.draft.inner_text()


def test_a_reply_grows_before_ones_eyes_after_the_answer_is_saved(chat):
    chat.say(SAID)

    expect_begun(chat)
    assert Answer.objects.get(path="name").value == "Ada Lovelace"
    expect(chat.draft).to_have_count(0)
    chat.expect_asked(END)
    chat.expect_understood("What is your name?", "Ada Lovelace")
    expect(chat.pad.get_by_role("button", name="Red")).to_be_visible()
    expect(chat.page.locator(".message--assistant")).to_have_count(2)


def test_a_reload_in_the_middle_loses_and_repeats_nothing(chat, model):
    chat.say(SAID)
    expect_begun(chat)

    chat.page.reload()

    expect(chat.draft).to_contain_text(START)
    chat.expect_asked(END)
    expect(chat.draft).to_have_count(0)
    assert chat.last.locator(".message__text").inner_text() == WORDS
    expect(chat.page.locator(".message")).to_have_count(3)
    assert len(model.requests) == 1


def test_a_second_tab_joins_in_the_middle(chat):
    chat.say(SAID)
    expect_begun(chat)
    other = ChatPage(chat.page.context.new_page())

    other.page.goto(chat.page.url)

    for each in (chat, other):
        each.expect_asked(END)
        expect(each.page.locator(".message")).to_have_count(3)


def test_a_reply_can_be_stopped(chat):
    chat.say(SAID)
    expect_begun(chat)

    chat.page.get_by_role("button", name="Stop the reply").click()

    expect(chat.draft).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Stop the reply")).to_be_hidden()
    expect(chat.last).not_to_contain_text(END)
    assert Reply.objects.get().state == "stopped"
    chat.choose("Red")
    chat.expect_understood("Which colour?", "Red")


def test_a_model_that_fails_is_stood_in_for_by_rules(chat, model):
    model.rules.clear()
    model.rule({"fail": "ValidationException", "status": 400})

    chat.say(SAID)

    chat.expect_asked("I cannot think long at the moment")
    expect(chat.draft).to_have_count(0)
