"""A respondent fills the supplier qualification on pages: by mouse, by keyboard alone, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from forms_engine.models import Answer, Submission
from forms_engine.services.submissions import start_submission
from messerprise.accounts.domain.roles import Role
from tests.documents.files import PDF
from tests.e2e.waiting import wait_for
from tests.factories.people import make_person

pytestmark = pytest.mark.e2e


@pytest.fixture
def person(site):
    return make_person(Role.RESPONDENT)


@pytest.fixture
def questionnaire(publish_demo):
    return publish_demo("supplier_qualification")


@pytest.fixture
def open_form(questionnaire, person, sign_in, open_context):
    """Return a function that opens a page of a submission that was just started."""
    submission = start_submission(actor=person, questionnaire_id=questionnaire.pk, language="en")

    def open_form(key, **options):
        context = open_context(**options)
        sign_in(person, context)
        page = context.new_page()
        page.goto(f"/submissions/{submission.pk}/form/{key}/")
        return page

    return open_form


def answers() -> dict[str, str]:
    return dict(Answer.objects.filter(status="accepted").values_list("path", "value"))


def expect_saved(page):
    expect(page.locator("#saved")).to_have_text("Saved")


def test_an_answer_shows_and_hides_other_questions(open_form):
    page = open_form("company")
    expect(page.get_by_label("Foreign tax identifier")).to_have_count(0)

    page.get_by_label("Legal form").select_option(label="Foreign company")
    expect(page.get_by_label("Foreign tax identifier")).to_be_visible()
    expect(page.get_by_label("Italian VAT number")).to_have_count(0)

    page.get_by_label("Legal form").select_option(label="Cooperative")
    expect(page.get_by_label("Foreign tax identifier")).to_have_count(0)
    expect(page.get_by_label("Italian VAT number")).to_be_visible()


def test_an_error_stands_beside_its_field_until_it_is_mended(open_form):
    page = open_form("company")
    page.get_by_label("Legal form").select_option(label="Cooperative")
    field = page.get_by_label("Italian VAT number")

    field.fill("12345")
    field.press("Tab")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Write exactly 11 digits"))
    expect(page.locator("#saved")).to_have_text("Not saved: see the question.")

    field.fill("12345678901")
    field.press("Tab")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(field).not_to_have_accessible_description(re.compile("Write exactly 11 digits"))
    expect_saved(page)
    assert answers()["company/vat_number"] == "12345678901"


def test_sections_are_added_and_removed_and_keep_their_answers(open_form):
    page = open_form("site")
    page.on("dialog", lambda dialog: dialog.accept())
    add = page.get_by_role("button", name="Add: Operating sites")
    for number, name in enumerate(("Brescia", "Milan", "Turin")):
        if number:  # the first is there from the start
            add.click()
        expect(page.get_by_label("Name of the site")).to_have_count(number + 1)
        page.get_by_label("Name of the site").nth(number).fill(name)
        page.get_by_label("Name of the site").nth(number).press("Tab")
        expect_saved(page)

    page.get_by_role("button", name=re.compile("Remove.*Operating sites 2")).click()

    expect(page.get_by_label("Name of the site")).to_have_count(2)
    assert [field.input_value() for field in page.get_by_label("Name of the site").all()] == [
        "Brescia",
        "Turin",
    ]
    assert {"site[1]/site_name": "Brescia", "site[3]/site_name": "Turin"}.items() <= answers().items()


def test_a_reload_loses_nothing(open_form):
    page = open_form("company")
    page.get_by_label("Registered company name").fill("Rossi & Figli <S.r.l.>")
    page.get_by_label("Registered company name").press("Tab")
    page.get_by_label("Legal form").select_option(label="Foreign company")
    expect(page.get_by_label("Foreign tax identifier")).to_be_visible()

    page.reload()

    expect(page.get_by_label("Registered company name")).to_have_value("Rossi & Figli <S.r.l.>")


def test_a_link_waits_for_all_answers_that_are_under_way(open_form):
    page = open_form("contact")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/answers/", hold)
    for label, text in (
        ("First and last name", "Ada"),
        ("Role in the company", "Owner"),
        ("Telephone", "06 1234567"),
    ):
        page.get_by_label(label).fill(text)
        page.get_by_label(label).press("Tab")
    page.get_by_role("link", name="Summary and submit").click()
    expect(page.locator("#saved")).to_have_text("Saving …")

    for number in range(3):
        wait_for(page, lambda count=number: len(held) > count)
        held[number].continue_()

    page.wait_for_url("**/summary/")
    assert {"Ada", "Owner", "06 1234567"} <= set(answers().values())


def test_choices_follow_an_earlier_answer(open_form):
    page = open_form("supply")

    page.get_by_label("Transport and logistics").check()

    expect(page.get_by_label("Road transport")).to_be_visible()
    expect(page.get_by_label("Metals and semi-finished products")).to_have_count(0)


def test_the_keyboard_is_enough(open_form):
    page = open_form("company")
    keys = page.keyboard
    tab_to(page, page.get_by_label("Registered company name"))
    keys.type("Rossi S.p.A.")
    keys.press("Tab")
    expect(page.get_by_label("Legal form")).to_be_focused()
    keys.type("Pub")
    tab_to(page, page.get_by_label("Italian VAT number"))
    keys.type("12345678901")
    for typed in ("1990", "12"):
        keys.press("Tab")
        keys.type(typed)
    tab_to(page, page.locator(".filling__foot").get_by_role("button", name="Save and continue"))
    keys.press("Enter")

    page.wait_for_url("**/form/contact/")
    for label, typed in (
        ("First and last name", "Anna Rossi"),
        ("E-mail", "anna@example.com"),
        ("Telephone", "+39 02 1234567"),
    ):
        tab_to(page, page.get_by_label(label, exact=True))
        keys.type(typed)
    keys.press("Enter")

    page.wait_for_url("**/form/supply/")
    tab_to(page, page.get_by_label("Raw materials and components"))
    keys.press("Space")
    tab_to(page, page.get_by_label("Packaging"))
    keys.press("Space")
    wait_for(page, lambda: answers().get("supply/specialities") == "packaging")


def tab_to(page, control, most=40):
    """Press Tab until the control has the focus; it has to come, and to be seen."""
    for _ in range(most):
        if control.count() and control.evaluate("each => each === document.activeElement"):
            expect(control).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {control}")


def test_from_start_to_submit_without_javascript(questionnaire, person, sign_in, open_context):
    context = open_context(java_script_enabled=False)
    sign_in(person, context)
    page = context.new_page()
    page.goto("/questionnaires/")
    page.get_by_role("button", name="On pages").click()

    fill_company_and_contact(page)
    fill_supply(page)
    fill_sites(page)
    fill_quality(page)
    fill(page, {"Turnover in the last": "1000000", "Turnover in the year before": "900000.5"})
    choose(page, {"liability insurance": "No"})
    go_on(page, to="Rules and safety")
    choose(page, {"model under Decree 231": "No", "code of ethics": "Yes", "subcontract part": "No"})
    go_on(page, to="References")
    fill(page, {"Client": "Bianchi", "Supplied from": "2020-01-31"})
    go_on(page, to="Summary and declaration")
    expect(page.locator("main")).to_contain_text("Provisional score")
    choose(page, {"audit visit": "No"})
    page.get_by_label("I declare").check()
    go_on(page, to="Check your answers")
    page.get_by_role("button", name="Submit these answers").click()

    expect(page.get_by_role("status")).to_contain_text("Submitted. Thank you")
    expect(page.locator("main")).to_contain_text("Rossi S.p.A.")
    assert Submission.objects.get().status == "submitted"
    assert answers()["finance/turnover_before"] == "900000.5"


def fill_company_and_contact(page):
    page.get_by_label("Registered company name").fill("Rossi S.p.A.")
    page.get_by_label("Legal form").select_option(label="Public limited company")
    fill(page, {"Year of foundation": "1990", "How many employees": "12"})
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Italian VAT number")  # it applies now
    page.get_by_label("Italian VAT number").fill("123")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Write exactly 11 digits")
    page.get_by_label("Italian VAT number").fill("12345678901")
    go_on(page, to="Contact person")
    fill(page, {"First and last name": "Anna Rossi", "Telephone": "+39 02 1234567"})
    page.get_by_label("E-mail", exact=True).fill("anna@example.com")
    go_on(page, to="What you supply")


def fill_supply(page):
    choose(page, {"Main category": "Business services", "work at our plants": "No", "personal data": "No"})
    choose(page, {"Payment terms": "30 days from invoice"})
    page.get_by_label("Describe your offer").fill("Advice")
    go_on(page)
    page.get_by_label("Consulting").check()  # offered since the category is known
    go_on(page, to="Operating sites")


def fill_sites(page):
    page.get_by_label("Name of the site").fill("Brescia plant")
    page.get_by_role("button", name="Add: Operating sites").click()
    expect(page.get_by_label("Name of the site")).to_have_count(2)
    page.get_by_role("button", name=re.compile("Remove.*Operating sites 2")).click()
    expect(page.get_by_label("Name of the site")).to_have_value("Brescia plant")
    choose(page, {"used for": "Office"})
    fill(page, {"City": "Brescia", "How many people work there?": "12"})
    go_on(page, to="Quality and certifications")


def fill_quality(page):
    choose(page, {"valid certifications": "No", "quality control plan": "Yes"})
    go_on(page, to="Financial standing")
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("button", name="Save and choose a file").click()
    file = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Send this file").click()
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    go_on(page, to="Financial standing")


def fill(page, texts):
    for label, text in texts.items():
        page.get_by_label(label).fill(text)


def choose(page, choices):
    for question, choice in choices.items():
        page.get_by_role("group", name=question).get_by_label(choice, exact=True).check()


def go_on(page, to=""):
    """Save the page and go on; with ``to`` it has to be accepted and lead there."""
    page.locator(".filling__foot").get_by_role("button", name=re.compile("^Save and")).click()
    if to:
        expect(page.get_by_role("heading", level=1)).to_have_text(to)


def test_what_is_typed_before_the_scripts_arrive_is_saved_when_they_do(open_form):
    page = open_form("contact")
    held = []
    page.route("**/page*.js", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks it
    page.reload(wait_until="commit")
    page.get_by_label("First and last name").fill("Ada Rossi")
    page.get_by_label("First and last name").press("Tab")

    wait_for(page, lambda: held)
    held[0].continue_()

    expect(page.locator("#saved")).to_have_text("Saved")
    assert "Ada Rossi" in answers().values()
