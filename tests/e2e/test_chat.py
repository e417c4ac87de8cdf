"""A respondent answers the incident report by chat, on a phone."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from forms_engine.models import Answer, Submission
from messerprise.accounts.domain.roles import Role
from tests.documents.files import PDF, PNG
from tests.e2e.chat_page import ChatPage
from tests.factories.people import make_person

pytestmark = pytest.mark.e2e

PHOTO = {"name": "rack.png", "mimeType": "image/png", "buffer": PNG}
STORY = "A forklift hit the rack and two pallets fell down."


@pytest.fixture
def person(site):
    return make_person(Role.RESPONDENT, first_name="Anna", last_name="Rossi")


@pytest.fixture
def chat(phone, publish_demo, sign_in, person):
    """Return the chat about a report that was just started."""
    publish_demo("incident_report")
    sign_in(person, phone)
    page = phone.new_page()
    page.goto("/questionnaires/")
    page.get_by_role("button", name="By chat").click()
    page.wait_for_url("**/chat/")  # until its scripts have run
    chat = ChatPage(page)
    chat.expect_asked("What happened?")
    return chat


def answers() -> dict[str, str]:
    return dict(Answer.objects.filter(status="accepted").values_list("path", "value"))


def test_a_report_from_sign_in_to_receipt(phone, publish_demo, sign_in_by_form, person):
    publish_demo("incident_report")
    page = phone.new_page()
    sign_in_by_form(page, person)
    page.get_by_role("button", name="By chat").click()
    page.wait_for_url("**/chat/")  # until its scripts have run
    chat = ChatPage(page)

    chat.expect_asked("Hello!")
    chat.choose("Damage to property or equipment")
    chat.expect_asked("On what day?")
    chat.choose("Yes")  # today, as the questionnaire presumes
    chat.expect_asked("At about what time?")
    chat.say("half past two in the afternoon")
    chat.expect_understood("At about what time?", "14:30")
    chat.choose("Warehouse")
    chat.expect_asked("in your own words")
    chat.say("It fell")
    chat.expect_asked("Write at least one full sentence (20 characters).")
    chat.say(STORY)
    chat.expect_asked("How serious was it?")
    chat.say("change the place to offices")
    chat.expect_understood("Where?", "Offices")
    chat.choose("Moderate: first aid or work interrupted")
    chat.expect_asked("What did you do right away?")
    chat.pad.get_by_label("First aid").check()
    chat.pad.get_by_label("Area fenced off").check()
    chat.choose("Use this answer")
    chat.expect_asked("Do you have a photo of the place?")
    page.reload()
    chat.expect_asked("Do you have a photo of the place?")
    chat.attach(PHOTO)
    chat.expect_understood("Do you have a photo of the place?", "rack.png")
    chat.choose("Yes")
    chat.expect_asked("At which e-mail address?")
    chat.say("anna@example.com")
    chat.choose("I confirm")
    chat.expect_asked("That was all.")
    expect(chat.last.locator("dl.summary")).to_contain_text("First aid, Area fenced off")

    chat.choose("Submit")

    expect(page.get_by_text("you submitted")).to_be_visible()
    page.get_by_role("link", name="See what you submitted").click()
    for words in ("Submitted", "Anna Rossi", STORY):
        expect(page.locator("main")).to_contain_text(words)
    assert answers() | {"event/happened_on": None, "consequences/photo": None} == {
        "event/kind": "damage",
        "event/happened_on": None,
        "event/happened_at": answers()["event/happened_at"],
        "event/place": "office",
        "event/description": STORY,
        "consequences/severity": "medium",
        "consequences/measures": "first_aid fenced",
        "consequences/photo": None,
        "contact/wants_contact": "yes",
        "contact/email": "anna@example.com",
        "contact/truthful": "OK",
    }


def test_a_submitted_report_is_read_only(chat, person):
    Submission.objects.update(status="submitted", submitted_at=timezone.now())

    chat.page.reload()

    expect(chat.page.get_by_label("Your answer")).to_have_count(0)
    chat.page.goto(chat.page.url.replace("/chat/", "/form/"))
    expect(chat.page).to_have_url(re.compile("/summary/$"))
    expect(chat.page.get_by_role("link", name="Change")).to_have_count(0)


def test_what_was_understood_can_be_undone(chat):
    chat.choose("Near miss")
    chat.expect_asked("On what day?")

    chat.last.get_by_role("button", name="undo").click()

    expect(chat.page.locator(".message--assistant")).to_have_count(3)
    chat.expect_asked("What happened?")
    assert "event/kind" not in answers()


def test_a_date_is_picked_on_the_calendar(chat):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    chat.open_panel()
    chat.page.get_by_role("link", name="On what day?").click()
    chat.expect_asked("On what day?")

    chat.pad.get_by_label("On what day?").fill(yesterday.isoformat())
    chat.choose("Use this answer")

    chat.expect_understood("On what day?", f"{yesterday.day} {yesterday:%B %Y}")
    assert answers()["event/happened_on"] == yesterday.isoformat()


def test_the_form_takes_over_at_the_question_and_gives_it_back(chat):
    chat.choose("Near miss")
    chat.expect_asked("On what day?")
    chat.choose("Yes")
    chat.expect_asked("At about what time?")
    page = chat.page

    page.get_by_role("link", name="Go on in the form").click()
    expect(page.get_by_label("At about what time?")).to_be_focused()
    expect(page.get_by_label("Near miss")).to_be_checked()
    page.get_by_label("At about what time?").fill("09:15")
    page.get_by_label("Where?").select_option(label="Offices")
    expect(page.locator("#saved")).to_have_text("Saved")
    page.get_by_label("Describe what happened").focus()
    page.get_by_role("link", name="Continue in chat").click()

    chat.expect_asked("in your own words")
    chat.open_panel()
    expect(page.locator("[data-path='event/happened_at']")).to_contain_text("09:15")
    expect(page.locator("[data-path='event/place']")).to_contain_text("Offices")


def test_the_panel_follows_another_tab(chat, phone):
    chat.open_panel()
    expect(chat.page.locator("#count")).to_have_text("2/11")
    other = phone.new_page()
    other.goto(chat.page.url.partition("/chat/")[0] + "/form/event/")

    other.get_by_label("Near miss").check()
    expect(other.locator("#saved")).to_have_text("Saved")

    expect(chat.page.locator("[data-path='event/kind']")).to_contain_text("Near miss")
    expect(chat.page.locator("#count")).to_have_text("3/11")


def test_an_answer_by_chat_does_not_wait_for_a_reload_in_another_tab(chat, phone):
    other = phone.new_page()
    other.goto(chat.page.url)
    chat.choose("Near miss")

    ChatPage(other).expect_asked("On what day?")
    expect(other.locator(".message--user")).to_have_count(1)


def test_a_file_of_a_wrong_type_is_refused_beside_the_control(chat):
    chat.open_panel()
    chat.page.get_by_role("link", name="Do you have a photo of the place?").click()
    chat.expect_asked("Do you have a photo of the place?")

    chat.attach({"name": "contract.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(chat.pad.get_by_role("status")).to_contain_text("not of a type that can be taken here")

    chat.attach(PHOTO)
    chat.expect_understood("Do you have a photo of the place?", "rack.png")


def test_a_photo_on_the_form_page(chat):
    page = chat.page
    page.goto(page.url.partition("/chat/")[0] + "/form/consequences/")

    page.get_by_label("Do you have a photo of the place?").set_input_files(PHOTO)

    link = page.get_by_role("link", name="rack.png")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "rack.png"
    assert download.value.path().read_bytes() == PNG


def test_the_summary_leads_back_to_a_question_and_lets_nothing_incomplete_through(chat):
    page = chat.page
    page.goto(page.url.partition("/chat/")[0] + "/summary/")
    expect(page.get_by_role("button", name="Submit these answers")).to_be_disabled()

    page.get_by_role("link", name=re.compile("Change.*Where")).click()

    expect(page.get_by_label("Where?")).to_be_focused()


def test_signing_out_in_another_tab_closes_the_chat_at_once(chat, phone):
    other = phone.new_page()
    other.goto("/")
    other.get_by_label("Your account").click()
    other.get_by_role("button", name="Sign out", exact=True).click()

    expect(chat.page.get_by_label("Password")).to_be_visible()


def test_whoever_was_signed_out_while_the_server_was_away_is_led_to_the_sign_in(chat, site):
    site.child("web").kill()
    expect(chat.page.locator("#connection")).to_be_visible()
    Session.objects.all().delete()

    site.child("web").start()

    expect(chat.page.get_by_label("Password")).to_be_visible(timeout=40_000)


def test_what_is_written_while_the_server_is_away_is_sent_once_it_is_back(chat, site):
    site.child("web").kill()
    expect(chat.page.locator("#connection")).to_be_visible()
    chat.say("near miss")
    expect(chat.page.locator(".message--sending")).to_have_count(1)

    site.child("web").start()

    expect(chat.page.locator(".message--sending")).to_have_count(0, timeout=40_000)
    chat.expect_asked("On what day?")
    expect(chat.page.locator(".message--user")).to_have_count(1)
    expect(chat.page.locator("#connection")).to_be_hidden()


def test_the_chat_speaks_italian_to_italians(publish_demo, open_context, sign_in, person):
    publish_demo("incident_report")
    context = open_context(locale="it-IT")
    sign_in(person, context)
    page = context.new_page()
    page.goto("/questionnaires/")
    page.locator("button[value=chat]").click()
    page.wait_for_url("**/chat/")
    chat = ChatPage(page)
    text, pad = page.locator("#text"), page.locator("#pad")

    chat.expect_asked("Che cosa è successo?")
    pad.get_by_role("button", name="Danno a cose o impianti").click()
    chat.expect_asked("In che giorno?")
    for said, asked in (
        ("l'altro ieri", "A che ora, all'incirca?"),
        ("verso le due e mezza del pomeriggio", "Dove?"),
        ("in magazzino", "Descriva l'accaduto"),
        ("Un carrello ha urtato lo scaffale.", "Quanto è stato grave?"),
        ("cambia il giorno in ieri", "In che giorno?"),
    ):
        text.fill(said)
        text.press("Enter")
        expect(page.locator(".message--user").last).to_contain_text(said)
        chat.expect_asked(asked)

    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert answers()["event/happened_on"] == yesterday.isoformat()
    assert answers()["event/happened_at"].startswith("14:30")
    assert answers()["event/place"] == "warehouse"


def test_the_chat_works_without_javascript(publish_demo, open_context, sign_in, person):
    publish_demo("incident_report")
    context = open_context(java_script_enabled=False)
    sign_in(person, context)
    page = context.new_page()
    page.goto("/questionnaires/")
    page.get_by_role("button", name="By chat").click()
    chat = ChatPage(page)

    chat.choose("Near miss")
    chat.expect_asked("On what day?")
    chat.choose("Yes")
    chat.expect_asked("At about what time?")
    chat.say("half past two in the afternoon")
    chat.expect_understood("At about what time?", "14:30")
    chat.choose("Skip")

    chat.expect_asked("in your own words")
