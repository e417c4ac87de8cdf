"""Reading what people write: values for the asked question, and commands to the interviewer."""

from forms_engine.domain.reading.orders import read_command
from forms_engine.domain.reading.outcomes import Ambiguous, NotUnderstood, Read, Reason, Understood
from forms_engine.domain.reading.targets import find_question
from forms_engine.domain.reading.values import read_value

__all__ = [
    "Ambiguous",
    "NotUnderstood",
    "Read",
    "Reason",
    "Understood",
    "find_question",
    "read_command",
    "read_value",
]
