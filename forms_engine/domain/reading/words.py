"""A message cut into words, digits and signs that know where they stood."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 2000
"""Characters looked at: an answer of the asked type does not hide deeper in a message."""

_PIECE = re.compile(r"[\u00bc-\u00be\u2150-\u215e]|\d+|(?:[^\W\d_]|[\u0300-\u036f])+|\S")
_SIGNS = {
    **dict.fromkeys(map(ord, "\u2019\u2018\u02bc`\u00b4\u2032"), "'"),
    **dict.fromkeys(map(ord, "\u2013\u2014\u2212\u2010\u2011"), "-"),
    0x2044: "/",
    0x00BA: "\u00b0",
    0x2033: '"',
}


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters, a run of digits or one sign; ``text`` is folded, ``raw`` as written."""

    text: str
    raw: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        """Whether it is a run of digits."""
        return self.text.isdecimal()

    @property
    def is_letters(self) -> bool:
        """Whether it is a run of letters."""
        return self.text.isalpha()


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, with plain digits, quotes and dashes."""
    plain = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    kept = (_digit(sign) for sign in plain if not unicodedata.combining(sign))
    return "".join(kept).casefold()


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def split_words(message: str) -> tuple[Word, ...]:
    """Cut the first ``LONGEST`` characters of a message into words."""
    return tuple(
        Word(_folded(found[0]), found[0], found.start(), found.end())
        for found in _PIECE.finditer(message[:LONGEST])
    )


def _folded(piece: str) -> str:
    # Folding "½" would make a slash of it; the number grammar wants the sign itself.
    is_vulgar_fraction = len(piece) == 1 and unicodedata.category(piece) == "No"
    return piece if is_vulgar_fraction else fold(piece)


def touches(words: Sequence[Word], left: int, right: int) -> bool:
    """Whether two words stand side by side without a gap."""
    return 0 <= left < right < len(words) and words[left].end == words[right].start


def plain_words(message: str) -> tuple[str, ...]:
    """Return the folded words and figures of a message, without signs."""
    return tuple(word.text for word in split_words(message) if word.is_letters or word.is_figure)


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table written as running text."""
    return frozenset(text.split())
