"""A signature: drawn, typed or photographed, kept as a picture."""

from dataclasses import dataclass

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class Signature(Kind):
    """A picture that its owner made by hand; XLSForm's own word, so that other tools show a pad too."""

    word = "signature"
    types = frozenset({QuestionType.IMAGE})
