import hashlib

import pytest
from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.exceptions import DocumentEmpty, DocumentRefused, DocumentTooBig, UnsupportedMediaType
from documents.models import Document
from documents.services.documents import store_document
from forms_engine.exceptions import AlreadySubmitted, NoSuchQuestion
from forms_engine.models import Answer, AnswerEvent, Submission
from messerprise.audit.models import AuditEvent
from tests.documents.files import EXE, PDF, PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(respondent, submission):
    def run(content=PDF, name="contract.pdf", path="paper", actor=respondent):
        upload = SimpleUploadedFile(name, content, content_type="application/x-lie")
        return store_document(actor=actor, submission_id=submission.pk, path=path, upload=upload)

    return run


def stored_files():
    folder = settings.VAR_DIR / "files" / "documents"
    return {path for path in folder.rglob("*") if path.is_file()}


def test_store_document_keeps_the_bytes_and_what_they_are(store):
    document = store()
    with document.file.open("rb") as kept:
        assert kept.read() == PDF
    assert (document.content_type, document.size) == ("application/pdf", len(PDF))
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()


def test_store_document_makes_it_the_answer(store):
    document = store()
    answer = Answer.objects.get()
    assert answer.value == {"document": str(document.pk), "name": "contract.pdf"}
    assert answer.origin_detail["door"] == "form"


def test_store_document_under_a_key_that_nobody_chose(store, submission):
    document = store(name="../../evil\u202efdp.pdf")
    assert document.file.name == f"documents/{submission.pk}/{document.pk}"
    assert document.name == "evilfdp.pdf"


def test_store_document_keeps_what_it_replaces(store):
    first, second = store(), store(content=PDF + b"2", name="better.pdf")
    assert Document.objects.count() == 2
    assert first.file.storage.exists(first.file.name)
    assert Answer.objects.get().value["document"] == str(second.pk)
    assert AnswerEvent.objects.last().previous["document"] == str(first.pk)


def test_store_document_of_the_same_name_again_is_a_new_answer(store):
    store()
    second = store()
    assert Answer.objects.get().value["document"] == str(second.pk)
    assert AnswerEvent.objects.count() == 2


def test_store_document_is_audited_without_the_name(store):
    document = store()
    event = AuditEvent.objects.get(action="document.stored")
    assert event.subject_id == str(document.pk)
    assert "contract" not in str(event.detail)


REFUSALS = [
    ({"content": b""}, DocumentEmpty),
    ({"content": EXE, "name": "setup.exe"}, UnsupportedMediaType),
    ({"content": PNG, "name": "photo.pdf"}, UnsupportedMediaType),
    ({"content": PDF, "name": "no-ending"}, UnsupportedMediaType),
    ({"path": "nowhere"}, NoSuchQuestion),
    ({"path": "name"}, NoSuchQuestion),
    ({"path": "photo", "content": PNG, "name": "hidden.png"}, DocumentRefused),
]


@pytest.mark.parametrize(("given", "refusal"), REFUSALS)
def test_store_document_refuses_and_leaves_nothing_behind(store, given, refusal):
    before = stored_files()
    with pytest.raises(refusal):
        store(**given)
    assert not Document.objects.exists()
    assert stored_files() == before
    assert not Answer.objects.exists()


def test_store_document_refuses_what_is_too_big_saying_how_big_it_may_be(store, settings):
    settings.DOCUMENT_MAX_BYTES = len(PDF) - 1
    with pytest.raises(DocumentTooBig, match="at most"):
        store()
    settings.DOCUMENT_MAX_BYTES = len(PDF)
    assert store()


def test_store_document_by_somebody_else_finds_no_submission(store, stranger):
    with pytest.raises(Submission.DoesNotExist):
        store(actor=stranger)


def test_store_document_after_submitting_is_refused(store):
    Submission.objects.update(status="submitted")
    before = stored_files()
    with pytest.raises(AlreadySubmitted):
        store()
    assert stored_files() == before


def test_store_document_in_s3(store, s3, settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3.secret_key)
    options = {
        "bucket_name": s3.bucket,
        "endpoint_url": s3.endpoint_url,
        "region_name": "eu-south-1",
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": False,
    }
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }
    assert storages["default"].bucket_name == s3.bucket
    document = store()
    assert default_storage.exists(document.file.name)
    kept = s3.client().get_object(Bucket=s3.bucket, Key=document.file.name)
    assert kept["Body"].read() == PDF
