"""Kinds of answers in a browser: the control of each on a page, with and without scripts, and in the chat."""

import re

import pytest
from playwright.sync_api import expect

from documents.models import Document
from forms_engine.domain.definition import Group, Question, QuestionType
from forms_engine.models import Answer
from forms_engine.services.submissions import start_submission
from messerprise.accounts.domain.roles import Role
from tests.e2e.accessibility import faults_of
from tests.e2e.chat_page import ChatPage
from tests.e2e.test_accessibility import WAYS
from tests.e2e.waiting import wait_for
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire

pytestmark = [pytest.mark.e2e, pytest.mark.pages]
T = QuestionType
IBAN = "IT60X0542811101000000123456"
TERMS = "We keep your answers for **five years** and show them to nobody outside the office."


def ask(key, appearance, label, kind=T.TEXT, **fields):
    return Question(key=key, type=kind, label={"": label}, appearance=appearance, **fields)


QUESTIONS = Group(
    key="all",
    label={"": "All kinds"},
    children=(
        ask("tax_code", "codice-fiscale", "Tax code"),
        ask("account", "iban", "Account"),
        ask("phone", "phone", "Telephone"),
        ask("mail", "email", "E-mail", required="true()"),
        ask("cost", "money", "Cost", T.DECIMAL),
        ask("price", "money EUR USD CHF", "Price"),
        ask("home", "address", "Home address"),
        ask("terms", "consent", "Privacy notice", T.ACKNOWLEDGE, hint={"": TERMS}, required="true()"),
        ask("signature", "signature", "Signature", T.IMAGE),
    ),
)


CONTROLS = {
    "price": "select",
    "home": "[name=postcode]",
    "terms": ".pad__choices button",
    "signature": "canvas",
}
"""What the pad of the chat shows for a question."""


@pytest.fixture
def respondent(site):
    """Return a person who answers."""
    return make_person(Role.RESPONDENT)


@pytest.fixture
def submission(respondent):
    """Return a submission just started, with one question of each kind."""
    questionnaire = make_questionnaire(QUESTIONS, title="All kinds")
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


@pytest.fixture
def page(page, sign_in, respondent, submission):
    """Return a tab on its only page."""
    sign_in(respondent)
    page.goto(f"/submissions/{submission.pk}/form/all/")
    return page


@pytest.fixture
def open_chat(open_context, sign_in, respondent, submission):
    """Return a function that opens the chat at a question."""

    def open_chat(question):
        context = open_context()
        sign_in(respondent, context)
        page = context.new_page()
        page.goto(f"/submissions/{submission.pk}/chat/")  # a new conversation begins with its greeting
        page.goto(f"/submissions/{submission.pk}/chat/?question=all/{question}")
        return ChatPage(page)

    return open_chat


def stored():
    rows = Answer.objects.filter(status="accepted").values_list("path", "value")
    return {path.removeprefix("all/"): value for path, value in rows}


def give(page, label, text):
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Tab")


def expect_stored(page, path, value):
    wait_for(page, lambda: stored().get(path) == value)


@pytest.mark.parametrize(
    ("path", "label", "typed", "kept", "shown"),
    [
        ("tax_code", "Tax code", "rss mra 85t10 a562s", "RSSMRA85T10A562S", "RSSMRA85T10A562S"),
        ("account", "Account", IBAN.lower(), IBAN, "IT60 X054 2811 1010 0000 0123 456"),
        ("phone", "Telephone", "333 1234567", "+393331234567", "+39 333 123 4567"),
        ("mail", "E-mail", "Anna@Example.IT", "Anna@example.it", "Anna@example.it"),
        ("cost", "Cost", "1.250,5", "1250.5", "1250.50"),
    ],
)
def test_an_answer_is_kept_in_one_way_and_shown_as_people_write_it(page, path, label, typed, kept, shown):
    control = page.get_by_label(re.compile(f"^{label}"))
    control.fill(typed)
    page.keyboard.press("Tab")
    expect_stored(page, path, kept)
    page.reload()
    expect(page.get_by_label(re.compile(f"^{label}"))).to_have_value(shown)


def test_a_wrong_answer_is_told_beside_its_field_until_it_is_mended(page):
    account = page.get_by_label(re.compile("^Account"))
    account.fill("IT61X0542811101000000123456")
    page.keyboard.press("Tab")
    expect(account).to_have_accessible_description(re.compile("This IBAN does not exist"))
    expect(account).to_have_attribute("aria-invalid", "true")
    account.fill(IBAN)
    page.keyboard.press("Tab")
    expect(account).not_to_have_attribute("aria-invalid", "true")
    expect_stored(page, "account", IBAN)


def test_browsers_can_help_with_what_they_know(page):
    mail, phone = page.get_by_label("E-mail"), page.get_by_label(re.compile("^Telephone"))
    expect(mail).to_have_attribute("autocomplete", "email")
    expect(mail).to_have_attribute("inputmode", "email")
    expect(phone).to_have_attribute("autocomplete", "tel")
    expect(page.get_by_label(re.compile("^Account"))).to_have_attribute("spellcheck", "false")


def test_an_amount_is_saved_with_its_currency(page):
    price = page.get_by_role("group", name=re.compile("^Price"))
    price.get_by_label("Currency").select_option("USD")
    price.get_by_label("Amount").fill("1,250.5")
    page.keyboard.press("Tab")
    expect_stored(page, "price", "1250.50 USD")
    price.get_by_label("Currency").select_option("CHF")
    expect_stored(page, "price", "1250.50 CHF")
    page.reload()
    expect(price.get_by_label("Amount")).to_have_value("1250.50")
    expect(price.get_by_label("Currency")).to_have_value("CHF")


