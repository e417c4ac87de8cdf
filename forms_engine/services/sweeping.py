"""Put away what is kept no longer: files of exports, uploads, the way back from old migrations."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from forms_engine.domain.jobs import JobKind
from forms_engine.models import Job, Migration, PendingDraft
from forms_engine.services.exports import file_of
from messerprise.audit.services import record

if TYPE_CHECKING:
    from messerprise.accounts.models import User

BATCH = 500


def sweep() -> None:
    """Do it all; each part is safe to run twice at once, and small enough for one tick."""
    delete_uploads(actor=None)
    empty_snapshots(actor=None)
    delete_files(actor=None)


def delete_files(*, actor: "User | None") -> int:
    """Delete the files of exports whose time is over, those of lost attempts too; return of how many jobs.

    Args:
        actor: ``None`` for the machine.
    """
    jobs = list(Job.objects.expired().filter(kind=JobKind.EXPORT)[:BATCH])
    for job in jobs:
        for attempt in range(1, job.attempt + 1):
            default_storage.delete(file_of(job, attempt))
    with transaction.atomic():  # after the files: the store may be far away
        # One by one, as seen: of two sweeps at once, one tells.
        ended = [
            job
            for job in jobs
            if Job.objects.expired().filter(pk=job.pk).update(file_name="", expires_at=None)
        ]
        for job in ended:
            record(actor=actor, action="export.deleted", subject=job)
    return len(ended)


@transaction.atomic
def delete_uploads(*, actor: "User | None") -> int:
    """Forget the uploaded files that nobody came back for; return how many.

    Args:
        actor: ``None`` for the machine.
    """
    count, _by_model = PendingDraft.objects.stale().delete()
    if count:
        record(actor=actor, action="upload.expired", count=count)
    return count


@transaction.atomic
def empty_snapshots(*, actor: "User | None") -> int:
    """Empty what only undoing a migration needs, where the time for that is over; return how many.

    Args:
        actor: ``None`` for the machine.
    """
    late = timezone.now() - timedelta(days=settings.MIGRATION_UNDO_DAYS)
    old = Migration.objects.filter(created_at__lt=late, before__isnull=False).values_list("pk", flat=True)
    emptied = Migration.objects.filter(pk__in=list(old[:BATCH]), before__isnull=False).update(before=None)
    if emptied:
        record(actor=actor, action="migration.snapshots_emptied", count=emptied)
    return emptied
