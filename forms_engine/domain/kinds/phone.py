"""A telephone number."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

from forms_engine.domain.kinds.kind import Fault, Found, Kind, words
from forms_engine.domain.sentences import gettext_noop

REGION = "IT"
"""Where a number without a country's prefix is taken to be from."""

_WRONG = gettext_noop(
    "This telephone number cannot be called: write it with its prefix, for example %(example)s."
)


@dataclass(frozen=True, slots=True)
class Phone(Kind):
    """A number of any country, kept as ``+39…``."""

    word = "phone"
    example = "+39 02 1234567"
    attributes = {"inputmode": "tel", "autocomplete": "tel", "maxlength": "40"}
    names = words(
        """il mio numero telefono cellulare tel chiamatemi chiami chiamate potete chiamarmi my phone
        telephone mobile cell number call me"""
    )
    is_personal = True

    def normalised(self, text: str) -> str:
        """Return it with the country's prefix and without spaces."""
        number = _parsed(text)
        return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else text.strip()

    def fault(self, value: str) -> Fault | None:
        """Return how to write one, where nobody can have this."""
        return None if _parsed(value) else Fault(_WRONG, {"example": self.example})

    def shown(self, value: str) -> str:
        """Return it in international form."""
        number = _parsed(value)
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else value

    def found(self, message: str) -> Found | None:
        """Return the first one in a message."""
        for match in PhoneNumberMatcher(message, REGION):
            value = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
            return Found(value, match.start, match.end)
        return None


def _parsed(text: str) -> "phonenumbers.PhoneNumber | None":
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        return None
    # An extension would be lost in the form that is kept.
    return number if phonenumbers.is_valid_number(number) and not number.extension else None
