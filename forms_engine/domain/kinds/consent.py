"""Consent to a text, which is told apart from later texts by its fingerprint."""

import hashlib
from dataclasses import dataclass

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.kinds.kind import Kind

_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Consent(Kind):
    """A tick below a text; which text it was stands in the answer's origin."""

    word = "consent"
    types = frozenset({QuestionType.ACKNOWLEDGE})


def fingerprint(*texts: str) -> str:
    """Return what tells a text from every other: it changes with each letter."""
    return hashlib.sha256("\n\n".join(texts).encode()).hexdigest()[:_LENGTH]
