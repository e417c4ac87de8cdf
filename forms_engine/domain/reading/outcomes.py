"""What came of reading a message: a value, several that are equally likely, or none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

Language = Literal["it", "en"]


class Offer(Protocol):
    """One choice as it is offered: its value and its label in the person's language."""

    @property
    def value(self) -> str:
        """Return the XForms value."""

    @property
    def label(self) -> str:
        """Return the text the person sees."""


class Reason(StrEnum):
    """Why a message was not understood; the caller words it."""

    EMPTY = "empty"
    NO_NUMBER = "no_number"
    NOT_WHOLE = "not_whole"
    NO_DATE = "no_date"
    NO_SUCH_DATE = "no_such_date"
    NO_TIME = "no_time"
    NO_PLACE = "no_place"
    NO_CHOICE = "no_choice"
    NOT_YES_OR_NO = "not_yes_or_no"
    INCOMPLETE = "incomplete"
    NOT_IN_WORDS = "not_in_words"


@dataclass(frozen=True, slots=True)
class Understood:
    """A value in XForms text form (``""``: nothing chosen) and the words it was read from.

    ``rest`` is what was said besides (``""`` if nothing of substance). ``others`` are readings that
    the same words allow (the other year, the other half of the day), best first: worth trying when
    ``value`` breaks the question's constraint.
    """

    value: str
    quote: str
    certainty: float
    rest: str = ""
    others: tuple["Understood", ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more readings between which only the person can decide, in the order of the message."""

    candidates: tuple[Understood, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The message holds no value of the asked type."""

    reason: Reason


Read = Understood | Ambiguous | NotUnderstood

MOST_CANDIDATES = 9
"""How many readings are worth offering to a person."""
