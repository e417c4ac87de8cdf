import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from forms_engine.models import Job
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire
from tests.factories.submissions import make_submission

CHOSEN = {"kind": "csv", "scope": "all", "choices": "labels"}


@pytest.fixture
def questionnaire(respondent):
    questionnaire = make_questionnaire(form_id="colours")
    make_submission(respondent, questionnaire, {"name": "Ada", "colour": "red"})
    return questionnaire


@pytest.fixture
def address(questionnaire):
    return reverse("admin:forms_engine_questionnaire_export", args=[questionnaire.pk])


@pytest.fixture
def export(client, reviewer, address, django_capture_on_commit_callbacks):
    """Return what exports by the page, as far as the page of the finished job."""
    client.force_login(reviewer)

    def export(**chosen):
        with django_capture_on_commit_callbacks(execute=True):
            started = client.post(address, CHOSEN | chosen)
        assert started.status_code == 302
        return client.get(started.url)

    return export


def download_of(page):
    return reverse("admin:forms_engine_questionnaire_job_download", args=[page.context["job"].pk])


def content_of(response):
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_export_page_leads_to_a_csv(client, export):
    page = export()
    assert "The file is ready" in page.text
    response = client.get(download_of(page))
    assert response["Content-Disposition"] == 'attachment; filename="colours.csv"'
    assert "no-store" in response["Cache-Control"]
    assert content_of(response).decode("utf-8-sig").splitlines()[1].endswith(",Ada,Red,")


def test_export_page_leads_to_an_xlsx(client, export):
    page = export(kind="xlsx", choices="values")
    workbook = load_workbook(io.BytesIO(content_of(client.get(download_of(page)))))
    assert [cell.value for cell in workbook["Submissions"][2]][6:8] == ["Ada", "red"]


def test_export_page_leads_to_json_lines(client, export):
    response = client.get(download_of(export(kind="jsonl")))
    assert response["Content-Disposition"] == 'attachment; filename="colours.jsonl"'
    assert json.loads(content_of(response))["answers"]["name"] == {"value": "Ada", "origin": "typed"}


@pytest.mark.django_db(transaction=True)
async def test_export_is_streamed_under_asgi(async_client, reviewer, address):
    await async_client.aforce_login(reviewer)
    await async_client.post(address, CHOSEN)
    job = await Job.objects.aget()
    response = await async_client.get(reverse("admin:forms_engine_questionnaire_job_download", args=[job.pk]))
    pieces = [piece async for piece in response]
    assert b",Ada,Red," in b"".join(pieces)
    response.close()


def test_export_page_lists_the_persons_own_exports(client, export, address):
    export()
    assert "Your recent exports" in client.get(address).text
    client.force_login(make_person(Role.REVIEWER))
    assert "Your recent exports" not in client.get(address).text


def test_export_page_only_asks_when_it_is_opened(client, reviewer, address):
    client.force_login(reviewer)
    assert client.get(address).status_code == 200
    assert client.post(address, {"kind": "exe"}).status_code == 200
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OPERATOR, Role.AUDITOR])
def test_export_page_is_for_reviewers(client, address, role):
    client.force_login(make_person(role))
    assert client.post(address, CHOSEN).status_code == 403
    assert not Job.objects.exists()


def test_download_is_recorded(client, export):
    response = client.get(download_of(export()))
    assert AuditEvent.objects.filter(action="export.downloaded").count() == 1
    response.close()
