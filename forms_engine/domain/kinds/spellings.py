"""Codes as people spell them: in groups, in any case, with dots or dashes."""

import re
from collections.abc import Callable

from forms_engine.domain.kinds.kind import Found

GAP = r"[\s.\-/]?"
_GAPS = re.compile(r"[\s.\-/]+")


def compacted(text: str) -> str:
    """Return a code in capitals without what only makes it readable."""
    return _GAPS.sub("", text).upper()


def spaced(part: str, times: str) -> str:
    """Return the pattern of characters that may stand apart; ``times`` as in ``{11}``."""
    return f"(?:{GAP}{part}){times}"


def first_valid(pattern: re.Pattern[str], message: str, is_valid: Callable[[str], bool]) -> Found | None:
    """Return the first code in a message that passes; else the first that at least looks like one."""
    matches = list(pattern.finditer(message))
    found = [Found(compacted(each[0]), each.start(), each.end()) for each in matches]
    return next((each for each in found if is_valid(each.value)), found[0] if found else None)
