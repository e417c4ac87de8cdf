"""Names of other products as keys of ours: unique, and names of XML elements."""

import re
import unicodedata

LONGEST = 40
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = frozenset({"meta", "instanceid", "instancename"})


class Keys:
    """Gives out keys; no two are equal, not even but for capital letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_RESERVED)

    def make(self, wanted: str, fallback: str = "q") -> str:
        """Return the key nearest to ``wanted``."""
        name = plain(wanted)
        if not name[:1].isalpha():
            name = f"{fallback}_{name}".rstrip("_")
        name = name[:LONGEST]
        number, key = 1, name
        while key.casefold() in self._taken:
            number += 1
            key = f"{name[: LONGEST - 5]}_{number}"
        self._taken.add(key.casefold())
        return key


def plain(text: str) -> str:
    """Return the text with letters, digits, ``_`` and ``-`` only."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_ALLOWED.sub("_", letters).strip("_")
