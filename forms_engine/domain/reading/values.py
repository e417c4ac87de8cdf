"""Reading a message as the value of the question that was asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.kinds import Kind
from forms_engine.domain.kinds.money import Money, currency_named
from forms_engine.domain.reading.affirmations import YES, read_yes_or_no
from forms_engine.domain.reading.choices import read_choice, read_choices, read_ranking
from forms_engine.domain.reading.figures import number_text
from forms_engine.domain.reading.fillers import FILLERS
from forms_engine.domain.reading.moments import read_date, read_moment, read_time
from forms_engine.domain.reading.outcomes import (
    Ambiguous,
    Language,
    NotUnderstood,
    Offer,
    Read,
    Reason,
    Understood,
)
from forms_engine.domain.reading.places import read_path, read_place
from forms_engine.domain.reading.quantities import WEAK, Quantity, meant
from forms_engine.domain.reading.remainders import certainty_of, remainder
from forms_engine.domain.reading.words import LONGEST, plain_words, split_words

WEAKLY = 0.6
HEARD = 0.5
"""How sure a value is that was pieced together from words: the person had better confirm it."""
_T = QuestionType
_AS_WRITTEN = frozenset({_T.TEXT, _T.BARCODE, _T.EMAIL, _T.PHONENUMBER})
_CHOOSE: dict[QuestionType, Callable[[str, Sequence[Offer], Language], Read]] = {
    _T.SELECT_ONE: read_choice,
    _T.SELECT_MULTIPLE: read_choices,
    _T.RANK: read_ranking,
}
_MOMENTS: dict[QuestionType, Callable[[str, Language, datetime, str], Read]] = {
    _T.DATE: read_date,
    _T.TIME: lambda text, language, now, _: read_time(text, language, now),
    _T.DATETIME: lambda text, language, now, _: read_moment(text, language, now),
}


def read_value(
    question_type: QuestionType,
    text: str,
    *,
    language: Language,
    now: datetime,
    choices: Sequence[Offer] = (),
    appearance: str = "",
    kind: Kind | None = None,
) -> Read:
    """Read a message as the answer to the question that was asked.

    ``now`` is an aware moment that "yesterday" counts from; ``choices`` are the offered ones;
    ``appearance`` are the question's hints (``month-year`` and ``year`` widen a date); ``kind`` is the
    kind of answer it asks for, if it is a particular one. The value is in XForms text form; its
    certainty is 1 where the whole message is the value, and below ``WEAKLY`` the person had better
    confirm it. Any text at all may be given; nothing is raised.
    """
    if not text.strip():
        return NotUnderstood(Reason.EMPTY)
    if kind is not None and (own := _read_kind(kind, question_type, text, language)):
        return own
    if question_type in _AS_WRITTEN:
        return Understood(text.strip(), text.strip(), 1.0)
    if question_type in _CHOOSE:
        return _CHOOSE[question_type](text, choices, language)
    if question_type in _MOMENTS:
        return _MOMENTS[question_type](text, language, now, appearance)
    read = _PLAIN.get(question_type)
    return read(question_type, text, language) if read else NotUnderstood(Reason.NOT_IN_WORDS)


def _read_kind(kind: Kind, question_type: QuestionType, text: str, language: Language) -> Read | None:
    if isinstance(kind, Money):
        return _read_money(kind, text, language)
    found = kind.found(text[:LONGEST]) if question_type in _AS_WRITTEN else None
    if found is None:
        return None
    rest = remainder(text, found.start, found.end, language)
    if all(word in kind.names or word in FILLERS[language] for word in plain_words(rest)):
        rest = ""
    quote = text[found.start : found.end].strip()
    certainty = HEARD if found.is_heard else certainty_of(rest)
    return Understood(kind.normalised(found.value), quote, certainty, rest)


def _read_money(kind: Money, text: str, language: Language) -> Read:
    """Read the amount as any number, with the currency that is named beside it."""
    amount = _read_number(_T.DECIMAL, text, language)
    if not isinstance(amount, Understood):
        return amount
    currency = currency_named(text[:LONGEST])
    value = kind.normalised(f"{amount.value} {currency}".strip())
    is_named = all(currency_named(word) or word in FILLERS[language] for word in plain_words(amount.rest))
    return replace(amount, value=value, rest="", certainty=1.0) if is_named else replace(amount, value=value)


def _read_acknowledgement(_type: QuestionType, text: str, language: Language) -> Read:
    said = read_yes_or_no(text, language)
    return replace(said, value="OK" if said.value == YES else "") if isinstance(said, Understood) else said


def _read_number(question_type: QuestionType, text: str, language: Language) -> Read:
    found = meant(text, language)
    if not found:
        return NotUnderstood(Reason.NO_NUMBER)
    if question_type is _T.INTEGER:
        whole = tuple(quantity for quantity in found if quantity.value.denominator == 1)
        if not whole:
            return NotUnderstood(Reason.NOT_WHOLE)
        found = whole
    readings = tuple(_number(quantity, question_type, text, language) for quantity in found)
    return readings[0] if len(readings) == 1 else Ambiguous(readings)


def _number(quantity: Quantity, question_type: QuestionType, text: str, language: Language) -> Understood:
    words = split_words(text)
    start, end = words[quantity.first].start, words[quantity.last].end
    rest = remainder(text, start, end, language)
    # "7 su 10" grades where whole grades are asked, and is a share elsewhere
    shares = question_type is _T.DECIMAL and quantity.ratio is not None
    value = quantity.ratio if shares and quantity.ratio is not None else quantity.value
    is_weak = quantity.strength == WEAK and bool(rest)
    return Understood(
        number_text(value), text[start:end], certainty_of(rest, WEAKLY if is_weak else 1.0), rest
    )


_PLAIN: dict[QuestionType, Callable[[QuestionType, str, Language], Read]] = {
    **dict.fromkeys((_T.INTEGER, _T.DECIMAL, _T.RANGE), _read_number),
    _T.ACKNOWLEDGE: _read_acknowledgement,
    _T.GEOPOINT: lambda _, text, language: read_place(text, language),
    _T.GEOTRACE: lambda _, text, __: read_path(text, 2),
    _T.GEOSHAPE: lambda _, text, __: read_path(text, 3),
}
