"""The number a message answers with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from forms_engine.domain.reading.fillers import last_turn
from forms_engine.domain.reading.numbers import NumberGrammar
from forms_engine.domain.reading.numerals import Numerals
from forms_engine.domain.reading.numerals_en import ENGLISH
from forms_engine.domain.reading.numerals_it import ITALIAN
from forms_engine.domain.reading.outcomes import MOST_CANDIDATES, Language
from forms_engine.domain.reading.units import CENTS, CURRENCIES, UNITS
from forms_engine.domain.reading.words import Word, split_words, touches

NUMERALS: dict[Language, Numerals] = {"it": ITALIAN, "en": ENGLISH}
WEAK, PLAIN, PRICED = range(3)
_CENTS = 100
_TWO_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; ``first`` and ``last`` are indexes into the message's words.

    ``strength`` says how likely it is meant as the answer: an article or a place in a row (``WEAK``),
    a number (``PLAIN``), a number beside a currency (``PRICED``).
    """

    value: Fraction
    first: int
    last: int
    strength: int = PLAIN
    ratio: Fraction | None = None


def quantities(message: str, language: Language) -> tuple[Quantity, ...]:
    """Return every number in a message, in order."""
    grammar = NumberGrammar(split_words(message), NUMERALS[language])
    return tuple(_with_cents(grammar.words, list(_scan(grammar)), grammar.numerals))


def meant(message: str, language: Language) -> tuple[Quantity, ...]:
    """Return the numbers a message may answer with: one if it is plain, none, or several."""
    found = quantities(message, language)
    strongest = max((quantity.strength for quantity in found), default=WEAK)
    found = tuple(quantity for quantity in found if quantity.strength == strongest)
    turn, words = last_turn(message, language), split_words(message)
    after = tuple(quantity for quantity in found if words[quantity.first].start > turn >= 0)
    found = after or found
    return found[:1] if len({quantity.value for quantity in found}) == 1 else found[:MOST_CANDIDATES]


def _scan(grammar: NumberGrammar) -> Iterator[Quantity]:
    at = 0
    while at < len(grammar.words):
        quantity = _quantity_at(grammar, at)
        if quantity:
            yield quantity
            at = quantity.last + 1
        else:
            at += 1


def _quantity_at(grammar: NumberGrammar, at: int) -> Quantity | None:
    start, sign = _sign_at(grammar, at)
    numerals = grammar.numerals
    ordinal = grammar.ordinal_at(start)
    found = grammar.number_at(start)
    if ordinal and (not found or ordinal[1] > found[1]):
        return Quantity(ordinal[0] * sign, at, ordinal[1] - 1, WEAK)
    if not found:
        is_none = grammar.text(at) in numerals.none
        return Quantity(Fraction(0), at, at, WEAK) if is_none else None
    value, end = found
    is_article = end == start + 1 and grammar.text(start) in numerals.weak
    quantity = Quantity(value * sign, at, end - 1, WEAK if is_article else PLAIN)
    return _with_ratio(grammar, _with_unit(grammar, quantity))


def _sign_at(grammar: NumberGrammar, at: int) -> tuple[int, int]:
    word = grammar.text(at)
    if word in grammar.numerals.minus:
        return at + 1, -1
    is_dash = word == "-" and not touches(grammar.words, at - 1, at)
    return (at + 1, -1) if is_dash and grammar.text(at + 1)[:1].isdecimal() else (at, 1)


def _with_ratio(grammar: NumberGrammar, quantity: Quantity) -> Quantity:
    """Note what "one out of three" divides to; the value stays the first number."""
    for phrase in grammar.numerals.ratio if quantity.strength != PRICED else ():
        at = quantity.last + 1
        # "one in ten" is a share, "300 in 2020" is not
        if phrase == ("in",) and quantity.value != 1:
            continue
        if tuple(grammar.text(at + step) for step in range(len(phrase))) == phrase:
            below = grammar.number_at(at + len(phrase))
            if below and below[0]:
                return replace(quantity, ratio=quantity.value / below[0], last=below[1] - 1, strength=PLAIN)
    return quantity


def _with_unit(grammar: NumberGrammar, quantity: Quantity) -> Quantity:
    first, last, strength = quantity.first, quantity.last, quantity.strength
    if grammar.text(last + 1) == "%" or grammar.text(last + 1) in grammar.numerals.percent:
        last += 1
    elif f"{grammar.text(last + 1)} {grammar.text(last + 2)}" in grammar.numerals.percent:
        last += 2
    elif grammar.text(last + 1) in CURRENCIES:
        last, strength = last + 1, PRICED
    elif _names_currency(grammar, last + 1):
        last, strength = last + 2, PRICED
    elif grammar.text(last + 1) in UNITS:
        last += 1
    if strength != PRICED and grammar.text(first - 1) in CURRENCIES:
        first, strength = first - 1, PRICED
    return replace(quantity, first=first, last=last, strength=strength)


def _names_currency(grammar: NumberGrammar, at: int) -> bool:
    """Whether "di euro", "swiss francs" follow."""
    between = grammar.text(at)
    return (
        between.isalpha() and between not in grammar.numerals.joiners and grammar.text(at + 1) in CURRENCIES
    )


def _with_cents(words: Sequence[Word], found: list[Quantity], numerals: Numerals) -> Iterator[Quantity]:
    """Join "15 dollari e 15 centesimi", "5 euro e 50" into one amount."""
    at = 0
    while at < len(found):
        whole = found[at]
        cents = found[at + 1] if at + 1 < len(found) else None
        if cents and _is_cents(words, whole, cents, numerals):
            yield replace(whole, value=whole.value + cents.value / _CENTS, last=cents.last)
            at += 2
        else:
            yield whole
            at += 1


def _is_cents(words: Sequence[Word], whole: Quantity, cents: Quantity, numerals: Numerals) -> bool:
    between = words[whole.last + 1 : cents.first]
    return (
        words[whole.last].text in CURRENCIES - CENTS
        and all(word.text in numerals.joiners for word in between)
        and 0 < cents.value < _CENTS
        and cents.value.denominator == 1
        and (words[cents.last].text in CENTS or len(between) == 1 or cents.value >= _TWO_DIGITS)
    )
