"""The international bank account number."""

import re
from dataclasses import dataclass

from stdnum import iban

from forms_engine.domain.kinds.kind import Fault, Found, Kind, words
from forms_engine.domain.kinds.spellings import compacted, spaced
from forms_engine.domain.sentences import gettext_noop

_LONGEST, _ITALIAN = 34, 27
_LIKE_ONE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_START = re.compile(rf"(?<!\w)[A-Z]{{2}}{spaced('[0-9]', '{2}')}", re.IGNORECASE)
_PART = re.compile(spaced("[A-Z0-9]", ""), re.IGNORECASE | re.ASCII)
_NO_IBAN = gettext_noop(
    "An IBAN begins with two letters and two digits, for example %(example)s: write all of it."
)
_ITALIAN_LENGTH = gettext_noop("An Italian IBAN has 27 characters, not %(length)s: write all of them.")
_WRONG = gettext_noop("This IBAN does not exist: compare it with a bank statement, character by character.")


@dataclass(frozen=True, slots=True)
class Iban(Kind):
    """An account number that checks itself, of any country."""

    word = "iban"
    example = "IT60X0542811101000000123456"
    attributes = {"autocapitalize": "characters", "spellcheck": "false", "maxlength": "60"}
    names = words("mio nostro iban conto my our account number")
    is_personal = True

    def normalised(self, text: str) -> str:
        """Return it in capitals without spaces."""
        code = compacted(text).removeprefix("IBAN").lstrip(":")
        return code if _LIKE_ONE.fullmatch(code) else text.strip()

    def fault(self, value: str) -> Fault | None:
        """Return what is wrong with its beginning, its length or its check figures."""
        if not _LIKE_ONE.fullmatch(value):
            return Fault(_NO_IBAN, {"example": self.shown(self.example)})
        if value.startswith("IT") and len(value) != _ITALIAN:
            return Fault(_ITALIAN_LENGTH, {"length": str(len(value))})
        return None if iban.is_valid(value) else Fault(_WRONG)

    def shown(self, value: str) -> str:
        """Return it in groups of four."""
        return iban.format(value) if _LIKE_ONE.fullmatch(value) else value

    def found(self, message: str) -> Found | None:
        """Return the first that is valid; words that follow may look like a part of it."""
        for start in _START.finditer(message):
            end, ends = start.end(), list[int]()
            while (part := _PART.match(message, end)) and len(ends) < _LONGEST:
                end = part.end()
                ends.append(end)
            for each in ends:
                if iban.is_valid(value := compacted(message[start.start() : each])) and _ends(message, each):
                    return Found(value, start.start(), each)
        return None


def _ends(message: str, end: int) -> bool:
    return not message[end : end + 1].isalnum()
