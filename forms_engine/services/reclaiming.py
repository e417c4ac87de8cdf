"""Jobs that nobody works on: a worker died, a queue was lost, a turn has come."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from forms_engine.domain.jobs import JobFailure
from forms_engine.domain.states import JobState
from forms_engine.models import Job
from forms_engine.services.jobs import FORGOTTEN_AFTER, MAX_ATTEMPTS, enqueue_next
from forms_engine.task_names import TaskName
from messerprise.core.services.outbox import enqueue_on_commit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

BATCH = 100


def reclaim_jobs() -> int:
    """Promise a task again for each job that is due; after too many attempts let it fail.

    Safe to run twice at once: each job is taken up by whoever moves its ``due_at`` first.
    """
    due = Job.objects.unfinished().filter(due_at__lt=timezone.now()).order_by("due_at")
    rows = list(due.values_list("pk", "attempt", "due_at")[:BATCH])
    return sum(_take_up(*row) for row in rows)


def _take_up(job_id: "UUID", attempt: int, due_at: "datetime") -> bool:
    with transaction.atomic():
        as_seen = Job.objects.unfinished().filter(pk=job_id, attempt=attempt, due_at=due_at)
        if attempt >= MAX_ATTEMPTS:
            ended = as_seen.update(state=JobState.FAILED, failure=JobFailure.STOPPED)
            enqueue_next()
            return bool(ended)
        # Queued again: the worker that held it, should it come back, has lost it.
        if not as_seen.update(state=JobState.QUEUED, due_at=timezone.now() + FORGOTTEN_AFTER):
            return False
        enqueue_on_commit(TaskName.RUN_JOB, job_id=str(job_id))
    return True
