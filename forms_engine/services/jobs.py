"""The life of a job: queued, claimed under a lease, kept alive, handed back, ended.

A worker's every write says ``WHERE attempt = mine``; whoever matches no row has lost the job and leaves.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from forms_engine.domain.jobs import JobFailure, JobKind
from forms_engine.domain.states import JobState
from forms_engine.models import Job, Questionnaire
from forms_engine.task_names import TaskName
from messerprise.audit.services import record
from messerprise.core.services.outbox import enqueue_on_commit

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

MAX_ATTEMPTS = 5
FORGOTTEN_AFTER = timedelta(seconds=30)
AGAIN_AFTER = timedelta(seconds=5)


class JobLost(Exception):
    """The job was cancelled, or another worker holds it now."""


@transaction.atomic
def queue_job(
    *, actor: "User", kind: JobKind, questionnaire: Questionnaire, parameters: dict[str, Any]
) -> Job:
    """Promise the work; who may start it is checked by the service that knows what it is.

    Args:
        actor: who starts it; the job is theirs alone.
        kind: what is to be done.
        questionnaire: with the submissions of which questionnaire.
        parameters: what else the work has to know; the person's language is added.
    """
    job = Job.objects.create(
        kind=kind,
        owner=actor,
        questionnaire=questionnaire,
        parameters={"language": get_language() or "en", **parameters},
        due_at=timezone.now() + FORGOTTEN_AFTER,
    )
    record(actor=actor, action="job.started", subject=job, kind=kind.value)
    enqueue_on_commit(TaskName.RUN_JOB, job_id=str(job.pk))
    return job


def claim_job(job_id: "UUID | str") -> Job | None:
    """Take the lease; None where somebody has it, it ended, or as many run as may run at once.

    Jobs share their workers with short tasks, which must not wait for all of them.
    """
    job = Job.objects.select_related("owner", "questionnaire").filter(pk=job_id).first()
    now = timezone.now()
    others = Job.objects.filter(state=JobState.RUNNING, due_at__gt=now).exclude(pk=job_id)
    if job is None or others.count() >= settings.JOBS_AT_ONCE:
        return None
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, due_at__lt=now)
    as_seen = Job.objects.filter(free, pk=job_id, attempt=job.attempt, attempt__lt=MAX_ATTEMPTS)
    job.state, job.attempt = JobState.RUNNING.value, job.attempt + 1
    return job if as_seen.update(state=job.state, attempt=job.attempt, due_at=lease_end()) else None


def keep_job(job: Job, lease: timedelta | None = None, **changes: Any) -> None:
    """Renew the lease and store how far the work is.

    Raises:
        JobLost: the job was cancelled, or another worker holds it.
    """
    if not held(job).update(due_at=lease_end(lease), updated_at=timezone.now(), **changes):
        raise JobLost


def hand_back(job: Job) -> None:
    """Give the lease back: another attempt begins in a moment."""
    held(job).update(state=JobState.QUEUED, due_at=timezone.now() + AGAIN_AFTER)


def end_job(job: Job, state: JobState, **changes: Any) -> None:
    """Store the end and start the next job that waits.

    Raises:
        JobLost: the job was cancelled, or another worker holds it.
    """
    with transaction.atomic():
        keep_job(job, state=state, **changes)
        enqueue_next()


def fail_job(job: Job, failure: JobFailure) -> None:
    """Store why the work cannot be done.

    Raises:
        JobLost: the job was cancelled, or another worker holds it.
    """
    end_job(job, JobState.FAILED, failure=failure)


@transaction.atomic
def cancel_job(*, actor: "User", job_id: "UUID | str") -> Job:
    """Stop a job of the actor's; what it has done so far stays done.

    Raises:
        Job.DoesNotExist: the actor has no such job.
    """
    job = Job.objects.select_for_update().get(pk=job_id, owner=actor)
    if not job.is_finished:
        job.state = JobState.CANCELLED.value
        job.save(update_fields=["state", "updated_at"])
        record(actor=actor, action="job.cancelled", subject=job, done=job.done)
        enqueue_next()
    return job


def enqueue_next() -> None:
    """Promise the oldest job that waits, in the transaction that made room for it."""
    if waiting := Job.objects.filter(state=JobState.QUEUED).order_by("pk").first():
        enqueue_on_commit(TaskName.RUN_JOB, job_id=str(waiting.pk))


def held(job: Job) -> Any:
    """Return the row as long as this attempt holds it."""
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)


def lease_end(lease: timedelta | None = None) -> Any:
    """Return until when a worker that says nothing is believed to work."""
    return timezone.now() + (lease or timedelta(seconds=settings.JOB_LEASE_SECONDS))
