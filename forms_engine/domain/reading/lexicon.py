"""The alphabet of moments: kinds of symbols that phrases of either language are turned into.

Each kind is one letter, so that a rule is a regular expression over a string of kinds:

====== ============================================= =====================================
kind   meaning                                       value
====== ============================================= =====================================
n      number                                        the number
M W    month, weekday                                1-12, 0-6 (Monday is 0)
y m w  year, month, week,                            1 (2 for a fortnight …)
d h i  day, hour, minute,
s      second
R Z    a day counted from today; now                 offset in days
N L T  next, last, this                              1: of two, the nearer
A F I  ago; later, from now; in (a span of time)
P p    part of the day; am, pm                       hour it begins at; 0, 12
Q      a part of an hour                             minutes
B V S  to, before; past, after; less
X      a time with a name (noon)                     minutes since midnight
E      end of
@ O &  a sign that an hour follows; on; and
x      anything else
====== ============================================= =====================================

Signs (``/ - . , :``) stand for themselves; words without weight are left out (``_``).
A letter written against a figure ("5p", "8h30") is looked up as ``#p``, ``#h``.
"""

from collections.abc import Mapping

Spelling = Mapping[str, str]
"""Phrases, parted by ``|``, to symbols such as ``"R0 P18"``; later entries win."""


def phrases(table: Spelling) -> dict[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Unfold a table to ``{words: symbols}``."""
    return {
        tuple(phrase.split()): tuple(
            (symbol[0], int(symbol[1:] or 0)) for symbol in symbols.split() if symbol != "_"
        )
        for spelling, symbols in table.items()
        for phrase in spelling.split("|")
    }
