"""Jobs for tests, done in this process as a worker does them."""

from forms_engine.domain.jobs import ExportFormat
from forms_engine.models import Job, Questionnaire
from forms_engine.services.bulk_migrations import start_migration, start_trial
from forms_engine.services.exports import open_export, start_export
from forms_engine.services.running import run_job
from messerprise.accounts.models import User


def worked(job: Job) -> Job:
    """Do the work; return the job as it ended."""
    run_job(job.pk)
    job.refresh_from_db()
    return job


def make_export(actor: User, questionnaire: Questionnaire, kind: ExportFormat, **options) -> Job:
    """Return a finished export."""
    return worked(start_export(actor=actor, questionnaire=questionnaire, kind=kind, **options))


def exported(actor: User, questionnaire: Questionnaire, kind: ExportFormat, **options) -> bytes:
    """Return the content of an export."""
    job = make_export(actor, questionnaire, kind, **options)
    with open_export(actor=actor, job=job) as file:
        return file.read()


def make_trial(actor: User, questionnaire: Questionnaire) -> Job:
    """Return a finished trial."""
    return worked(start_trial(actor=actor, questionnaire=questionnaire))


def make_bulk_migration(actor: User, questionnaire: Questionnaire) -> Job:
    """Return a finished migration of all that are under way."""
    return worked(start_migration(actor=actor, trial_id=make_trial(actor, questionnaire).pk))
