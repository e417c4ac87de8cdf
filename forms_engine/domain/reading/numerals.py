"""The vocabulary a language counts with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SUFFIXES: Mapping[str, int] = {
    "k": 10**3,
    "M": 10**6,
    "MM": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "mld": 10**9,
    "mrd": 10**9,
    "G": 10**9,
    "tln": 10**12,
}
"""What may follow a figure; a lower-case ``m`` is a metre, so ``M`` is looked up as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numerals:
    """How one language writes numbers.

    ``cardinal`` and ``ordinal`` read a single written word; ``multiples`` count things by the dozen;
    ``ratio`` are the phrases between the parts of "one over three".
    """

    cardinal: Callable[[str], int | None]
    ordinal: Callable[[str], int | None]
    denominator: Callable[[str], int | None]
    hundreds: frozenset[str]
    scales: Mapping[str, int]
    multiples: Mapping[str, int]
    joiners: frozenset[str]
    points: frozenset[str]
    minus: frozenset[str]
    articles: frozenset[str]
    halves: frozenset[str]
    weak: frozenset[str]
    none: frozenset[str]
    percent: frozenset[str]
    ratio: tuple[tuple[str, ...], ...]
    decimal_comma: bool
    hyphenated: bool
