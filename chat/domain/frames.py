"""What a browser may say in a conversation; most frames are in ``messerprise.realtime.frames``."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from messerprise.realtime.envelopes import Frame, by_type
from messerprise.realtime.frames import Ack, Hello


@dataclass(frozen=True, slots=True)
class Send(Frame):
    """C>S: a message, repeated until its event arrives; ``value`` and ``undo`` as in ``Said``."""

    TYPE: ClassVar[str] = "send"
    client_id: UUID
    text: str
    question: str = ""
    value: str | None = None
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Set(Frame):
    """C>S: an answer edited in the panel; ``key`` is its path."""

    TYPE: ClassVar[str] = "set"
    client_id: UUID
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Stop(Frame):
    """C>S: stop this reply."""

    TYPE: ClassVar[str] = "stop"
    reply: UUID


@dataclass(frozen=True, slots=True)
class Refused(Frame):
    """S>C: nothing changed; ``sentence`` tells the person why. It ends the repeating of ``client_id``."""

    TYPE: ClassVar[str] = "refused"
    sentence: str
    client_id: UUID | None = None


POSTED_FRAMES = by_type(Send, Set, Stop)
CLIENT_FRAMES = by_type(Hello, Send, Set, Stop, Ack)
