from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from forms_engine.domain.jobs import ExportFormat, JobFailure
from forms_engine.domain.states import JobState
from forms_engine.models import Job
from forms_engine.services import running
from forms_engine.services.exports import start_export
from forms_engine.services.jobs import (
    MAX_ATTEMPTS,
    JobLost,
    cancel_job,
    claim_job,
    end_job,
    hand_back,
    keep_job,
)
from forms_engine.services.reclaiming import reclaim_jobs
from forms_engine.services.running import run_job
from forms_engine.task_names import TaskName
from messerprise.audit.models import AuditEvent
from messerprise.core.models import OutboxTask
from tests.factories.jobs import worked
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db
LATE = timedelta(hours=1)


@pytest.fixture
def job(reviewer):
    return queue(reviewer)


def queue(reviewer):
    return start_export(actor=reviewer, questionnaire=make_questionnaire(), kind=ExportFormat.CSV)


def promised(job):
    """Return how often a task was promised for a job."""
    return OutboxTask.objects.filter(name=TaskName.RUN_JOB, kwargs={"job_id": str(job.pk)}).count()


def let_lease_run_out():
    Job.objects.update(due_at=timezone.now() - LATE)


def test_a_job_is_queued_promised_and_recorded(reviewer, job):
    assert (job.state, job.attempt, promised(job)) == ("queued", 0, 1)
    event = AuditEvent.objects.get(action="job.started")
    assert (event.actor_id, event.detail) == (reviewer.pk, {"kind": "export"})


def test_claim_job_is_for_one_worker(job):
    claimed = claim_job(job.pk)
    assert (claimed.state, claimed.attempt) == ("running", 1)
    assert claim_job(job.pk) is None


def test_claim_job_takes_over_what_a_dead_worker_held(job):
    first = claim_job(job.pk)
    let_lease_run_out()
    second = claim_job(job.pk)
    assert second.attempt == 2
    with pytest.raises(JobLost):
        keep_job(first, done=1)
    keep_job(second, done=1)


def test_claim_job_leaves_room_for_short_tasks(reviewer, job, settings):
    other = queue(reviewer)
    assert claim_job(job.pk)
    assert claim_job(other.pk) is None
    settings.JOBS_AT_ONCE = 2
    assert claim_job(other.pk)


def test_the_end_of_a_job_promises_the_next(reviewer, job):
    other = queue(reviewer)
    end_job(claim_job(job.pk), JobState.DONE)
    assert promised(other) == 2
    assert claim_job(other.pk)


def test_a_job_that_ended_is_not_done_again(job):
    ended = worked(job)
    assert (worked(job).attempt, ended.state) == (1, "done")


def test_hand_back_lets_another_attempt_begin(job):
    hand_back(claim_job(job.pk))
    let_lease_run_out()
    assert reclaim_jobs() == 1
    assert promised(job) == 2
    assert claim_job(job.pk).attempt == 2


def test_cancel_job_takes_it_from_its_worker(reviewer, job):
    claimed = claim_job(job.pk)
    assert cancel_job(actor=reviewer, job_id=job.pk).state == "cancelled"
    with pytest.raises(JobLost):
        keep_job(claimed, done=1)
    assert AuditEvent.objects.filter(action="job.cancelled").count() == 1


def test_cancel_job_after_its_end_changes_nothing(reviewer, job):
    worked(job)
    assert cancel_job(actor=reviewer, job_id=job.pk).state == "done"
    assert not AuditEvent.objects.filter(action="job.cancelled").exists()


def test_cancel_job_is_for_its_owner(administrator, job):
    with pytest.raises(Job.DoesNotExist):
        cancel_job(actor=administrator, job_id=job.pk)


def test_reclaim_jobs_leaves_alone_what_is_in_time(job):
    claim_job(job.pk)
    assert reclaim_jobs() == 0


def test_reclaim_jobs_twice_at_once_promises_one_task(job):
    claim_job(job.pk)
    let_lease_run_out()
    assert (reclaim_jobs(), reclaim_jobs()) == (1, 0)
    assert promised(job) == 2


def test_reclaim_jobs_gives_up_in_the_end(job):
    for _attempt in range(MAX_ATTEMPTS):
        assert claim_job(job.pk)
        let_lease_run_out()
        reclaim_jobs()
    let_lease_run_out()
    assert claim_job(job.pk) is None
    reclaim_jobs()
    job.refresh_from_db()
    assert (job.state, job.failure) == ("failed", JobFailure.STOPPED)
    assert job.get_failure_display().startswith("This work was interrupted several times")


def test_a_fault_of_the_database_is_tried_again(job, monkeypatch):
    def busy(_job):
        raise OperationalError

    monkeypatch.setitem(running.WORK, "export", busy)
    job = worked(job)
    assert (job.state, job.attempt) == ("queued", 1)


def test_a_fault_of_ours_ends_the_job_with_a_sentence(job, monkeypatch, caplog):
    def broken(_job):
        raise ZeroDivisionError

    monkeypatch.setitem(running.WORK, "export", broken)
    job = worked(job)
    assert (job.state, job.failure) == ("failed", JobFailure.ERROR)
    assert "ZeroDivisionError" in caplog.text


def test_run_job_of_nothing_does_nothing(job):
    Job.objects.all().delete()
    run_job(job.pk)
