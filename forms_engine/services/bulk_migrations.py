"""All submissions in progress on older versions go on with the published one: a trial, then in earnest."""

import logging
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, transaction

from forms_engine.domain.jobs import JobKind, Unmoved
from forms_engine.domain.states import JobState
from forms_engine.exceptions import AlreadySubmitted, MigrationOutdated, NothingToMigrate, TrialNeeded
from forms_engine.models import Job, Questionnaire, Submission, Version
from forms_engine.permissions import check_can_author
from forms_engine.selectors import submissions_to_migrate
from forms_engine.services.filling import open_filling
from forms_engine.services.impact import Tally, counted_by_version
from forms_engine.services.jobs import end_job, keep_job, queue_job
from forms_engine.services.migrations import migrate_submission, plan_of
from forms_engine.services.records import in_chunks
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

log = logging.getLogger(__name__)

PAUSE = 0.002
"""Seconds between two submissions: SQLite has one writer at a time, and people write too."""


@transaction.atomic
def start_trial(*, actor: "User", questionnaire: Questionnaire) -> Job:
    """Start a job that works out what would become of all answers; it changes none.

    Raises:
        PermissionRefused: the actor is no author.
        NothingToMigrate: nobody is under way on an older version, or none is published.
    """
    check_can_author(actor)
    if not submissions_to_migrate(questionnaire).exists():
        raise NothingToMigrate
    parameters = {"version": str(questionnaire.published_version_id)}
    return queue_job(actor=actor, kind=JobKind.TRIAL, questionnaire=questionnaire, parameters=parameters)


@transaction.atomic
def start_migration(*, actor: "User", trial_id: "UUID | str") -> Job:
    """Start a job that does what a finished trial has shown; asked twice, it is one job.

    Raises:
        PermissionRefused: the actor is no author.
        Job.DoesNotExist: the actor has no such trial.
        TrialNeeded: the trial has not come to its end.
        MigrationOutdated: another version was published since the trial.
    """
    check_can_author(actor)
    trial = Job.objects.select_for_update().get(pk=trial_id, owner=actor, kind=JobKind.TRIAL)
    if trial.state != JobState.DONE:
        raise TrialNeeded
    if started := trial.result.get("migration"):
        return Job.objects.get(pk=started)
    target = _target(trial)
    parameters = {"version": str(target.pk)}
    job = queue_job(
        actor=actor, kind=JobKind.MIGRATION, questionnaire=target.questionnaire, parameters=parameters
    )
    trial.result["migration"] = str(job.pk)
    trial.save(update_fields=["result", "updated_at"])
    return job


def try_migrations(job: Job) -> None:
    """Work out the plan of every submission of a claimed job; nothing changes.

    Raises:
        PermissionRefused: its owner is no author any more.
        MigrationOutdated: another version was published meanwhile.
        JobLost: the job was cancelled, or another worker holds it.
    """
    check_can_author(job.owner)
    target = _target(job)
    submissions = submissions_to_migrate(target.questionnaire)
    tally, unmoved, versions, done = Tally(), Counter[str](), dict[Any, Version](), 0
    by_version = counted_by_version(submissions)
    keep_job(job, done=0, total=sum(count for _number, count in by_version))
    for chunk in in_chunks(submissions, Submission.objects.select_related("owner")):
        for submission in chunk:
            _share_version(submission, versions)
            try:
                tally.add(plan_of(open_filling(submission), target))
            except OperationalError:
                raise
            except Exception:
                log.exception("trial %s, submission %s", job.pk, submission.pk)
                unmoved[Unmoved.ERROR.value] += 1
        done += len(chunk)
        keep_job(job, done=done)
    result = {"counts": tally.counts, "keys": tally.keys(), "by_version": by_version, "unmoved": unmoved}
    end_job(job, JobState.DONE, done=done, total=done, result=result)


def migrate_submissions(job: Job) -> None:
    """Take the submissions of a claimed job to the published version, one by one, on from where it stopped.

    Raises:
        PermissionRefused: its owner is no author any more.
        MigrationOutdated: another version was published meanwhile; what has moved stays moved.
        JobLost: the job was cancelled, or another worker holds it; the submission at hand stays as it was.
    """
    check_can_author(job.owner)
    target = _target(job)
    submissions = submissions_to_migrate(target.questionnaire)
    if not job.result:
        job.result = {"counts": {}, "unmoved": {}, "moved": 0, "last": ""}
        job.total = submissions.count()
        keep_job(job, total=job.total, result=job.result)
    elif job.result["last"]:
        submissions = submissions.filter(pk__gt=job.result["last"])
    for chunk in in_chunks(submissions, Submission.objects.only("pk")):
        for submission in chunk:
            _migrate(job, submission.pk, target)
            time.sleep(PAUSE)
    with transaction.atomic():
        end_job(job, JobState.DONE, total=job.done)
        told = {"count": job.result["moved"], "unmoved": sum(job.result["unmoved"].values())}
        record(actor=job.owner, action="submission.migrated_in_bulk", subject=job.questionnaire, **told)


def _migrate(job: Job, submission_id: "UUID", target: Version) -> None:
    """Migrate one submission, and note it, or why not, in the same transaction: killed, it did neither."""
    result = job.result
    with transaction.atomic():
        try:
            migration = migrate_submission(actor=job.owner, submission_id=submission_id, version_id=target.pk)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - one that fails stays as it is, the others go on
            reason = _reason(job, error)
            result["unmoved"][reason] = result["unmoved"].get(reason, 0) + 1
        else:
            result["moved"] += 1
            result["counts"] = Counter(result["counts"]) + Counter(migration.plan["counts"])
        job.done += 1
        result["last"] = str(submission_id)
        keep_job(job, done=job.done, result=result)


def _reason(job: Job, error: Exception) -> str:
    match error:
        case AlreadySubmitted():
            return Unmoved.SUBMITTED.value
        case MigrationOutdated() | Submission.DoesNotExist():
            _target(job)  # raises where it is not the submission that has moved
            return Unmoved.ELSEWHERE.value
    log.error("migration %s", job.pk, exc_info=error)
    return Unmoved.ERROR.value


def _target(job: Job) -> Version:
    """Return the version that the job is about.

    Raises:
        MigrationOutdated: it is the published one no more.
    """
    version = Version.objects.select_related("questionnaire").get(pk=job.parameters["version"])
    if version.questionnaire.published_version_id != version.pk:
        raise MigrationOutdated
    return version


def _share_version(submission: Submission, versions: dict[Any, Version]) -> None:
    if submission.version_id not in versions:
        versions[submission.version_id] = submission.version
    submission.version = versions[submission.version_id]
