"""All submissions of a questionnaire as one file, written by a job."""

import tempfile
import time
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from forms_engine.domain.codec import from_json
from forms_engine.domain.jobs import ExportFormat, JobKind
from forms_engine.domain.states import JobState, SubmissionStatus, VersionStatus
from forms_engine.domain.tables import Layout, layout_of
from forms_engine.exceptions import FileGone
from forms_engine.models import Job, Questionnaire, Submission, Version
from forms_engine.permissions import check_can_review
from forms_engine.services import csv_export, json_export, xlsx_export
from forms_engine.services.jobs import end_job, keep_job, queue_job
from forms_engine.services.records import Order
from messerprise.audit.services import record

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from messerprise.accounts.models import User

WRITERS = {
    ExportFormat.CSV: csv_export.write,
    ExportFormat.XLSX: xlsx_export.write,
    ExportFormat.JSON_LINES: json_export.write,
}
TOLD_EVERY = 0.5
"""Seconds between two looks at the job's row."""
STORING = timedelta(minutes=15)
"""For what cannot be interrupted: closing a workbook, and the way to a store that is far away."""


@transaction.atomic
def start_export(
    *,
    actor: "User",
    questionnaire: Questionnaire,
    kind: ExportFormat,
    submitted_only: bool = True,
    labels: str = "",
) -> Job:
    """Start a job that writes the submissions of every version into a file.

    Args:
        actor: a reviewer.
        questionnaire: whose submissions.
        kind: CSV with one row a submission, XLSX with a sheet of its own for every repeat, or JSON Lines.
        submitted_only: leave out submissions in progress.
        labels: two-letter code of the language in which choices are labelled; ``""`` keeps their values.

    Raises:
        PermissionRefused: the actor is no reviewer.
    """
    check_can_review(actor)
    parameters = {"format": kind.value, "submitted_only": submitted_only, "labels": labels}
    return queue_job(actor=actor, kind=JobKind.EXPORT, questionnaire=questionnaire, parameters=parameters)


def write_export(job: Job) -> None:
    """Write the file of a claimed job, a few submissions in memory at a time, and keep it for a while.

    Raises:
        PermissionRefused: its owner is no reviewer any more.
        JobLost: the job was cancelled, or another worker holds it; no file is kept.
    """
    check_can_review(job.owner)
    submissions, progress = _submissions(job), _Progress(job)
    # until when at the latest, so that what a killed worker leaves behind is swept too
    keep_job(job, done=0, total=submissions.count(), expires_at=_expiry())
    with tempfile.TemporaryFile() as file:
        order = Order(
            submissions=submissions,
            layout=_layout(job),
            labels=job.parameters["labels"],
            tell=progress.tell,
        )
        WRITERS[ExportFormat(job.parameters["format"])](file, order)
        keep_job(job, STORING, done=progress.done)
        file.seek(0)
        name = default_storage.save(file_of(job, job.attempt), File(file))
    try:
        _finish(job, name, progress.done)
    except BaseException:
        default_storage.delete(name)
        raise


def file_of(job: Job, attempt: int) -> str:
    """Return the name under which an attempt stores its file: of one that was lost, too."""
    return f"exports/{job.pk}-{attempt}.{job.parameters['format']}"


def open_export(*, actor: "User", job: Job) -> IO[bytes]:
    """Return the file of the actor's job, and record that it was taken.

    Raises:
        PermissionRefused: the actor is no reviewer any more.
        FileGone: it is kept no longer, or not there yet.
    """
    check_can_review(actor)
    if job.owner_id != actor.pk or not job.has_file:
        raise FileGone
    try:
        file: IO[bytes] = default_storage.open(job.file_name)
    except FileNotFoundError:
        raise FileGone from None
    record(actor=actor, action="export.downloaded", subject=job)
    return file


def _submissions(job: Job) -> "QuerySet[Submission]":
    submissions = Submission.objects.filter(questionnaire=job.questionnaire_id)
    if job.parameters["submitted_only"]:
        return submissions.filter(status=SubmissionStatus.SUBMITTED)
    return submissions


def _layout(job: Job) -> Layout:
    versions = Version.objects.filter(questionnaire=job.questionnaire_id).exclude(status=VersionStatus.DRAFT)
    definitions = versions.order_by("-number").values_list("definition", flat=True).iterator(chunk_size=10)
    return layout_of(from_json(each) for each in definitions)


class _Progress:
    """Stores the progress now and then; raises JobLost as ``keep_job`` does."""

    def __init__(self, job: Job) -> None:
        self._job, self._due, self.done = job, time.monotonic(), 0

    def tell(self, done: int) -> None:
        self.done = done
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + TOLD_EVERY
            keep_job(self._job, done=done)


def _finish(job: Job, name: str, count: int) -> None:
    chosen = job.parameters
    with transaction.atomic():
        end_job(job, JobState.DONE, file_name=name, expires_at=_expiry(), done=count, total=count)
        record(
            actor=job.owner,
            action="submission.exported",
            subject=job.questionnaire,
            count=count,
            format=chosen["format"],
            submitted_only=chosen["submitted_only"],
        )


def _expiry() -> datetime:
    return timezone.now() + timedelta(hours=settings.EXPORT_KEPT_HOURS)
