"""Groups of questions that are kept in a library, inserted into questionnaires and updated there."""

from forms_engine.domain.library.insertion import PlaceUnknown, insert, update
from forms_engine.domain.library.taking import Hindrance, TakingRefused, take_out
from forms_engine.domain.library.use import COLUMN, Use, mark, use_of, uses

__all__ = [
    "COLUMN",
    "Hindrance",
    "PlaceUnknown",
    "TakingRefused",
    "Use",
    "insert",
    "mark",
    "take_out",
    "update",
    "use_of",
    "uses",
]
