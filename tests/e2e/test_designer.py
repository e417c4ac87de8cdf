"""An author in the designer: a questionnaire made from nothing, tried out, published, answered."""

import re

import pytest
from playwright.sync_api import Page, expect

from forms_engine.domain.codec import from_json
from forms_engine.models import DraftEdit, Submission, Version
from forms_engine.services.designing import start_draft
from forms_engine.services.editing import edit_draft
from messerprise.accounts.domain.roles import Role
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.e2e


def row(page: Page, label: str):
    return page.get_by_role("treeitem", name=re.compile(f"^{re.escape(label)}"))


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved")


def tab_to(page: Page, locator) -> None:
    """Press Tab until the control has the focus; nobody needs a mouse to get there."""
    for _time in range(80):
        if locator.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("the keyboard does not get there")


def write(page: Page, label: str, text: str) -> None:
    control = page.locator("#editor").get_by_label(label, exact=True).first
    tab_to(page, control)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Tab")


def keys_of(draft: Version) -> list[str]:
    draft.refresh_from_db()
    return [path for path, _node in from_json(draft.definition).walk()]


@pytest.fixture
def designing(page, sign_in):
    """Return a function that opens the designer of a new draft of a small questionnaire."""

    def designing(**fields) -> Version:
        sign_in(make_person(Role.AUTHOR))
        draft = start_draft(actor=None, questionnaire_id=make_questionnaire(**fields).pk)
        page.goto(f"/admin/forms_engine/version/{draft.pk}/design/")
        expect(page.frame_locator("#trial").get_by_label("What is your name?")).to_be_visible()
        return draft

    return designing