def test_an_address_is_saved_once_street_and_city_are_there(page):
    home = page.get_by_role("group", name=re.compile("^Home address"))
    for label, text in (
        ("Street", "Via Roma"),
        ("House number", "12"),
        ("Postcode", "2012"),
        ("City", "Milano"),
    ):
        home.get_by_label(label).fill(text)
        page.keyboard.press("Tab")
    expect(home.get_by_text("An Italian postcode has five digits")).to_be_visible()
    home.get_by_label("Postcode").fill("20121")
    page.keyboard.press("Tab")
    expect_stored(page, "home", "Via Roma, 12 – 20121 Milano")
    expect(home.get_by_text("An Italian postcode has five digits")).to_be_hidden()
    page.reload()
    expect(home.get_by_label("Postcode")).to_have_value("20121")


def test_consent_shows_its_text_and_keeps_which_one_it_was(page):
    expect(page.get_by_text("five years")).to_be_visible()
    box = page.get_by_label("I have read this text and agree to it")
    expect(box).to_have_accessible_description(re.compile("five years"))
    box.check()
    expect_stored(page, "terms", "OK")
    assert Answer.objects.get(path="all/terms").origin_detail.keys() >= {"text", "version", "language"}


def test_a_signature_is_drawn(page):
    pad = page.get_by_role("img", name=re.compile("^Signature pad"))
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 30, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Use this signature").click()
    expect(page.get_by_role("link", name="signature.png")).to_be_visible()
    document = Document.objects.get()
    assert (document.path, document.content_type) == ("all/signature", "image/png")


def test_a_signature_is_written_from_the_keyboard(page):
    page.get_by_role("button", name="Use this signature").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Sign in the box first")).to_be_visible()
    name = page.get_by_label("Or write your full name")
    expect(name).to_be_focused()
    page.keyboard.type("Anna Rossi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="signature.png")).to_be_visible()
    assert stored()["signature"]["name"] == "signature.png"


def test_a_page_without_scripts_takes_every_kind(open_context, sign_in, respondent, submission):
    context = open_context(java_script_enabled=False)
    sign_in(respondent, context)
    page = context.new_page()
    page.goto(f"/submissions/{submission.pk}/form/all/")
    page.get_by_label(re.compile("^Account")).fill("nonsense")
    page.get_by_label("E-mail").fill("anna@example.it")
    page.get_by_role("group", name=re.compile("^Price")).get_by_label("Amount").fill("12,50")
    home = page.get_by_role("group", name=re.compile("^Home address"))
    home.get_by_label("Street").fill("Piazza Duomo")
    home.get_by_label("City").fill("Milano")
    page.get_by_label("I have read this text").check()
    page.get_by_role("button", name="Save and check everything").click()

    expect(page.get_by_label(re.compile("^Account"))).to_have_value("nonsense")
    expect(page.get_by_text("An IBAN begins with two letters").first).to_be_visible()
    assert stored() == {
        "mail": "anna@example.it",
        "price": "12.50 EUR",
        "home": "Piazza Duomo – Milano",
        "terms": "OK",
    }
    page.get_by_label(re.compile("^Account")).fill(IBAN)
    page.get_by_role("button", name="Save and choose a file").click()
    expect(page.get_by_role("heading", name="Signature")).to_be_visible()


def test_the_chat_opens_the_same_controls(open_chat):
    chat = open_chat("price")
    chat.pad.get_by_role("group", name="Price").get_by_label("Amount").fill("99,5")
    chat.pad.get_by_label("Currency").select_option("CHF")
    chat.choose("Use this answer")
    chat.expect_understood("Price", "99.50 CHF")

    chat.pad.get_by_label("Street").fill("Via Roma")
    chat.pad.get_by_label("House number").fill("12")
    chat.pad.get_by_label("Postcode").fill("20121")
    chat.pad.get_by_label("City").fill("Milano")
    chat.choose("Use this answer")
    chat.expect_understood("Home address", "Via Roma, 12 – 20121 Milano")

    chat.choose("I have read this text and agree to it")
    chat.expect_understood("Privacy notice", "confirmed")

    assert not faults_of(chat.page)
    chat.pad.get_by_label("Or write your full name").fill("Anna Rossi")
    chat.choose("Use this signature")
    chat.expect_understood("Signature", "signature.png")
    assert stored()["signature"]["name"] == "signature.png"


@pytest.mark.parametrize("way", list(WAYS.values()), ids=list(WAYS))
def test_controls_of_kinds_break_no_rule(way, open_context, sign_in, respondent, submission):
    scheme, size, locale = way
    context = open_context(color_scheme=scheme, viewport=size, locale=locale, reduced_motion="reduce")
    sign_in(respondent, context)
    page = context.new_page()
    page.goto(f"/submissions/{submission.pk}/form/all/")
    give(page, page.locator("[data-path='all/account'] label").inner_text(), "nonsense")
    expect(page.locator("[data-path='all/account'] .field__error")).not_to_be_empty()
    assert not faults_of(page)
    page.goto(f"/submissions/{submission.pk}/chat/")
    for question, control in CONTROLS.items():
        page.goto(f"/submissions/{submission.pk}/chat/?question=all/{question}")
        expect(page.locator("#pad").locator(control)).to_be_visible()
        assert not faults_of(page), question
