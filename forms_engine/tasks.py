"""Tasks of questionnaires and submissions."""

from celery import shared_task

from forms_engine.services import reclaiming, running, sweeping
from forms_engine.task_names import TaskName

MOST_SECONDS = 4 * 60 * 60


# Acknowledged at once, as replies are: the lease in the database brings a lost job back.
@shared_task(
    name=TaskName.RUN_JOB, acks_late=False, soft_time_limit=MOST_SECONDS, time_limit=MOST_SECONDS + 60
)
def run_job(job_id: str) -> None:
    """Do the work of one job."""
    running.run_job(job_id)


@shared_task(name=TaskName.RECLAIM_JOBS)
def reclaim_jobs() -> None:
    """Take up jobs that nobody works on."""
    reclaiming.reclaim_jobs()


@shared_task(name=TaskName.SWEEP)
def sweep() -> None:
    """Put away what is kept no longer."""
    sweeping.sweep()
