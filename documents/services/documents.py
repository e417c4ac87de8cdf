"""Store what somebody uploads as the answer to a question; record who opens it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents.domain.names import clean_name, extension_of
from documents.exceptions import DocumentEmpty, DocumentRefused, DocumentTooBig, UnsupportedMediaType
from documents.models import Document
from forms_engine.domain.definition import QuestionType
from forms_engine.domain.exceptions import UnknownPath
from forms_engine.domain.file_types import FileType, extensions_for, sha256_of, type_of, types_for
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.exceptions import NoSuchQuestion
from forms_engine.selectors import submissions_of
from forms_engine.services.answers import set_answer
from forms_engine.services.filling import open_filling
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.models import Submission
    from messerprise.accounts.models import User


def store_document(
    *,
    actor: "User",
    submission_id: "UUID | str",
    path: str,
    upload: "UploadedFile[bytes]",
    door: str = "form",
) -> Document:
    """Keep a file and make it the answer at ``path``; what it replaces stays as a row.

    Raises:
        Submission.DoesNotExist: the actor has no such submission.
        NoSuchQuestion: the path names no question for files.
        DocumentRefused: the file is empty, too big or not of a type the question takes, or the
            question takes no answer now.
        PermissionRefused, AlreadySubmitted: the actor may not change the submission, or not any more.
    """
    submission = submissions_of(actor).get(pk=submission_id)
    found = check_upload(upload, file_question(submission, path).kind)
    document = Document(
        owner=actor,
        submission=submission,
        path=path,
        name=clean_name(upload.name or ""),
        content_type=found.content_type,
        size=upload.size or 0,
        sha256=sha256_of(upload.chunks()),
    )
    upload.seek(0)
    document.file.save(document.name, upload, save=False)  # before the transaction: the store may be far away
    try:
        _make_answer(actor, document, door)
    except BaseException:
        document.file.delete(save=False)
        raise
    return document


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """A question for files: its type, and its label in the submission's language."""

    kind: QuestionType
    label: str


def file_question(submission: "Submission", path: str) -> FileQuestion:
    """Return the question for files at ``path``.

    Raises:
        NoSuchQuestion: there is none.
    """
    filling = open_filling(submission)
    try:
        question = filling.instance.node(path).question
    except UnknownPath:
        raise NoSuchQuestion from None
    if question is None or not question.type.is_file:
        raise NoSuchQuestion
    return FileQuestion(question.type, filling.instance.label(path, filling.language) or question.key)


def check_upload(upload: "UploadedFile[bytes]", kind: QuestionType) -> FileType:
    """Return the type of a file that a question takes.

    Raises:
        DocumentEmpty, DocumentTooBig, UnsupportedMediaType: it does not take this one.
    """
    if not upload.size:
        raise DocumentEmpty
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        raise DocumentTooBig(settings.DOCUMENT_MAX_BYTES)
    ending = extension_of(clean_name(upload.name or ""))
    if found := type_of(upload.chunks(), ending, types_for(kind)):
        return found
    raise UnsupportedMediaType(extensions_for(kind))


def record_download(*, actor: "User", document: Document) -> None:
    """Note in the audit that somebody opened a document."""
    record(actor=actor, action="document.downloaded", subject=document, owner=document.owner_id == actor.pk)


@transaction.atomic
def _make_answer(actor: "User", document: Document, door: str) -> None:
    document.save(force_insert=True)
    outcome = set_answer(
        actor=actor,
        submission_id=document.submission_id,
        path=document.path,
        value={"document": str(document.pk), "name": document.name},
        origin=Origin(OriginKind.CHOSEN, {"door": door, "document": str(document.pk)}),
    )
    if not outcome.accepted:
        raise DocumentRefused(outcome.sentence)
    record(
        actor=actor,
        action="document.stored",
        subject=document,
        size=document.size,
        kind=document.content_type,
    )
