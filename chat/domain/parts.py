"""What a message shows besides its text: the JSON of ``Message.parts`` and of the ``message`` event.

::

    {"section": "…",                                          the section that the talk enters
     "understood": [{"path", "label", "value", "undo"}],       value as a person reads it; undo may be ""
     "ask": {"path", "kind", "label", "hint", "required", "value", "choices": [{"value", "label", "image"}],
             "media": [{"kind", "address", "large"}], …},
     "confirm": {"path", "label", "value", "shown", "quote"},  "did you mean …?": yes and no
     "summary": [{"path", "label", "value"}],                  each with a link to change it
     "actions": [{"say", "label"}],                            buttons that post ``say`` as a message
     "links": [{"url", "label"}],
     "progress": {"answered", "total", "percent"}}

Every entry may be missing.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from forms_engine.domain.media import Medium


class InputKind(StrEnum):
    """The control a question is answered with."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    CHOICE = "choice"
    CHOICES = "choices"
    RANK = "rank"
    YES = "yes"  # acknowledge: one button
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    PLACE = "place"
    FILE = "file"
    MONEY = "money"  # an amount and its currency, one of the choices
    ADDRESS = "address"
    SIGNATURE = "signature"
    CONSENT = "consent"
    MORE = "more"  # one more occurrence: yes or no
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as offered; ``image`` is where its picture lies."""

    value: str
    label: str
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The question that the message asks; ``value`` is the answer it has already."""

    path: str
    kind: InputKind
    label: str
    hint: str = ""
    required: bool = False
    value: str = ""
    choices: tuple[Option, ...] = ()
    media: tuple[Medium, ...] = ()
    minimum: str = ""
    maximum: str = ""
    step: str = ""
    accept: str = ""
    appearance: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer that this turn set."""

    path: str
    label: str
    value: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A value that waits for a yes; ``shown`` is the value as a person reads it."""

    path: str
    label: str
    value: str
    shown: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary."""

    path: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button that posts ``say``."""

    say: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the site."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the submission is."""

    answered: int
    total: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All parts of one message."""

    section: str = ""
    understood: tuple[Understood, ...] = ()
    ask: Ask | None = None
    confirm: Confirmation | None = None
    summary: tuple[Line, ...] = ()
    actions: tuple[Action, ...] = ()
    links: tuple[Link, ...] = ()
    progress: Progress | None = None

    def dump(self) -> dict[str, Any]:
        """Return plain JSON without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Wording:
    """A message of the assistant before it is stored."""

    text: str
    parts: Parts = field(default_factory=Parts)
