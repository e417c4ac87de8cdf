"""Names of this app's tasks."""

from enum import StrEnum


class TaskName(StrEnum):
    """Tasks as the broker knows them."""

    RUN_JOB = "forms_engine.run_job"
    RECLAIM_JOBS = "forms_engine.reclaim_jobs"
    SWEEP = "forms_engine.sweep"
