"""What all kinds of answers have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from forms_engine.domain.definition import Question, QuestionType

_TAIL = 4


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as running text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is none of its kind.

    ``template`` with ``params`` filled in is the sentence; the service layer translates the template.
    """

    template: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The English sentence: what to write instead."""
        return self.template % self.params


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a message, and where; ``is_heard`` where it was pieced together from words."""

    value: str
    start: int
    end: int
    is_heard: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer; the ones there are override what is particular to them.

    ``word`` is what authors write in ``appearance``; ``types`` are the question types it fits;
    ``example`` is one that the engine takes. ``attributes`` are HTML attributes of its input;
    ``names`` are words that name it in a message and say nothing more; ``is_personal`` tells that
    nobody but its owner and reviewers needs to read it in full.
    """

    word: ClassVar[str]
    types: ClassVar[frozenset[QuestionType]] = frozenset({QuestionType.TEXT})
    example: ClassVar[str] = ""
    attributes: ClassVar[Mapping[str, str]] = {}
    names: ClassVar[frozenset[str]] = frozenset()
    is_personal: ClassVar[bool] = False

    @classmethod
    def of(cls, question: Question) -> Self:  # noqa: ARG003 - for those with parameters
        """Return the kind with what the question says about it."""
        return cls()

    def normalised(self, text: str) -> str:
        """Return the one way to write a value; what is no value stays as it is."""
        return text

    def fault(self, value: str) -> Fault | None:  # noqa: ARG002 - not every kind can be wrong
        """Return why a normalised value is none of this kind, or None."""
        return None

    def refused(self, text: str) -> Fault | None:
        """Return why a text is none of this kind, however it is written, or None."""
        return self.fault(self.normalised(text))

    def shown(self, value: str) -> str:
        """Return a value as people write it."""
        return value

    def masked(self, value: str) -> str:
        """Return what may be told of a value where it need not be read in full."""
        return f"…{value[-_TAIL:]}" if self.is_personal and len(value) > _TAIL else value

    def found(self, message: str) -> Found | None:  # noqa: ARG002 - not every kind stands out in a text
        """Return a value that a message holds; None where only the whole message can be one."""
        return None
