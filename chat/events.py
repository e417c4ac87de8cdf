"""The durable events of a conversation: what every browser replays after a reload.

Each is stored as ``ConversationEvent(type=TYPE, data=…)`` and travels in an ``event`` frame.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from messerprise.realtime.envelopes import Frame, content_of


@dataclass(frozen=True, slots=True)
class MessagePosted(Frame):
    """The person said something; ``client_id`` closes the browser's local echo."""

    TYPE: ClassVar[str] = "message.posted"
    id: UUID
    author: str
    text: str
    client_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MessageSaid(Frame):
    """The assistant said something; ``reply`` names the model run that ended with it, if any."""

    TYPE: ClassVar[str] = "message.said"
    id: UUID
    author: str
    text: str
    parts: dict[str, Any] = field(default_factory=dict)
    reply: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswersChanged(Frame):
    """Answers changed through whichever door; no values travel, the panel fetches what it shows."""

    TYPE: ClassVar[str] = "answers.changed"
    revision: int
    paths: list[str]
    progress: dict[str, int]


@dataclass(frozen=True, slots=True)
class ReplyQueued(Frame):
    """A model will reply to a message."""

    TYPE: ClassVar[str] = "reply.queued"
    reply: UUID
    message: UUID


@dataclass(frozen=True, slots=True)
class ReplyDelayed(Frame):
    """The model is busy or away; the reply is tried again by itself."""

    TYPE: ClassVar[str] = "reply.delayed"
    reply: UUID
    attempt: int


@dataclass(frozen=True, slots=True)
class SubmissionSubmitted(Frame):
    """The answers were submitted and can change no more."""

    TYPE: ClassVar[str] = "submission.submitted"


EVENTS = (MessagePosted, MessageSaid, AnswersChanged, ReplyQueued, ReplyDelayed, SubmissionSubmitted)


def payload(event: Frame) -> dict[str, Any]:
    """Return an event's data as plain JSON."""
    content = content_of(event)
    return {name: str(value) if isinstance(value, UUID) else value for name, value in content.items()}
