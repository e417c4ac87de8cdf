"""An author in the admin: uploads workbooks, reads errors, previews, publishes, publishes again."""

import re

import pytest
from playwright.sync_api import expect

from forms_engine.models import Questionnaire, Submission
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from tests.e2e.accessibility import faults_of
from tests.factories.people import PASSWORD, make_person
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.e2e

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BROKEN = (
    ("text", "pet", "Your pet's name?", ""),
    ("select_one animals", "kind", "Which animal?", ""),
    ("text", "pet", "The same name again", ""),
)
CYCLE = (("type", "name", "label", "required", "relevant"),)


def upload(page, content, name="colours.xlsx", kind=XLSX):
    page.get_by_label("File").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Upload", exact=True).click()


def accept(page):
    page.get_by_role("button", name="Make it the draft").click()


def publish(page):
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()


def test_an_author_uploads_corrects_publishes_and_publishes_again(page, open_context, sign_in):
    author = make_person(Role.AUTHOR, username="bruno")
    respondent = make_person(Role.RESPONDENT)
    page.goto("/admin/")
    page.get_by_label("Username").fill(author.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#content .model-questionnaire").get_by_role("link", name="Add").click()

    upload(page, make_workbook(*BROKEN))
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    problems = page.locator(".me-problems tbody tr")
    expect(problems.filter(has_text="animals")).to_have_count(1)
    expect(problems.filter(has_text="animals").get_by_role("cell").nth(0)).to_have_text("survey")
    expect(problems.filter(has_text="animals").get_by_role("cell").nth(1)).to_have_text("6")
    assert not Questionnaire.objects.exists()

    upload(page, make_workbook())
    expect(page.get_by_role("heading", level=1)).to_have_text("A new questionnaire: “Colours”")
    assert not Questionnaire.objects.exists()
    accept(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Colours")
    expect(page.locator(".me-line").filter(has_text="How old are you?")).to_contain_text("age")
    assert Questionnaire.objects.get().published_version is None
    publish(page)
    expect(page.locator(".messagelist")).to_contain_text(re.compile("published", re.IGNORECASE))

    filling = open_context().new_page()
    sign_in(respondent, filling.context)
    filling.goto("/questionnaires/")
    filling.get_by_role("button", name="On pages").click()
    filling.get_by_label("What is your name?").fill("Ada")
    filling.get_by_label("What is your name?").press("Tab")
    expect(filling.locator("#saved")).to_have_text("Saved")

    page.goto("/admin/forms_engine/questionnaire/")
    page.get_by_role("link", name="Colours").first.click()
    page.get_by_role("link", name="Upload a file").click()
    upload(page, make_workbook())
    expect(page.get_by_role("alert")).to_contain_text("identical to the published version 1")
    upload(page, make_workbook(("text", "city", "Where do you live?", "")))
    expect(page.locator("#added li")).to_have_text("Where do you live? city")
    accept(page)
    page.get_by_role("link", name="Publish…").click()
    expect(page.locator(".me-figures").first).to_contain_text(re.compile(r"1\s+Added"))
    expect(page.get_by_text("1 submission in progress on version 1.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text(re.compile("published", re.IGNORECASE))

    filling.reload()
    expect(filling.get_by_label("What is your name?")).to_have_value("Ada")
    expect(filling.get_by_label("Where do you live?")).to_have_count(0)
    filling.goto("/questionnaires/")
    filling.get_by_role("button", name="On pages").click()
    expect(filling.get_by_label("Where do you live?")).to_be_visible()
    assert list(Submission.objects.order_by("created_at").values_list("version__number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a workbook", "workbook"),
        (
            make_workbook(("text", "a", "A?", "", "${b}"), ("text", "b", "B?", "", "${a}"), survey=CYCLE),
            "a → b",
        ),
        (make_workbook(("text", "a", "A?", "", "shout(.)"), survey=CYCLE), "shout"),
    ],
    ids=["no workbook", "rules in a circle", "unknown function"],
)
def test_a_file_that_is_no_questionnaire_is_refused_in_words(page, sign_in, content, sentence):
    sign_in(make_person(Role.AUTHOR))
    page.goto("/admin/forms_engine/questionnaire/add/")

    upload(page, content)

    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    expect(page.locator("#content")).to_contain_text(sentence)
    assert not Questionnaire.objects.exists()


EDITED = (
    ("type", "name", "label", "required", "relevant"),
    ("select_one colours", "colour", "Which colour?", "", ""),
    ("text", "name", "Your name, please?", "yes", "${colour} = 'red'"),
    ("text", "city", "Where do you live?", "", ""),
)


def test_an_author_reads_what_a_file_changes_discards_it_and_meets_a_colleagues_draft(page, sign_in):
    author = make_person(Role.AUTHOR)
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    publish_version(actor=author, version_id=draft.pk)
    sign_in(author)
    page.goto(f"/admin/forms_engine/questionnaire/{draft.questionnaire_id}/upload/")

    upload(page, make_workbook(survey=EDITED))
    expect(page.get_by_role("heading", level=2).first).to_have_text("Against the published version 1")
    relabelled = page.locator("#relabelled tbody tr")
    expect(relabelled.locator("del")).to_have_text("What is your name?")
    expect(relabelled.locator("ins")).to_have_text("Your name, please?")
    expect(page.locator("#logic tbody tr")).to_contain_text("Asked if")
    assert not faults_of(page)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".messagelist")).to_contain_text("nothing was changed")
    assert Questionnaire.objects.get().draft_version is None

    page.goto(f"/admin/forms_engine/questionnaire/{draft.questionnaire_id}/upload/")
    upload(page, make_workbook(survey=EDITED))
    upload_workbook(
        actor=None, content=make_workbook(("text", "pet", "Your pet?", "")), file_name="colours.xlsx"
    )
    accept(page)
    expect(page.get_by_role("alert")).to_contain_text("in the meantime")
    expect(page.locator("#removed")).to_contain_text("Your pet?")
    assert not faults_of(page)
    accept(page)
    expect(page.locator(".messagelist")).to_contain_text("now the draft")
    assert Questionnaire.objects.get().draft_version.definition["children"][2]["key"] == "city"


def test_a_downloaded_definition_can_be_uploaded_again(page, sign_in):
    author = make_person(Role.AUTHOR)
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    sign_in(author)
    page.goto(f"/admin/forms_engine/version/{draft.pk}/preview/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "colours-1.json"

    page.goto("/admin/forms_engine/questionnaire/add/")
    upload(page, content, "colours-1.json", "application/json")
    expect(page.get_by_role("alert")).to_contain_text("identical to the current draft")
    upload(page, content.replace(b"Which colour?", b"Your colour?"), "edited.json", "application/json")
    expect(page.locator(".me-facts")).to_contain_text("definition as JSON")
    accept(page)
    expect(page.locator(".me-lines")).to_contain_text("Your colour?")


def test_an_author_checks_the_logic_and_restores_an_older_version(page, sign_in):
    author = make_person(Role.AUTHOR)
    never = ("text", "why", "Why green?", "", "${colour} = 'green'")
    old = upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    publish_version(actor=author, version_id=old.pk)
    new = upload_workbook(
        actor=author, content=make_workbook(survey=(*EDITED, never)), file_name="colours.xlsx"
    )
    publish_version(actor=author, version_id=new.pk)
    sign_in(author)

    page.goto(f"/admin/forms_engine/version/{new.pk}/preview/")
    page.get_by_role("link", name="Check the logic").click()
    finding = page.locator(".me-findings li").filter(has_text="never shown")
    expect(finding).to_contain_text("certain")
    finding.get_by_role("link", name="Why green?").click()
    expect(page.locator("#why")).to_be_in_viewport()
    expect(page.get_by_role("progressbar", name="Questions shown")).to_be_visible()

    page.goto(f"/admin/forms_engine/version/{old.pk}/preview/")
    page.get_by_role("link", name="Restore as the draft…").click()
    expect(page.locator("#removed li")).to_have_count(2)
    page.get_by_role("button", name="Restore as the draft").click()
    expect(page.locator(".messagelist")).to_contain_text("is a copy of version 1")
    expect(page.locator(".me-lines")).to_contain_text("What is your name?")
    draft = Questionnaire.objects.get().draft_version
    assert (draft.number, draft.content_hash) == (3, old.content_hash)
