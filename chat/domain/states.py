"""The states of a reply and the moves between them, as data."""

from collections.abc import Mapping
from enum import StrEnum


class ReplyState(StrEnum):
    """Where an assistant's reply is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"


REPLY_TRANSITIONS: Mapping[ReplyState, frozenset[ReplyState]] = {
    ReplyState.QUEUED: frozenset({ReplyState.RUNNING, ReplyState.STOPPED, ReplyState.FAILED}),
    ReplyState.RUNNING: frozenset(
        {ReplyState.RUNNING, ReplyState.QUEUED, ReplyState.COMPLETE, ReplyState.STOPPED, ReplyState.FAILED}
    ),
    ReplyState.COMPLETE: frozenset(),
    ReplyState.STOPPED: frozenset(),
    ReplyState.FAILED: frozenset({ReplyState.QUEUED}),
}


UNFINISHED = frozenset({ReplyState.QUEUED, ReplyState.RUNNING})
"""The states of a reply that will still say something."""


class Author(StrEnum):
    """Who wrote a message."""

    USER = "user"
    ASSISTANT = "assistant"


class InterviewerKind(StrEnum):
    """Who conducts a conversation."""

    ECONOMICAL = "economical"
    NATURAL = "natural"
