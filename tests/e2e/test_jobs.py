"""Work in the background as people see it: a reviewer exports, an author migrates after a trial."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.models import Job, Submission
from messerprise.accounts.domain.roles import Role
from tests.e2e.accessibility import faults_of
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire, publish_next
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.e2e


def ask(key, label, **fields):
    return Question(key=key, type=QuestionType.TEXT, label={"": label}, **fields)


@pytest.fixture
def questionnaire(full_site):
    """Return a questionnaire of two versions; three people are under way on the first."""
    questionnaire = make_questionnaire(ask("name", "Your name"), ask("pet", "Your pet"), form_id="pets")
    for name in ("Ada", "Bo", "Cleo"):
        make_submission(make_person(Role.RESPONDENT), questionnaire, {"name": name, "pet": f"{name}'s pet"})
    publish_next(questionnaire, ask("name", "Your name"), ask("town", "Your town", required="true()"))
    return questionnaire


def test_an_author_migrates_after_a_trial_and_a_reviewer_exports(page, sign_in, questionnaire):
    sign_in(make_person(Role.AUTHOR, Role.REVIEWER))
    home = f"/admin/forms_engine/questionnaire/{questionnaire.pk}/change/"

    page.goto(home)
    page.get_by_role("link", name="Migrate submissions…").click()
    expect(page.get_by_text("3 submissions in progress on version 1.")).to_be_visible()
    page.get_by_role("button", name="Run a trial").click()
    expect(page.get_by_role("heading", name="If they all went on with this version")).to_be_visible()
    expect(page.get_by_text("pet × 3")).to_be_visible()
    assert faults_of(page) == []
    assert set(Submission.objects.values_list("version__number", flat=True)) == {1}
    page.get_by_role("button", name="Migrate 3 submissions").click()
    expect(page.get_by_role("heading", name="3 submissions were migrated")).to_be_visible()
    assert faults_of(page) == []
    assert set(Submission.objects.values_list("version__number", flat=True)) == {2}

    page.goto(home)
    page.get_by_role("link", name="Export submissions…").click()
    page.get_by_label("JSON Lines").check()
    page.get_by_label("Those in progress too").check()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("heading", name="The file is ready")).to_be_visible()
    assert faults_of(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "pets.jsonl"
    lines = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    assert [line["answers"]["name"]["value"] for line in lines] == ["Ada", "Bo", "Cleo"]
    assert [line["orphaned"]["pet"]["value"] for line in lines] == ["Ada's pet", "Bo's pet", "Cleo's pet"]
    page.get_by_role("link", name="Back to the exports").click()
    expect(page.get_by_role("region", name="Your recent exports")).to_contain_text("done")


def test_an_export_is_found_again_and_cancelled_without_a_script(open_context, sign_in, questionnaire):
    reviewer = make_person(Role.REVIEWER)
    Job.objects.create(
        kind="export",
        owner=reviewer,
        questionnaire=questionnaire,
        parameters={"format": "csv", "language": "en", "labels": "", "submitted_only": True},
        state="running",
        attempt=1,
        done=30,
        total=120,
        due_at=timezone.now() + timedelta(hours=1),
    )
    context = open_context(java_script_enabled=False)
    sign_in(reviewer, context)
    page = context.new_page()
    page.goto(f"/admin/forms_engine/questionnaire/{questionnaire.pk}/export/")
    page.get_by_role("region", name="Your recent exports").get_by_role("link").click()
    expect(page.get_by_text("30 of 120 submissions")).to_be_visible()
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: nothing was changed.")).to_be_visible()
