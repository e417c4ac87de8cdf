"""What jobs there are, and why one can fail."""

from enum import StrEnum

from forms_engine.domain.states import JobState

UNFINISHED = frozenset({JobState.QUEUED, JobState.RUNNING})
"""The states of a job that somebody works on, or will."""


class JobKind(StrEnum):
    """What a job does; a trial works out what a migration would do and changes nothing."""

    EXPORT = "export"
    TRIAL = "trial"
    MIGRATION = "migration"


class JobFailure(StrEnum):
    """Why a job failed."""

    NONE = ""
    STOPPED = "stopped"
    REFUSED = "refused"
    OUTDATED = "outdated"
    TOO_BIG = "too_big"
    ERROR = "error"


class ExportFormat(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"


class Unmoved(StrEnum):
    """Why a submission was left where it is."""

    SUBMITTED = "submitted"
    ELSEWHERE = "elsewhere"
    ERROR = "error"
