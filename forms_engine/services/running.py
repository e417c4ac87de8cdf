"""Do the work of a job, whatever becomes of it."""

import logging
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.utils import translation

from forms_engine.domain.jobs import JobFailure, JobKind
from forms_engine.exceptions import MigrationOutdated, SheetFull
from forms_engine.services import bulk_migrations, exports
from forms_engine.services.jobs import JobLost, claim_job, fail_job, hand_back
from messerprise.core.exceptions import PermissionRefused

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.models import Job

log = logging.getLogger(__name__)

WORK = {
    JobKind.EXPORT: exports.write_export,
    JobKind.TRIAL: bulk_migrations.try_migrations,
    JobKind.MIGRATION: bulk_migrations.migrate_submissions,
}


def run_job(job_id: "UUID | str") -> None:
    """Do the work unless somebody else does; a second delivery of the task changes nothing."""
    if (job := claim_job(job_id)) is None:
        return
    try:
        _work(job)
    except JobLost:
        log.info("job %s, attempt %s: lost or cancelled", job.pk, job.attempt)
    except OperationalError as error:  # a deadlock, a database that restarts: nothing is wrong with the work
        log.warning("job %s, attempt %s: %s", job.pk, job.attempt, type(error).__name__)
        hand_back(job)


def _work(job: "Job") -> None:
    try:
        with translation.override(job.parameters["language"]):
            WORK[JobKind(job.kind)](job)
    except (JobLost, OperationalError):
        raise
    except PermissionRefused:
        fail_job(job, JobFailure.REFUSED)
    except MigrationOutdated:
        fail_job(job, JobFailure.OUTDATED)
    except SheetFull:
        fail_job(job, JobFailure.TOO_BIG)
    except Exception:
        log.exception("job %s, attempt %s", job.pk, job.attempt)
        fail_job(job, JobFailure.ERROR)
