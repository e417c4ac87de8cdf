"""The Italian tax code, of people and of companies."""

import re
from dataclasses import dataclass

from stdnum.it import codicefiscale

from forms_engine.domain.kinds.kind import Fault, Found, Kind, words
from forms_engine.domain.kinds.spellings import compacted, first_valid, spaced
from forms_engine.domain.sentences import gettext_noop

_FIGURE = "[0-9LMNPQRSTUV]"
_PERSON = "".join(
    (
        *("[A-Z]", spaced("[A-Z]", "{5}"), spaced(_FIGURE, "{2}"), spaced("[A-EHLMPRST]", "")),
        *(spaced(_FIGURE, "{2}"), spaced("[A-Z]", ""), spaced(_FIGURE, "{3}"), spaced("[A-Z]", "")),
    )
)
_COMPANY = r"\d" + spaced(r"\d", "{10}")
_ANYWHERE = re.compile(rf"(?<!\w)(?:{_PERSON}|{_COMPANY})(?!\w)", re.IGNORECASE)
_OF_PERSONS, _OF_COMPANIES = 16, 11
_WRONG_LENGTH = gettext_noop(
    "A codice fiscale has 16 letters and digits (11 digits for a company), for example %(example)s: "
    "write all of them."
)
_WRONG = gettext_noop(
    "This codice fiscale does not exist: compare it with your health card, character by character."
)


@dataclass(frozen=True, slots=True)
class CodiceFiscale(Kind):
    """Sixteen letters and figures with a check letter, or the eleven figures of a company."""

    word = "codice-fiscale"
    example = "RSSMRA85T10A562S"
    attributes = {"autocapitalize": "characters", "spellcheck": "false", "maxlength": "32"}
    names = words("mio codice fiscale cf c f my tax code")
    is_personal = True

    def normalised(self, text: str) -> str:
        """Return it in capitals without spaces."""
        code = compacted(text)
        return code if _ANYWHERE.fullmatch(code) else text.strip()

    def fault(self, value: str) -> Fault | None:
        """Return what is wrong with its length or its check letter."""
        code = compacted(value)
        if len(code) != _OF_PERSONS and not (len(code) == _OF_COMPANIES and code.isdecimal()):
            return Fault(_WRONG_LENGTH, {"example": self.example})
        return None if codicefiscale.is_valid(value) else Fault(_WRONG)

    def found(self, message: str) -> Found | None:
        """Return the first one in a message."""
        return first_valid(_ANYWHERE, message, codicefiscale.is_valid)
