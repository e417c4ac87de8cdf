import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import Document
from documents.services.documents import store_document
from messerprise.audit.models import AuditEvent
from tests.documents.files import HTML, PDF

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def document(respondent, submission):
    """Return a stored contract of the respondent's."""
    upload = SimpleUploadedFile('contract "1" è.pdf', PDF)
    return store_document(actor=respondent, submission_id=submission.pk, path="paper", upload=upload)


@pytest.fixture
def client(client, respondent):
    """Return a browser in which the respondent is signed in."""
    client.force_login(respondent)
    return client


def download(client, document):
    """Return the response, read to its end, and the bytes."""
    response = client.get(f"/documents/{document.pk}/")
    content = b"".join(response)
    return response, content


@pytest.fixture
def send(client, submission):
    """Return how a browser uploads."""

    def run(content=PDF, name="contract.pdf", path="paper", **headers):
        payload = {"path": path, "file": SimpleUploadedFile(name, content)}
        return client.post(f"/submissions/{submission.pk}/documents/", payload, headers=headers)

    return run


def test_document_upload_shows_a_page_to_choose_the_file(client, submission):
    page = client.get(f"/submissions/{submission.pk}/documents/?question=paper").content.decode()
    assert "<h1>The contract</h1>" in page
    assert 'accept=".pdf,.docx' in page
    assert f'href="/submissions/{submission.pk}/form/?question=paper"' in page


def test_document_upload_leads_back_to_the_question(send, submission):
    assert send().url == f"/submissions/{submission.pk}/form/?question=paper"


def test_document_upload_tells_scripts_what_was_stored(send):
    stored = send(**HTMX).json()
    assert stored == {"document": str(Document.objects.get().pk), "name": "contract.pdf"}


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"content": HTML, "name": "x.html"}, 422, "not of a type that can be taken here"),
        ({"content": b""}, 422, "This file is empty"),
    ],
)
def test_document_upload_says_why_not_on_the_page_and_to_scripts(send, given, status, sentence):
    page = send(**given)
    assert page.status_code == status
    assert sentence in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert sentence in send(**given, **HTMX).content.decode()
    assert send(**given, **HTMX)["Content-Type"] == "text/plain; charset=utf-8"


def test_document_upload_that_is_too_big_is_413(send, settings):
    settings.DOCUMENT_MAX_BYTES = 10
    assert send().status_code == 413
    assert not Document.objects.exists()


def test_document_upload_without_a_file_says_so(client, submission):
    response = client.post(f"/submissions/{submission.pk}/documents/", {"path": "paper"})
    assert response.status_code == 422
    assert "empty" in response.content.decode()


@pytest.mark.parametrize("path", ["", "nowhere", "name"])
def test_document_upload_to_no_file_question_says_what_to_do(send, client, submission, path):
    assert send(path=path).status_code == 409
    assert client.get(f"/submissions/{submission.pk}/documents/?question={path}").status_code == 409


def test_document_upload_to_somebody_elses_submission_is_not_found(client, send, stranger, submission):
    client.force_login(stranger)
    assert send().status_code == 404
    assert client.get(f"/submissions/{submission.pk}/documents/?question=paper").status_code == 404


def test_document_download_is_an_attachment_that_runs_nothing(client, document):
    response, content = download(client, document)
    assert content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_document_download_is_audited(client, document, respondent):
    download(client, document)
    event = AuditEvent.objects.get(action="document.downloaded")
    assert event.subject_id == str(document.pk)
    assert "contract" not in str(event.detail)


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_document_download_serves_staff_who_review(client, document, request, role):
    client.force_login(request.getfixturevalue(role))
    assert download(client, document)[1] == PDF


@pytest.mark.parametrize("role", ["stranger", "author", "operator", "auditor"])
def test_document_download_is_not_found_by_anybody_else(client, document, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert not AuditEvent.objects.filter(action="document.downloaded").exists()


def test_document_download_asks_strangers_to_sign_in(document):
    assert Client().get(f"/documents/{document.pk}/").url.startswith("/accounts/sign-in/")


def test_document_download_of_a_lost_file_is_not_found(client, document):
    document.file.storage.delete(document.file.name)
    assert client.get(f"/documents/{document.pk}/").status_code == 404


def test_document_download_refuses_post(client, document):
    assert client.post(f"/documents/{document.pk}/").status_code == 405


def test_the_form_page_links_and_removes_a_document(client, document, submission):
    address = f"/submissions/{submission.pk}"
    page = client.get(f"{address}/form/", follow=True).content.decode()
    assert f'href="/documents/{document.pk}/"' in page
    response = client.post(f"{address}/answers/", {"path": "paper"}, headers=HTMX)
    assert f"/documents/{document.pk}/" not in response.content.decode()
    assert 'id="q:paper"' in response.content.decode()
    assert Document.objects.exists()
