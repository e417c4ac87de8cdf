"""The states of versions, submissions, answers and jobs, and the moves between them, as data."""

from collections.abc import Mapping
from enum import StrEnum


class VersionStatus(StrEnum):
    """Where a version is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


VERSION_TRANSITIONS: Mapping[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.PUBLISHED}),
    VersionStatus.PUBLISHED: frozenset({VersionStatus.SUPERSEDED, VersionStatus.CLOSED}),
    VersionStatus.SUPERSEDED: frozenset({VersionStatus.CLOSED}),
    VersionStatus.CLOSED: frozenset(),
}


class SubmissionStatus(StrEnum):
    """Where a submission is in its life."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"


SUBMISSION_TRANSITIONS: Mapping[SubmissionStatus, frozenset[SubmissionStatus]] = {
    SubmissionStatus.IN_PROGRESS: frozenset({SubmissionStatus.SUBMITTED}),
    SubmissionStatus.SUBMITTED: frozenset(),
}


class AnswerStatus(StrEnum):
    """Whether an answer counts."""

    ACCEPTED = "accepted"
    REMOVED = "removed"
    ORPHANED = "orphaned"


ANSWER_TRANSITIONS: Mapping[AnswerStatus, frozenset[AnswerStatus]] = {
    AnswerStatus.ACCEPTED: frozenset({AnswerStatus.REMOVED, AnswerStatus.ORPHANED}),
    AnswerStatus.REMOVED: frozenset({AnswerStatus.ACCEPTED}),
    AnswerStatus.ORPHANED: frozenset({AnswerStatus.ACCEPTED}),
}


class JobState(StrEnum):
    """Where a job, work in the background, is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


JOB_TRANSITIONS: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.FAILED, JobState.CANCELLED}),
    # queued again: its worker died, or gave it back
    JobState.RUNNING: frozenset({JobState.QUEUED, JobState.DONE, JobState.FAILED, JobState.CANCELLED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}


class EventKind(StrEnum):
    """What happened to an answer."""

    SET = "set"
    CLEARED = "cleared"
    REFUSED = "refused"
    OCCURRENCE_ADDED = "occurrence_added"
    OCCURRENCE_REMOVED = "occurrence_removed"
    MIGRATED = "migrated"
    ORPHANED = "orphaned"
