"""What a person tells the interviewer instead of answering."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave this question unanswered."""


@dataclass(frozen=True, slots=True)
class DontKnow:
    """I do not know the answer."""


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why do you ask?"""


@dataclass(frozen=True, slots=True)
class Help:
    """What can I do here, what is meant?"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A pause; everything stays."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last change back."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Ask that again."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Show what has been answered."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Send the questionnaire off."""


@dataclass(frozen=True, slots=True)
class Person:
    """Hand over to a human being."""


@dataclass(frozen=True, slots=True)
class SwitchToForm:
    """Go on on form pages."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """Small talk at the beginning."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Small talk at any time."""


@dataclass(frozen=True, slots=True)
class Change:
    """Correct an earlier answer: of the question named (``""``: the last one), to the value said, if any."""

    target_text: str
    value_text: str | None = None


@dataclass(frozen=True, slots=True)
class GoTo:
    """To the question named."""

    target_text: str


Plain = (
    Skip
    | DontKnow
    | Back
    | Why
    | Help
    | Stop
    | Undo
    | Repeat
    | Summary
    | Submit
    | Person
    | SwitchToForm
    | Greeting
    | Thanks
)
Command = Plain | Change | GoTo
