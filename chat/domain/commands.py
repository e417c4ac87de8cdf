"""What an interviewer asks the engine to do; both interviewers speak only in these.

A command is a wish: ``chat.services.commands`` executes it through the services that the form pages
use, and answers with one ``Outcome`` each. Paths are answer paths (``household/member[3]/age``).
"""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """Set or correct an answer; ``value`` is XForms text, ``""`` clears.

    ``quote`` are the words of the person that say it, as they stand in the message; ``clicked`` tells
    that a button or picker gave the value.
    """

    path: str
    value: str
    quote: str = ""
    clicked: bool = False


@dataclass(frozen=True, slots=True)
class Propose:
    """Hold a value until the person says yes: "did you mean …?"."""

    path: str
    value: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Yes to the value held by ``Propose``."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """No to the value held by ``Propose``."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a question for later; it comes back in the review where it is required."""

    path: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take a change back: the one that ``token`` names, else the last one."""

    token: str = ""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Ask this question (or repeat) next, answered or not; ``""`` is the review."""

    path: str


@dataclass(frozen=True, slots=True)
class GoBack:
    """Ask again what was asked before the question that stands open."""


@dataclass(frozen=True, slots=True)
class AddOccurrence:
    """Add one occurrence to a repeat and go on with its first question."""

    path: str


@dataclass(frozen=True, slots=True)
class RemoveOccurrence:
    """Remove one occurrence of a repeat."""

    path: str


@dataclass(frozen=True, slots=True)
class NoMore:
    """Stop asking for further occurrences of a repeat."""

    path: str


@dataclass(frozen=True, slots=True)
class Submit:
    """Submit everything."""


@dataclass(frozen=True, slots=True)
class Migrate:
    """Yes to going on with the newer version that was offered; the talk follows by itself."""


@dataclass(frozen=True, slots=True)
class Stay:
    """No to the newer version that was offered."""


class Topic(StrEnum):
    """What a person can ask to be told; nothing is executed."""

    WHY = "why"
    HELP = "help"
    REPEAT = "repeat"
    SUMMARY = "summary"
    PAUSE = "pause"
    HAND_OFF = "hand_off"
    FORM = "form"
    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell about ``topic``, concerning ``path`` where it has one."""

    topic: Topic
    path: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The message could not be read as an answer.

    ``reason`` is the reader's code; ``candidates`` are XForms values it may have meant.
    """

    path: str
    reason: str
    candidates: tuple[str, ...] = ()


Command = (
    SetAnswer | Propose | Confirm | Cancel | Skip | Undo | GoTo | GoBack
    | AddOccurrence | RemoveOccurrence | NoMore | Submit | Migrate | Stay | Tell | NotUnderstood
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command.

    ``sentence`` says why it was refused, in the person's language. ``path``, ``value`` and ``previous``
    are those of the answer it touched; ``undo`` is the token that takes it back; ``changed`` are the
    paths whose state changed.
    """

    command: Command
    done: bool
    sentence: str = ""
    path: str = ""
    value: str = ""
    previous: str = ""
    undo: str = ""
    changed: frozenset[str] = field(default_factory=frozenset)
