"""Regular expressions that authors write, made safe to run on what people type."""

import re
from collections.abc import Callable
from functools import lru_cache

from forms_engine.domain.xpath.automaton import Automaton, TooBig
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.pattern_tree import (
    NotRegular,
    nests_repetitions,
    open_repetitions,
    read_pattern,
)

LONGEST_PATTERN, LONGEST_TEXT, IRREGULAR_TEXT, SHORT_TEXT = 2_000, 4_000, 100, 40
"""Characters: a longer pattern is refused, a longer text matches none (an irregular pattern sooner); on a
short text any way is quick."""

_PIECE = re.compile(r"\\.|\[(\^?)((?:\\.|[^\]\\])*)\]|\$", re.DOTALL)
_IN_CLASS = re.compile(r"(\\[wWdDsS])-|-(?=\\[wWdDsS])|\\.|[\[&~|]|(?<=-)-", re.DOTALL)
_REPEATED_GROUP = re.compile(r"\)[*+{]")

Matches = Callable[[str], bool]


@lru_cache(maxsize=1_000)
def matcher(pattern: str) -> Matches:
    """Return a test that tells whether a text contains a match of ``pattern``.

    Raises:
        ExpressionInvalid: The pattern is not a regular expression, or could take endlessly.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ExpressionInvalid("pattern_too_long", limit=LONGEST_PATTERN)
    source = _translated(pattern)
    try:
        search = re.compile(source, re.ASCII).search
    except (re.error, RecursionError, OverflowError) as error:
        raise ExpressionInvalid("pattern_malformed", pattern=pattern, error=error) from error
    found = _safe(pattern, source, lambda text: search(text) is not None)
    return lambda text: len(text) <= LONGEST_TEXT and found(text)


def _safe(pattern: str, source: str, quick: Matches) -> Matches:
    """Return a search that is quick on every text: it follows all ways at once where one could get lost."""
    try:
        tree = read_pattern(source.replace(_END, "$"))
        nested, many = nests_repetitions(tree), open_repetitions(tree)
        if not nested and many <= 1:
            return quick
        patient = Automaton(tree).search
    except NotRegular:
        if not _REPEATED_GROUP.search(source):
            return lambda text: len(text) <= IRREGULAR_TEXT and quick(text)
        code = "pattern_irregular"
    except TooBig:
        code = "pattern_explosive"
    else:
        if nested or many > _FEW:
            return patient
        return lambda text: quick(text) if len(text) <= SHORT_TEXT else patient(text)
    raise ExpressionInvalid(code, pattern=pattern)


_FEW = 3
_END = r"\Z"


def _translated(pattern: str) -> str:
    r"""Spell in Python what XForms means: ``$`` is the very end, a class may hold ``\w-``."""
    return _PIECE.sub(_piece, pattern)


def _piece(match: re.Match[str]) -> str:
    if match[0] == "$":
        return _END
    if match[2] is None:
        return match[0]
    if not match[2]:
        return r"[\s\S]" if match[1] else "(?!)"
    return f"[{match[1]}{_IN_CLASS.sub(_in_class, match[2])}]"


def _in_class(match: re.Match[str]) -> str:
    if match[1]:
        return match[1] + r"\-"
    return match[0] if match[0].startswith("\\") else f"\\{match[0]}"
