"""The grammar of numbers, in figures and in words, the same for every language's numerals."""

from collections.abc import Sequence
from fractions import Fraction

from forms_engine.domain.reading.figures import figure_at
from forms_engine.domain.reading.numerals import SUFFIXES, Numerals
from forms_engine.domain.reading.sums import HUNDRED, Sum
from forms_engine.domain.reading.words import Word, touches

_HALF = Fraction(1, 2)
_ONE = Fraction(1)
_PLACE_MARKS = frozenset({"st", "nd", "rd", "th", "°", "mo", "ma", "esimo", "esima"})
Found = tuple[Fraction, int]
"""A number and the index of the word after it."""


class NumberGrammar:
    """Finds numbers in a message's words with one language's numerals."""

    def __init__(self, words: Sequence[Word], numerals: Numerals) -> None:
        """Prepare to read ``words``."""
        self.words = words
        self.numerals = numerals

    def text(self, at: int) -> str:
        """Return the folded word at an index, ``""`` outside the message."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def number_at(self, at: int) -> Found | None:
        """Return the unsigned number that begins at ``at``, or None."""
        return self._summed(at, with_fractions=True, joined=True)

    def cardinal_at(self, at: int, *, joined: bool = True) -> Found | None:
        """Return the number without fractions that begins at ``at``, or None; ``joined``: across "and"."""
        return self._summed(at, with_fractions=False, joined=joined)

    def ordinal_at(self, at: int) -> Found | None:
        """Return the place ("terzo", "21st", "twenty-first", "3°") that begins at ``at``, or None."""
        value, end = self.cardinal_at(at) or (Fraction(0), at)
        if end > at and self.words[end - 1].is_figure:
            is_place = self.text(end) in _PLACE_MARKS and touches(self.words, end - 1, end)
            return (value, end + 1) if is_place else None
        if any(word.is_figure for word in self.words[at:end]):
            return None
        end = self._past_joiner(end) if end > at else end
        last = self.numerals.ordinal(self.text(end))
        if not last:
            return None
        if not value or last < HUNDRED:
            return value + last, end + 1
        return value * last, end + 1

    def _summed(self, at: int, *, with_fractions: bool, joined: bool) -> Found | None:
        sum_, end = Sum(), at
        while joined or self.text(end) not in self.numerals.joiners:
            after = self._step(sum_, end, with_fractions=with_fractions)
            if after is None:
                break
            end = after
        return (sum_.value, end) if sum_.is_begun else None

    def _step(self, sum_: Sum, at: int, *, with_fractions: bool) -> int | None:
        """Take one more part of the number into ``sum_``; return the index after it, or None."""
        if with_fractions:
            after = self._take_decimals(sum_, at) or self._take_fraction(sum_, at)
            if after:
                return after
        return self._take_multiplier(sum_, at) or self._take_piece(sum_, at)

    def _take_piece(self, sum_: Sum, at: int) -> int | None:
        joined = sum_.is_begun and self.text(at) in self.numerals.joiners
        at = at + 1 if joined else self._past_hyphen(at) if sum_.is_begun else at
        found = figure_at(self.words, at, decimal_comma=self.numerals.decimal_comma)
        is_figure = found is not None
        if found is None and (value := self.numerals.cardinal(self.text(at))) is not None:
            found = Fraction(value), at + 1
        # "venti e cinque" is an hour and its minutes, "cento e cinque" one number
        if not found or (joined and sum_.group % HUNDRED) or not sum_.takes(found[0], is_figure=is_figure):
            return None
        sum_.add(found[0], is_figure=is_figure)
        return found[1]

    def _take_multiplier(self, sum_: Sum, at: int) -> int | None:
        """Take "hundred", "milioni", "dozzine"; at the beginning also "a hundred", "mille"."""
        at = at if sum_.is_begun else self._past_article(at)
        word, scale = self.text(at), self._scale(at)
        if word in self.numerals.hundreds and not sum_.is_closed:
            sum_.multiply_hundred()
        elif scale and (not sum_.scale or (scale < sum_.scale and sum_.group)):
            sum_.multiply_scale(scale)
        elif word in self.numerals.multiples and not sum_.is_closed:
            sum_.multiply_piece(self.numerals.multiples[word])
        else:
            return None
        return at + 1

    def _take_decimals(self, sum_: Sum, at: int) -> int | None:
        """Take "virgola settantuno", "point zero three"."""
        if not sum_.is_begun or sum_.is_closed or self.text(at) not in self.numerals.points:
            return None
        digits, end = "", at + 1
        while (value := self.numerals.cardinal(self.text(end))) is not None and (value < 10 or not digits):  # noqa: PLR2004
            digits, end = f"{digits}{value}", end + 1
        if not digits:
            return None
        sum_.add(Fraction(f"0.{digits}"))
        sum_.is_closed = True
        return end

    def _take_fraction(self, sum_: Sum, at: int) -> int | None:
        """Take "mezzo", "and a half", "e tre quarti", "2 1/4"."""
        if sum_.is_closed:
            return None
        joined = sum_.is_begun and self.text(at) in self.numerals.joiners
        if sum_.is_begun and not joined and not (sum_.ends_in_figure and self.words[at - 1].is_figure):
            return None
        found = self._fraction_at(at + 1 if joined else at, in_figures=sum_.is_begun and not joined)
        if not found:
            return None
        fraction, end = found
        counted = self._past_article(end)
        before_scale = bool(self._scale(counted)) or self.text(counted) in self.numerals.multiples
        sum_.add_fraction(fraction, before_scale=before_scale)
        return counted if before_scale else end

    def _fraction_at(self, at: int, *, in_figures: bool) -> Found | None:
        if (
            self.text(at).isdecimal()
            and self.text(at + 1) == "/"
            and self.text(at + 2).strip("0").isdecimal()
        ):
            if self.words[at + 2].end - self.words[at].end == 1 + len(self.words[at + 2].raw):
                return Fraction(int(self.text(at)), int(self.text(at + 2))), at + 3
            return None
        if in_figures:
            return None
        after_article = self._past_article(at)
        if self.text(after_article) in self.numerals.halves:
            return _HALF, after_article + 1
        numerator, end = self.cardinal_at(at, joined=False) or (_ONE, after_article)
        if end == at:
            return None
        below = self._denominator_at(self._past_hyphen(end), is_one=numerator == _ONE)
        return (numerator / below[0], below[1]) if below else None

    def _denominator_at(self, at: int, *, is_one: bool) -> tuple[int, int] | None:
        """Return "quinti", "twenty-firsts" as a divisor; the singular only below one."""
        value = self.numerals.denominator(self.text(at))
        if not value and self.numerals.hyphenated and (tens := self.cardinal_at(at)):
            at = self._past_joiner(tens[1])
            last = self.numerals.ordinal(self.text(at).removesuffix("s"))
            value = int(tens[0]) + last if last else None
        is_plural = self.text(at).endswith(("s", "i"))
        return (value, at + 1) if value and (is_one or is_plural) else None

    def _scale(self, at: int) -> int | None:
        word = self.text(at)
        if word in self.numerals.scales or not self.text(at - 1).isdecimal():
            return self.numerals.scales.get(word)
        return SUFFIXES.get(self.words[at].raw, SUFFIXES.get(word)) if word else None

    def _past_article(self, at: int) -> int:
        return at + 1 if self.text(at) in self.numerals.articles else at

    def _past_hyphen(self, at: int) -> int:
        is_bound = self.text(at) == "-" and self.text(at - 1).isalpha() and self.text(at + 1).isalpha()
        return at + 1 if is_bound and self.numerals.hyphenated else at

    def _past_joiner(self, at: int) -> int:
        return at + 1 if self.text(at) in self.numerals.joiners else self._past_hyphen(at)
