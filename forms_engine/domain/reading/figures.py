"""Numbers in figures: 1.234,56 · 1,234.56 · 1 234 · 3/4 · 1e6 · ½."""

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context
from fractions import Fraction

from forms_engine.domain.reading.words import Word, touches

_THOUSANDS = 3
_MOST_LEADING = 3
_LARGEST_EXPONENT = 30
_DIGITS = 15
_MOST_GROUPS = 12
Found = tuple[Fraction, int]


def figure_at(words: Sequence[Word], at: int, *, decimal_comma: bool) -> Found | None:
    """Return the number in figures that begins at ``at`` and the index after it, or None."""
    if at >= len(words):
        return None
    if unicodedata.category(words[at].text[:1] or " ") == "No" and len(words[at].text) == 1:
        return Fraction(unicodedata.numeric(words[at].text)).limit_denominator(100), at + 1
    if words[at].text in {".", ","} and _is_figure(words, at + 1) and touches(words, at, at + 1):
        return Fraction(f"0.{words[at + 1].text}"), at + 2
    if not words[at].is_figure:
        return None
    groups, signs, end = _groups(words, at)
    number, used = _assemble(groups, signs, decimal_comma=decimal_comma)
    if used < len(groups):
        end -= 2 * (len(groups) - used)
    return _exponent(words, number, end)


def _groups(words: Sequence[Word], at: int) -> tuple[list[str], list[str], int]:
    """Collect digit groups joined by a point, a comma, an apostrophe, or a gap before three digits."""
    end = at + 1
    while _is_spaced_thousand(words, at, end):
        end += 1
    groups, signs = ["".join(word.text for word in words[at:end])], list[str]()
    # a run of section numbers is no figure, however long it is
    while len(groups) < _MOST_GROUPS and end + 1 < len(words) and words[end + 1].is_figure:
        if words[end].text not in {".", ",", "'"} or words[end + 1].end - words[end - 1].end != 1 + len(
            words[end + 1].raw
        ):
            break
        signs.append(words[end].text)
        groups.append(words[end + 1].text)
        end += 2
    return groups, signs, end


def _is_spaced_thousand(words: Sequence[Word], at: int, end: int) -> bool:
    if end >= len(words) or not words[end].is_figure or len(words[end].text) != _THOUSANDS:
        return False
    gap = words[end].start - words[end - 1].end
    return gap == 1 and len(words[at].text) <= _MOST_LEADING and not words[at].text.startswith("0")


def _assemble(groups: list[str], signs: list[str], *, decimal_comma: bool) -> tuple[Fraction, int]:
    """Return the number and how many of the groups belong to it."""
    if not signs:
        return Fraction(int(groups[0])), 1
    last = signs[-1]
    grouped = all(len(group) == _THOUSANDS for group in groups[1:]) and len(groups[0]) <= _MOST_LEADING
    if len(signs) == 1:
        thousands = last in {"." if decimal_comma else ",", "'"}
        if grouped and thousands and not groups[0].startswith("0"):
            return Fraction(int("".join(groups))), 2
        return Fraction(f"{groups[0]}.{groups[1]}"), 2
    if len(set(signs)) == 1:
        return (Fraction(int("".join(groups))), len(groups)) if grouped else (Fraction(int(groups[0])), 1)
    if last in signs[:-1]:
        return Fraction(int(groups[0])), 1
    return Fraction(f"{''.join(groups[:-1])}.{groups[-1]}"), len(groups)


def _exponent(words: Sequence[Word], number: Fraction, end: int) -> Found:
    sign = 1 if end + 1 < len(words) and words[end + 1].text in {"+", "-"} else 0
    digits = end + 1 + sign
    written = end < len(words) and words[end].text == "e" and _is_figure(words, digits)
    if not written or words[digits].end - words[end - 1].end != 1 + sign + len(words[digits].raw):
        return number, end
    power = min(int(words[digits].text[:4]), _LARGEST_EXPONENT)
    is_small = bool(sign) and words[end + 1].text == "-"
    return number * Fraction(10) ** (-power if is_small else power), digits + 1


def _is_figure(words: Sequence[Word], at: int) -> bool:
    return 0 <= at < len(words) and words[at].is_figure


def number_text(number: Fraction) -> str:
    """Return the shortest XForms text of a number, to 15 significant digits."""
    if number.denominator == 1:
        return str(number.numerator)
    quotient = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN).divide(number.numerator, number.denominator)
    return f"{quotient.normalize():f}"
