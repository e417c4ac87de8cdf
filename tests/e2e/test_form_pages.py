"""What only a browser can show of the form pages: saving, focus, uploads, life without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from forms_engine.domain.definition import Group, Question, QuestionType, Repeat
from forms_engine.models import Answer
from forms_engine.services.submissions import start_submission
from messerprise.accounts.domain.roles import Role
from tests.documents.files import PDF
from tests.e2e.waiting import wait_for
from tests.factories.people import make_person
from tests.factories.questionnaires import COLOURS, make_questionnaire

pytestmark = pytest.mark.e2e
T = QuestionType


def ask(key, kind=T.TEXT, label="", **fields):
    return Question(key=key, type=kind, label={"": label or key.capitalize()}, **fields)


CHILDREN = (
    Group(
        key="person",
        label={"": "About you"},
        children=(
            ask("name", required="true()"),
            ask("story", label="Tell us more, ${name}", appearance="multiline"),
            ask(
                "age",
                T.INTEGER,
                label="How old are you?",
                constraint=". >= 18",
                constraint_message={"": "You must be of age."},
            ),
            ask("guardian", relevant="${age} >= 80"),
            ask("mood", T.RANGE, parameters={"start": "1", "end": "5", "step": "1"}),
            ask("order", T.RANK, choice_list="colours"),
            ask("paper", T.FILE),
        ),
    ),
    Repeat(key="pet", label={"": "Pet"}, children=(ask("called"),)),
)


@pytest.fixture
def respondent(site):
    """Return a person who answers."""
    return make_person(Role.RESPONDENT)


@pytest.fixture
def address(respondent):
    """Return how to name the pages of a submission just started."""
    questionnaire = make_questionnaire(*CHILDREN, choice_lists={"colours": COLOURS})
    started = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
    return lambda tail: f"/submissions/{started.pk}/{tail}"


@pytest.fixture
def page(page, sign_in, respondent, address):
    """Return a tab on the first page of the form."""
    sign_in(respondent)
    page.goto(address("form/person/"))
    return page


def saved(page):
    expect(page.locator("#saved")).to_have_text("Saved")


def stored():
    return dict(Answer.objects.filter(status="accepted").values_list("path", "value"))


def test_an_answer_is_saved_when_the_field_is_left(page):
    page.get_by_label("Name").fill("Ada")
    page.keyboard.press("Tab")
    saved(page)
    assert stored() == {"person/name": "Ada"}
    page.reload()
    expect(page.get_by_label("Name")).to_have_value("Ada")


def test_a_question_that_is_redrawn_keeps_what_is_being_typed_and_the_focus(page):
    page.get_by_label("Name").fill("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("Once upon")
    story = page.get_by_label("Tell us more, Ada")
    expect(story).to_have_value("Once upon")
    expect(story).to_be_focused()
    page.keyboard.type(" a time")
    page.keyboard.press("Tab")
    wait_for(page, lambda: stored().get("person/story") == "Once upon a time")


def test_an_answer_that_waits_while_its_question_is_redrawn_is_not_lost(page):
    held = []
    page.route("**/answers/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright marks it
    page.get_by_label("Name").fill("Ada")
    page.keyboard.press("Tab")
    wait_for(page, lambda: held)
    page.keyboard.type("Once upon a time")
    page.keyboard.press("Tab")  # saved once the name is, which redraws this question
    held[0].continue_()
    expect(page.get_by_label("Tell us more, Ada")).to_have_value("Once upon a time")
    wait_for(page, lambda: stored() == {"person/name": "Ada", "person/story": "Once upon a time"})


def test_what_is_typed_right_after_a_question_was_redrawn_is_saved(page):
    story = page.get_by_label("Tell us more")
    page.evaluate(
        """() => document.body.addEventListener("htmx:oobAfterSwap", ({ target }) => setTimeout(() => {
          target.querySelector("textarea").value += " a time";
          document.activeElement.blur();
        }), { once: true })"""
    )
    held = []
    page.route("**/answers/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright marks it
    page.get_by_label("Name").fill("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("Once upon")
    wait_for(page, lambda: held)
    held[0].continue_()
    expect(story).to_have_value("Once upon a time")
    wait_for(page, lambda: stored().get("person/story") == "Once upon a time")


def test_an_error_appears_beside_its_field_and_goes_again(page):
    age = page.get_by_label("How old")
    age.fill("12")
    page.keyboard.press("Tab")
    expect(page.get_by_text("You must be of age.")).to_be_visible()
    expect(age).to_have_attribute("aria-invalid", "true")
    expect(age).to_have_accessible_description(re.compile("You must be of age"))
    age.fill("81")
    page.keyboard.press("Tab")
    expect(page.get_by_text("You must be of age.")).to_be_hidden()
    expect(age).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Guardian")).to_be_visible()


def test_a_link_waits_for_the_answer_before_it(page):
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("link", name="Summary and submit").click()
    page.wait_for_url("**/summary/")
    expect(page.get_by_text("Ada", exact=True)).to_be_visible()


def test_an_answer_given_without_a_connection_is_sent_once_it_is_back(
    browser, site, sign_in, respondent, address
):
    with browser.new_context(base_url=site.url) as context:  # one in which scripts may complain
        sign_in(respondent, context)
        page = context.new_page()
        page.goto(address("form/person/"))
        context.set_offline(True)
        page.get_by_label("Tell us more").fill("Later")
        page.keyboard.press("Tab")
        expect(page.locator("#saved")).to_contain_text("No connection")
        context.set_offline(False)
        saved(page)
    assert stored() == {"person/story": "Later"}


def test_a_session_that_ended_is_told_and_the_answer_stays_in_the_field(page, context):
    context.clear_cookies(name="sid")
    page.get_by_label("Name").fill("Ada")
    page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_contain_text("you are signed out")
    expect(page.get_by_label("Name")).to_have_value("Ada")
    assert stored() == {}


def test_the_slider_and_its_number_move_together(page):
    page.locator("input[type=range]").fill("4")
    expect(page.get_by_label("Mood")).to_have_value("4")
    saved(page)
    assert stored() == {"person/mood": "4"}


def test_a_ranking_is_saved_when_its_last_place_is_filled(page):
    places = page.get_by_role("group", name="Order")
    places.get_by_label("Place 1").select_option("blue")
    places.get_by_label("Place 2").select_option("red")
    saved(page)
    assert stored() == {"person/order": "blue red"}


def test_a_file_is_uploaded_in_place_and_removed_again(page):
    upload = {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("[data-upload='person/paper'] input").set_input_files(upload)
    link = page.get_by_role("link", name="contract.pdf")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "contract.pdf"
    page.get_by_role("button", name="Remove contract.pdf").click()
    expect(link).to_be_hidden()
    assert stored() == {}


def test_what_is_typed_while_a_file_is_sent_stays(page):
    held = []
    page.route("**/documents/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright marks it
    upload = {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("[data-upload='person/paper'] input").set_input_files(upload)
    wait_for(page, lambda: held)
    page.get_by_label("Tell us more").focus()
    page.keyboard.type("Once")
    held[0].continue_()
    expect(page.get_by_role("link", name="contract.pdf")).to_be_visible()
    expect(page.get_by_label("Tell us more")).to_have_value("Once")
    page.get_by_label("Tell us more").focus()
    page.keyboard.press("Tab")
    wait_for(page, lambda: stored().get("person/story") == "Once")


def test_a_file_of_a_wrong_type_is_refused_in_place(page):
    upload = {"name": "page.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
    page.locator("[data-upload='person/paper'] input").set_input_files(upload)
    expect(page.get_by_text("not of a type that can be taken here")).to_be_visible()


def test_an_occurrence_added_gets_the_focus_and_one_removed_asks_first(page, address):
    page.goto(address("form/pet/"))
    page.get_by_role("button", name="Add: Pet").click()
    expect(page.get_by_role("group", name="Pet 2")).to_be_focused()
    page.get_by_role("group", name="Pet 2").get_by_label("Called").fill("Rex")
    page.keyboard.press("Tab")
    saved(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove Pet 1").click()
    expect(page.get_by_role("group", name="Pet 2")).to_be_hidden()
    expect(page.get_by_label("Called")).to_have_value("Rex")


def test_the_other_door_opens_at_the_question_one_is_at(page):
    page.get_by_label("How old").focus()
    expect(page.get_by_role("link", name="Continue in chat")).to_have_attribute(
        "href", re.compile(r"chat/\?question=person%2Fage$")
    )


def test_a_whole_form_can_be_filled_from_the_keyboard(page, address):
    page.get_by_label("Name").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    page.wait_for_url("**/form/pet/")
    assert stored() == {"person/name": "Ada"}


def test_the_theme_is_kept_by_the_server(page):
    page.get_by_role("button", name="Dark colours").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_everything_works_without_javascript(open_context, sign_in, respondent, address):
    context = open_context(java_script_enabled=False)
    sign_in(respondent, context)
    page = context.new_page()
    page.goto(address("form/person/"))
    page.get_by_label("How old").fill("12")
    page.get_by_role("button", name="Save and continue", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("2 answers need your attention")
    page.get_by_role("alert").get_by_role("link", name="How old").click()
    expect(page.get_by_label("How old")).to_be_focused()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("How old").fill("40")
    page.get_by_role("button", name="Save and choose a file").click()
    page.get_by_label("File").set_input_files(
        {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Send this file").click()
    expect(page.get_by_role("link", name="contract.pdf")).to_be_visible()
    page.get_by_role("button", name="Save and continue", exact=True).click()
    page.get_by_role("button", name="Add: Pet").click()
    expect(page.get_by_role("group", name="Pet 2")).to_be_visible()
    page.get_by_role("button", name="Save and check everything").click()
    page.get_by_role("button", name="Submit these answers").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Submitted. Thank you")).to_be_visible()
