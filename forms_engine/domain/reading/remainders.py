"""What a message says beside the value that was read from it."""

from forms_engine.domain.reading.fillers import FILLERS
from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.words import plain_words

SURE = 1.0
BESIDES = 0.8


def remainder(message: str, start: int, end: int, language: Language) -> str:
    """Return the text around ``message[start:end]``, ``""`` if it adds nothing."""
    around = f"{message[:start].rstrip()} {message[end:].lstrip()}".strip(" \n\t.,;:!?()\"'-")
    says_something = any(word not in FILLERS[language] for word in plain_words(around))
    return around if says_something else ""


def certainty_of(rest: str, at_most: float = SURE) -> float:
    """Return how sure a reading is that leaves ``rest`` over."""
    return at_most * (BESIDES if rest else SURE)
