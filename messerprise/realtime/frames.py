"""The frames of the live protocol that every log of events shares."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from messerprise.realtime.envelopes import Frame


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader is in a reply: the last ``tok_seq`` of an attempt; attempt 0 is "nothing yet"."""

    id: UUID
    attempt: int
    tok_seq: int


@dataclass(frozen=True, slots=True)
class Hello(Frame):
    """C>S: what the page shows already."""

    TYPE: ClassVar[str] = "hello"
    conversation: UUID
    epoch: UUID
    event_seq: int
    reply: Position | None = None


@dataclass(frozen=True, slots=True)
class Ack(Frame):
    """C>S: what was drawn, every second or 32 deltas."""

    TYPE: ClassVar[str] = "ack"
    event_seq: int
    reply: UUID | None = None
    attempt: int = 0
    tok_seq: int = 0


@dataclass(frozen=True, slots=True)
class Welcome(Frame):
    """S>C: where the log stands; ``recovered`` false asks the client to reload the page."""

    TYPE: ClassVar[str] = "welcome"
    epoch: UUID
    head_seq: int
    recovered: bool


@dataclass(frozen=True, slots=True)
class Event(Frame):
    """S>C: one durable event. On the wire its name is in ``event``: ``type`` is the frame's own."""

    TYPE: ClassVar[str] = "event"
    seq: int
    event: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delta(Frame):
    """S>C: text to append at ``offset`` (UTF-16 units, as browsers count).

    It may cover several ``tok_seq``; ``seq`` is the last one. A client that stands at another offset
    ignores it and waits for the snapshot.
    """

    TYPE: ClassVar[str] = "delta"
    reply: UUID
    attempt: int
    seq: int
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Snapshot(Frame):
    """S>C: all the text up to ``upto``; it replaces what was drawn."""

    TYPE: ClassVar[str] = "snapshot"
    reply: UUID
    attempt: int
    upto: int
    text: str


@dataclass(frozen=True, slots=True)
class Reset(Frame):
    """S>C: a new attempt began; drop what was drawn of the one before."""

    TYPE: ClassVar[str] = "reset"
    reply: UUID
    attempt: int


@dataclass(frozen=True, slots=True)
class Done(Frame):
    """S>C: the reply ended; its event (already sent) holds the final text."""

    TYPE: ClassVar[str] = "done"
    reply: UUID
    attempt: int
    seq: int
    event_seq: int
