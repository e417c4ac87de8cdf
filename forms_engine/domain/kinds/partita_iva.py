"""The Italian VAT number."""

import re
from dataclasses import dataclass

from stdnum.it import iva

from forms_engine.domain.kinds.kind import Fault, Found, Kind, words
from forms_engine.domain.kinds.spellings import compacted, first_valid, spaced
from forms_engine.domain.sentences import gettext_noop

_LENGTH = 11
_ANYWHERE = re.compile(rf"(?<!\w)(?:IT)?{spaced('[0-9]', f'{{{_LENGTH}}}')}(?!\w)", re.IGNORECASE)
_WRONG_LENGTH = gettext_noop("A partita IVA has 11 digits, for example %(example)s: write all of them.")
_WRONG = gettext_noop("This partita IVA does not exist: compare it with an invoice, digit by digit.")


@dataclass(frozen=True, slots=True)
class PartitaIva(Kind):
    """Eleven figures, the last of which checks the others; the country's ``IT`` is left out."""

    word = "partita-iva"
    example = "00743110157"
    attributes = {"inputmode": "numeric", "spellcheck": "false", "maxlength": "32"}
    names = words("nostra mia partita iva p our my vat number numero tax")

    def normalised(self, text: str) -> str:
        """Return its figures."""
        code = compacted(text).removeprefix("IT")
        return code if _is_like_one(code) else text.strip()

    def fault(self, value: str) -> Fault | None:
        """Return what is wrong with its length or its check figure."""
        if not _is_like_one(value):
            return Fault(_WRONG_LENGTH, {"example": self.example})
        return None if iva.is_valid(value) else Fault(_WRONG)

    def found(self, message: str) -> Found | None:
        """Return the first one in a message."""
        return first_valid(_ANYWHERE, message, iva.is_valid)


def _is_like_one(code: str) -> bool:
    return len(code) == _LENGTH and code.isascii() and code.isdecimal()
