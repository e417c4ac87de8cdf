from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.reading import Ambiguous, Understood, read_value

NOW = datetime(2026, 3, 15, 10, 30, tzinfo=ZoneInfo("Europe/Rome"))
"""A Sunday."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def offer() -> Callable[..., tuple[Option, ...]]:
    return lambda **labels: tuple(Option(value, label) for value, label in labels.items())


@pytest.fixture
def value_of() -> Callable[..., object]:
    """Read a message; return the value, the set of values if ambiguous, or the reason."""

    def read(question_type: str, text: str, language: str = "it", **named: object) -> object:
        found = read_value(QuestionType(question_type), text, language=language, now=NOW, **named)
        if isinstance(found, Understood):
            return found.value
        if isinstance(found, Ambiguous):
            return {candidate.value for candidate in found.candidates}
        return found.reason.value

    return read
