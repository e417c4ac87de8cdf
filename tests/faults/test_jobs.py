"""Jobs survive what happens to their workers: real processes, a real broker."""

import csv
import io
import time
from collections import Counter

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.jobs import ExportFormat
from forms_engine.models import Answer, Job, Migration, Submission
from forms_engine.services.bulk_migrations import start_migration, start_trial
from forms_engine.services.exports import file_of, open_export, start_export
from forms_engine.services.jobs import cancel_job
from forms_engine.services.reclaiming import reclaim_jobs
from forms_engine.services.running import run_job
from messerprise.audit.models import AuditEvent
from messerprise.celery import app
from messerprise.core.services.outbox import relay_outbox
from tests.factories.questionnaires import make_questionnaire, publish_next
from tests.faults.crew import Crew

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]

MANY, FEW = 3_000, 500


def ask(key):
    return Question(key=key, type=QuestionType.TEXT, label={"": key})


@pytest.fixture
def questionnaire(respondent):
    return make_questionnaire(*map(ask, ("name", "pet")))


def fill(questionnaire, owner, count, status="in_progress"):
    version = questionnaire.published_version
    submissions = Submission.objects.bulk_create(
        Submission(questionnaire=questionnaire, version=version, owner=owner, status=status)
        for _number in range(count)
    )
    Answer.objects.bulk_create(
        Answer(submission=submission, path=path, value=f"{path} of {submission.pk}", origin="typed")
        for submission in submissions
        for path in ("name", "pet")
    )


def until(job, holds, beat=lambda: None):
    """Wait for a job to be in a state; return the job."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        beat()
        job.refresh_from_db()
        if holds(job):
            return job
        time.sleep(0.05)
    pytest.fail(f"{job}: {job.done} of {job.total}, attempt {job.attempt}")


def under_way(job):
    return job.state == "running" and 0 < job.done < job.total


def beat():
    """Do what beat does."""
    reclaim_jobs()
    relay_outbox()


def finished(job):
    return job.is_finished


def test_the_worker_is_killed_in_mid_export(crew, reviewer, respondent, questionnaire):
    fill(questionnaire, respondent, MANY, status="submitted")
    crew.hire()
    job = start_export(actor=reviewer, questionnaire=questionnaire, kind=ExportFormat.CSV)
    until(job, under_way)

    crew.kill_all()
    crew.hire()
    until(job, finished, beat)

    assert (job.state, job.attempt, job.done) == ("done", 2, MANY)
    with open_export(actor=reviewer, job=job) as file:
        rows = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))
    assert len({row["submission"] for row in rows}) == len(rows) == MANY
    assert not default_storage.exists(file_of(job, 1))
    assert AuditEvent.objects.filter(action="submission.exported").count() == 1


@pytest.fixture
def migration(author, respondent, questionnaire):
    """Return a migration of many submissions, promised and not begun."""
    fill(questionnaire, respondent, FEW)
    publish_next(questionnaire, ask("name"), ask("town"))
    trial = start_trial(actor=author, questionnaire=questionnaire)
    run_job(trial.pk)  # unless a worker was faster
    until(trial, finished)
    return start_migration(actor=author, trial_id=trial.pk)


def check_nothing_is_lost_or_done_twice(job):
    moved = Counter(Migration.objects.values_list("submission_id", flat=True))
    assert set(moved.values()) <= {1}
    assert len(moved) == job.result["moved"] == job.done
    assert Submission.objects.filter(version__number=2).count() == len(moved)
    kept, aside = Answer.objects.filter(status="accepted"), Answer.objects.filter(status="orphaned")
    assert (kept.count(), aside.count()) == (2 * FEW - len(moved), len(moved))
    for row in Answer.objects.all():
        assert row.value == f"{row.path} of {row.submission_id}"
    assert AuditEvent.objects.filter(action="submission.migrated").count() == len(moved)


def test_the_worker_is_killed_in_mid_migration(crew, migration):
    crew.hire()
    until(migration, under_way)

    crew.kill_all()
    crew.hire()
    until(migration, finished, beat)

    assert (migration.state, migration.attempt, migration.done) == ("done", 2, FEW)
    check_nothing_is_lost_or_done_twice(migration)


def test_a_migration_is_cancelled_under_its_worker(crew, author, migration):
    crew.hire()
    until(migration, under_way)

    cancel_job(actor=author, job_id=migration.pk)
    migration.refresh_from_db()
    done = migration.done
    time.sleep(1)

    migration.refresh_from_db()
    assert (migration.state, migration.done) == ("cancelled", done)
    assert 0 < done < FEW
    check_nothing_is_lost_or_done_twice(migration)


def test_a_job_delivered_five_times_has_one_effect(crew, migration):
    crew.hire(2)
    for _ in range(5):
        app.send_task("forms_engine.run_job", kwargs={"job_id": str(migration.pk)}, queue="default")
    until(migration, finished, beat)

    assert (migration.state, migration.attempt, migration.done) == ("done", 1, FEW)
    check_nothing_is_lost_or_done_twice(migration)
    assert Job.objects.filter(kind="migration").count() == 1


@pytest.fixture
def hasty(crew, slow_model, scratch):
    """Return a crew whose broker takes a task for lost that is not done within a second."""
    crew.kill_all()
    patience = {"visibility_timeout": 1, "unacked_restore_interval": 1}
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | patience
    crew = Crew(slow_model, scratch, celery={"broker.transport_options": options})
    yield crew
    crew.dismiss()


def test_a_job_takes_longer_than_the_broker_waits(hasty, migration):
    hasty.hire()
    until(migration, finished, beat)

    assert hasty.log().count("Task forms_engine.run_job") > 2, "nothing was delivered twice"
    assert (migration.state, migration.attempt, migration.done) == ("done", 1, FEW)
    check_nothing_is_lost_or_done_twice(migration)
