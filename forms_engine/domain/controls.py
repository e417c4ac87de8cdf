"""Which control of a browser suits a question."""

from enum import StrEnum

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.kinds import kind_of
from forms_engine.domain.kinds.address import Address
from forms_engine.domain.kinds.consent import Consent
from forms_engine.domain.kinds.money import Money

RADIOS_UP_TO = 7


class Control(StrEnum):
    """The controls; each has a template of its name."""

    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    RADIOS = "radios"
    DROPDOWN = "dropdown"
    CHECKBOXES = "checkboxes"
    RANK = "rank"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    GEOPOINT = "geopoint"
    ACKNOWLEDGE = "acknowledge"
    FILE = "file"
    AMOUNT = "amount"
    MONEY = "money"
    ADDRESS = "address"
    CONSENT = "consent"
    NOTE = "note"


_BY_TYPE = {
    QuestionType.INTEGER: Control.INTEGER,
    QuestionType.DECIMAL: Control.DECIMAL,
    QuestionType.RANGE: Control.RANGE,
    QuestionType.SELECT_MULTIPLE: Control.CHECKBOXES,
    QuestionType.RANK: Control.RANK,
    QuestionType.DATE: Control.DATE,
    QuestionType.TIME: Control.TIME,
    QuestionType.DATETIME: Control.DATETIME,
    QuestionType.GEOPOINT: Control.GEOPOINT,
    QuestionType.GEOTRACE: Control.MULTILINE,
    QuestionType.GEOSHAPE: Control.MULTILINE,
    QuestionType.ACKNOWLEDGE: Control.ACKNOWLEDGE,
    QuestionType.NOTE: Control.NOTE,
}
_GROUPED = frozenset(
    {Control.RADIOS, Control.CHECKBOXES, Control.RANK, Control.GEOPOINT, Control.MONEY, Control.ADDRESS}
)


def control_of(question: Question, offers: int) -> Control:
    """Return the control for a question that offers so many choices."""
    looks = question.appearance.split()
    if (own := _of_kind(question)) is not None:
        return own
    if question.type == QuestionType.SELECT_ONE:
        return Control.DROPDOWN if offers > RADIOS_UP_TO or "minimal" in looks else Control.RADIOS
    if question.type.is_file:
        return Control.FILE
    if question.type == QuestionType.TEXT and "multiline" in looks:
        return Control.MULTILINE
    return _BY_TYPE.get(question.type, Control.TEXT)


def _of_kind(question: Question) -> Control | None:
    match kind_of(question):
        case Money(currencies=(_, _, *_)):
            return Control.MONEY
        case Money():
            return Control.AMOUNT
        case Address():
            return Control.ADDRESS
        case Consent():
            return Control.CONSENT
    return None


def is_grouped(control: Control) -> bool:
    """Tell whether the control is several inputs under one legend."""
    return control in _GROUPED