def test_an_author_makes_a_questionnaire_with_the_keyboard_alone(page, open_context, sign_in):
    sign_in(make_person(Role.AUTHOR))
    add_two_questions(page)
    draft = Version.objects.get()
    write_and_mend_a_condition(page)
    try_it_out(page)
    reorder_and_undo(page, draft)

    tab_to(page, page.get_by_role("link", name="Publish…"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Publish", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    assert not DraftEdit.objects.exists()

    filling = open_context().new_page()
    sign_in(make_person(Role.RESPONDENT), filling.context)
    filling.goto("/questionnaires/")
    filling.get_by_role("button", name="On pages").click()
    filling.get_by_label("How many trees?").fill("9")
    filling.get_by_label("How many trees?").press("Tab")
    filling.get_by_text("Yes, daily").click()
    expect(filling.locator("#saved")).to_have_text("Saved")
    assert Submission.objects.get().answers.get(path="question_1").value == "yes_daily"


def add_two_questions(page: Page) -> None:
    page.goto("/admin/forms_engine/questionnaire/new/")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type("Garden visit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Garden visit")

    tab_to(page, page.get_by_role("button", name="Question", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#editor").get_by_label("English (en)").first).to_be_focused()
    page.keyboard.type("How many trees?")
    tab_to(page, page.get_by_label("Type"))
    page.keyboard.type("Whole")
    page.keyboard.press("Tab")
    saved(page)
    write(page, "Name in rules", "trees")
    expect(page.locator("#editor code").first).to_have_text("trees")
    expect(row(page, "How many trees?")).to_be_visible()
    tab_to(page, page.get_by_label("Name in rules"))

    page.keyboard.press("Control+Enter")
    expect(page.locator("#editor code").first).to_have_text("question_1")
    page.keyboard.type("Do you water them?")
    tab_to(page, page.get_by_label("Type"))
    page.keyboard.type("One")
    page.keyboard.press("Tab")
    saved(page)
    for words in ("Yes, daily", "No"):
        tab_to(page, page.get_by_role("button", name="Choice", exact=True))
        page.keyboard.press("Enter")
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        expect(page.locator("[data-value]").last).not_to_have_value("")


def write_and_mend_a_condition(page: Page) -> None:
    asked_if = page.get_by_label("Asked if")
    tab_to(page, asked_if)
    page.keyboard.insert_text("${treez} > ")
    expect(page.locator(".me-rule__mirror mark")).to_have_count(1)
    expect(asked_if).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[id='check:relevant']")).to_contain_text("a value is expected")
    page.keyboard.insert_text("3")
    expect(page.locator("[id='mirror:relevant'] mark")).to_have_text("${treez}")
    expect(page.locator("[id='check:relevant']")).to_contain_text("Did you mean ${trees}?")
    expect(page.locator("#faults")).to_contain_text("1 fault keeps the draft from being published")
    expect(row(page, "Do you water them?")).to_have_class(re.compile("is-faulty"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("${trees} > 3")
    expect(page.locator("[id='check:relevant']")).to_contain_text("How many trees? is more than 3")
    expect(page.locator("#faults")).not_to_contain_text("fault")


def try_it_out(page: Page) -> None:
    trial = page.frame_locator("#trial")
    expect(trial.get_by_label("How many trees?")).to_be_visible()
    expect(trial.get_by_text("Do you water them?")).to_have_count(0)
    trial.get_by_label("How many trees?").fill("7")
    trial.get_by_label("How many trees?").press("Tab")
    expect(trial.get_by_text("Do you water them?")).to_be_visible()
    expect(trial.get_by_label("Yes, daily")).to_be_visible()
    assert not Submission.objects.exists()


def reorder_and_undo(page: Page, draft: Version) -> None:
    row(page, "Do you water them?").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("treeitem").first).to_contain_text("Do you water them?")
    saved(page)
    assert keys_of(draft) == ["question_1", "trees"]
    expect(row(page, "Do you water them?")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("treeitem").first).to_contain_text("How many trees?")
    saved(page)
    assert keys_of(draft) == ["trees", "question_1"]
    expect(page.frame_locator("#trial").get_by_label("How many trees?")).to_have_value("7")


def test_sections_are_made_filled_moved_and_deleted(page, designing):
    draft = designing()
    row(page, "Which colour?").click()
    page.get_by_role("button", name="Section", exact=True).click()
    expect(page.locator("#editor [data-field=label]")).to_be_focused()
    page.keyboard.type("Colours")
    row(page, "When were you born?").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(row(page, "When were you born?")).to_have_attribute("aria-level", "2")
    saved(page)
    assert keys_of(draft) == ["name", "colour", "section_1", "section_1/born"]

    row(page, "Colours").focus()
    page.keyboard.press("ArrowLeft")
    expect(row(page, "When were you born?")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(row(page, "When were you born?")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(row(page, "When were you born?")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(row(page, "When were you born?")).to_have_attribute("aria-level", "1")
    page.keyboard.press("Home")
    expect(row(page, "What is your name?")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#saved")).to_contain_text("Deleted. “Undo” brings it back.")
    assert keys_of(draft) == ["colour", "section_1", "born"]
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "What is your name?")).to_be_visible()
    page.get_by_role("button", name="Redo").click()
    expect(row(page, "What is your name?")).to_have_count(0)


def test_rows_are_dragged(page, designing):
    draft = designing()
    row(page, "When were you born?").drag_to(
        row(page, "What is your name?"), target_position={"x": 60, "y": 3}
    )
    expect(page.get_by_role("treeitem").first).to_contain_text("When were you born?")
    saved(page)
    assert keys_of(draft) == ["born", "name", "colour"]


def test_two_authors_at_once_lose_nothing(page, designing):
    draft = designing()
    row(page, "What is your name?").click()
    label = page.locator("#editor [data-field=label]")
    label.fill("Who are you?")
    edit_draft(
        actor=None,
        version_id=draft.pk,
        expected_hash=draft.content_hash,
        operation={"kind": "delete", "path": "born"},
    )
    label.press("Tab")
    expect(page.locator("#saved")).to_contain_text("Somebody changed this questionnaire")
    expect(row(page, "When were you born?")).to_have_count(0)
    expect(label).to_have_value("Who are you?")
    page.get_by_role("button", name="Save again").click()
    saved(page)
    draft.refresh_from_db()
    assert dict(from_json(draft.definition).walk())["name"].label == {"": "Who are you?"}
    assert keys_of(draft) == ["name", "colour"]


def test_refused_name_is_said_beside_it_and_changes_nothing(page, designing):
    draft = designing()
    row(page, "What is your name?").click()
    name = page.get_by_label("Name in rules")
    name.fill("colour")
    name.press("Tab")
    expect(page.locator("[id='e:key:error']")).to_contain_text("“colour” is taken")
    expect(page.locator("#saved")).to_have_class(re.compile("is-failed"))
    name.fill("surname")
    name.press("Tab")
    saved(page)
    expect(page.locator("#editor code").first).to_have_text("surname")
    assert keys_of(draft)[0] == "surname"


def test_translations_stand_side_by_side(page, designing):
    draft = designing()
    page.get_by_role("button", name="Title and languages").click()
    page.get_by_label("Language", exact=True).fill("English (en)")
    page.get_by_label("Language", exact=True).press("Tab")
    saved(page)
    page.get_by_label("One more language").fill("Italiano (it)")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Language", exact=True)).to_have_count(2)
    row(page, "What is your name?").click()
    italian = page.locator("#editor").get_by_label("Italiano (it)").first
    italian.fill("Come ti chiami?")
    italian.press("Tab")
    saved(page)
    draft.refresh_from_db()
    label = dict(from_json(draft.definition).walk())["name"].label
    assert label == {"English (en)": "What is your name?", "Italiano (it)": "Come ti chiami?"}
    page.frame_locator("#trial").get_by_role("link", name="Italiano (it)").click()
    expect(page.frame_locator("#trial").get_by_label("Come ti chiami?")).to_be_visible()


def test_what_is_shown_already_is_not_drawn_over_what_is_typed(page, designing):
    designing()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Title and languages").click()
    page.get_by_label("Language", exact=True).press_sequentially("English (en)", delay=40)
    page.get_by_label("Language", exact=True).press("Tab")
    saved(page)
    expect(page.get_by_label("Language", exact=True)).to_have_value("English (en)")
    assert not [each for each in asked if "question=" in each and "/node/" in each]


def test_trial_is_answered_refused_and_begun_again(page, designing):
    designing()
    trial = page.frame_locator("#trial")
    trial.get_by_text("Red", exact=True).click()
    expect(trial.get_by_label("When were you born?")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(trial.get_by_label("When were you born?")).to_have_count(0)
    assert not Submission.objects.exists()


def test_draft_is_tried_in_the_chat_with_the_answers_of_the_pages(page, designing):
    designing()
    page.get_by_role("button", name="Chat", exact=True).click()
    trial = page.frame_locator("#trial")
    expect(trial.get_by_text("What is your name?")).to_be_visible()
    trial.get_by_label("Your answer").fill("Ada")
    trial.get_by_label("Your answer").press("Enter")
    trial.get_by_role("button", name="Blue").click()
    expect(trial.get_by_text("Blue").first).to_be_visible()
    row(page, "Which colour?").click()
    page.locator("#editor [data-field=label]").fill("Which paint?")
    page.locator("#editor [data-field=label]").press("Tab")
    saved(page)
    page.get_by_role("button", name="Pages", exact=True).click()
    expect(trial.get_by_label("What is your name?")).to_have_value("Ada")
    expect(trial.get_by_role("group", name="Which paint?").get_by_label("Blue")).to_be_checked()
    assert not Submission.objects.exists()


def test_what_is_typed_on_a_slow_line_is_not_lost(page, designing):
    draft = designing()
    row(page, "What is your name?").click()
    expect(page.get_by_label("Name in rules")).to_have_value("name")
    slow = {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.get_by_label("Name in rules").fill("surname")
    page.get_by_label("Name in rules").press("Tab")
    hint = page.locator("#editor [data-field=hint]")
    hint.fill("As in your passport")
    expect(page.locator("#editor code").first).to_have_text("surname")
    expect(hint).to_have_value("As in your passport")
    expect(hint).to_be_focused()
    hint.press("End")
    hint.press_sequentially("!")
    hint.press("Tab")
    saved(page)
    draft.refresh_from_db()
    assert dict(from_json(draft.definition).walk())["surname"].hint == {"": "As in your passport!"}
