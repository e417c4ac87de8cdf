from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from forms_engine.domain.jobs import ExportFormat, JobFailure
from forms_engine.models import Job
from forms_engine.services.exports import start_export
from forms_engine.services.jobs import claim_job, keep_job
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.services import assign_roles
from tests.factories.jobs import make_export, make_trial
from tests.factories.people import make_person
from tests.factories.questionnaires import SMALL, make_questionnaire, publish_next
from tests.factories.submissions import make_submission

PAGES = ("job", "job_cancel", "job_download", "job_migrate")
WITHOUT_COLOUR = SMALL[:1]


def address(job, page="job"):
    return reverse(f"admin:forms_engine_questionnaire_{page}", args=[job.pk])


@pytest.fixture
def questionnaire(respondent):
    questionnaire = make_questionnaire()
    make_submission(respondent, questionnaire, {"name": "Ada"}, submit=True)
    return questionnaire


@pytest.fixture
def waiting(client, reviewer, questionnaire):
    """Return an export that nobody has begun; its owner is signed in."""
    client.force_login(reviewer)
    return start_export(actor=reviewer, questionnaire=questionnaire, kind=ExportFormat.CSV)


@pytest.fixture
def ready(client, reviewer, questionnaire):
    """Return a finished export; its owner is signed in."""
    client.force_login(reviewer)
    return make_export(reviewer, questionnaire, ExportFormat.CSV)


def test_page_of_a_waiting_job_can_be_looked_at_again_without_a_script(client, waiting):
    page = client.get(address(waiting)).text
    assert "Waiting for its turn." in page
    assert "<progress" in page
    assert "Look again" in page


def test_script_is_told_how_far_a_running_job_is(client, waiting):
    keep_job(claim_job(waiting.pk), done=30, total=120)
    response = client.get(address(waiting), headers={"HX-Request": "true"})
    assert 'max="120" value="30"' in response.text
    assert "30 of 120 submissions" in response.text
    assert "HX-Refresh" not in response
    assert "<html" not in response.text


def test_script_is_told_to_load_the_page_once_the_job_has_ended(client, ready):
    assert client.get(address(ready), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_page_of_a_failed_job_says_what_to_do(client, waiting):
    Job.objects.update(state="failed", failure=JobFailure.STOPPED)
    page = client.get(address(waiting)).text
    assert "start it again" in page
    assert "Nothing was changed." in page


def test_cancel_stops_a_job(client, waiting):
    page = client.post(address(waiting, "job_cancel"), follow=True)
    assert "Cancelled: nothing was changed." in page.text
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


def test_cancel_by_a_link_changes_nothing(client, waiting):
    client.get(address(waiting, "job_cancel"))
    waiting.refresh_from_db()
    assert waiting.state == "queued"


def test_download_of_an_expired_file_says_so(client, ready):
    Job.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = client.get(address(ready, "job_download"), follow=True)
    assert "This file is no longer kept: start the export again." in page.text
    assert "The file is no longer kept" in page.text


def test_download_of_a_file_that_is_gone_says_so(client, ready):
    default_storage.delete(ready.file_name)
    assert client.get(address(ready, "job_download")).status_code == 302


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUTHOR, Role.ADMINISTRATOR])
def test_job_of_another_does_not_exist(client, ready, page, role):
    client.force_login(make_person(role))
    for method in (client.get, client.post):
        assert method(address(ready, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_job_is_not_for_respondents(client, ready, stranger, page):
    client.force_login(stranger)
    assert client.get(address(ready, page)).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_job_is_closed_to_who_is_no_reviewer_any_more(client, reviewer, administrator, ready, page):
    assign_roles(actor=administrator, user=reviewer, roles=(Role.AUTHOR,))
    assert client.get(address(ready, page)).status_code == 403


@pytest.fixture
def trial(client, author, respondent):
    """Return a finished trial; its owner is signed in."""
    client.force_login(author)
    questionnaire = make_questionnaire()
    make_submission(respondent, questionnaire, {"name": "Ada", "colour": "red"})
    publish_next(questionnaire, *WITHOUT_COLOUR)
    return make_trial(author, questionnaire)


def test_page_of_a_trial_shows_what_becomes_of_answers(client, trial):
    page = client.get(address(trial)).text
    assert "If they all went on with this version" in page
    assert "<code>colour</code> × 1" in page
    assert "Migrate 1 submission" in page


def test_trial_leads_to_the_migration(client, trial, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address(trial, "job_migrate"), follow=True)
    job = Job.objects.get(kind="migration")
    assert page.redirect_chain[0][0] == address(job)
    assert "1 submission was migrated" in client.get(address(job)).text
    again = client.get(address(trial)).text
    assert address(job) in again
    assert "Migrate 1 submission" not in again


def test_trial_says_that_another_version_was_published(client, trial):
    publish_next(trial.questionnaire, *WITHOUT_COLOUR)
    page = client.post(address(trial, "job_migrate"), follow=True)
    assert "The questionnaire has changed once more" in page.text
    assert not Job.objects.filter(kind="migration").exists()


def test_migrate_page_says_who_is_under_way_and_starts_a_trial(client, author, respondent):
    client.force_login(author)
    questionnaire = make_questionnaire()
    page = reverse("admin:forms_engine_questionnaire_migrate", args=[questionnaire.pk])
    assert "There is nothing to migrate" in client.get(page).text
    assert "There is nothing to migrate" in client.post(page).text
    make_submission(respondent, questionnaire, {"name": "Ada"})
    publish_next(questionnaire, *WITHOUT_COLOUR)
    assert "1 submission in progress on version 1." in client.get(page).text
    client.post(page)
    assert Job.objects.get().kind == "trial"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OPERATOR, Role.AUDITOR])
def test_migrate_page_is_for_authors(client, questionnaire, role):
    client.force_login(make_person(role))
    page = reverse("admin:forms_engine_questionnaire_migrate", args=[questionnaire.pk])
    assert (client.get(page).status_code, client.post(page).status_code) == (403, 403)
