"""An e-mail address."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from forms_engine.domain.kinds.kind import Fault, Found, Kind, words
from forms_engine.domain.sentences import gettext_noop

_ANYWHERE = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_SIGNS = {
    "at": "@",
    "chiocciola": "@",
    "dot": ".",
    "punto": ".",
    "underscore": "_",
    "trattino": "-",
    "dash": "-",
}
_PART = r"[\w.+\-]+"
_SPOKEN = re.compile(
    rf"{_PART}(?:\s+(?:dot|punto|underscore|trattino|dash)\s+{_PART})*\s+(?:at|chiocciola)\s+"
    rf"{_PART}(?:\s+(?:dot|punto|trattino|dash)\s+{_PART})*",
    re.IGNORECASE,
)
_WRONG = gettext_noop("This e-mail address is not complete: write it like %(example)s.")


@dataclass(frozen=True, slots=True)
class Email(Kind):
    """An address that mail could reach; whether it does, nobody asks the network."""

    word = "email"
    example = "anna.bianchi@example.it"
    attributes = {
        "inputmode": "email", "autocomplete": "email", "autocapitalize": "none",
        "spellcheck": "false", "maxlength": "254",
    }  # fmt: skip
    names = words("la mia e mail email posta pec indirizzo my address it is scrivete write me to")

    def normalised(self, text: str) -> str:
        """Return it as the library writes it, its domain in small letters."""
        return _valid(text) or text.strip()

    def fault(self, value: str) -> Fault | None:
        """Return how to write one."""
        return None if _valid(value) else Fault(_WRONG, {"example": self.example})

    def masked(self, value: str) -> str:
        """Return its first letter and its domain."""
        return f"{value[:1]}…{value[value.rfind('@') :]}" if "@" in value else value

    def found(self, message: str) -> Found | None:
        """Return the first one written or spelled out ("anna chiocciola example punto it")."""
        for match in _ANYWHERE.finditer(message):
            text = match[0].rstrip(".!?'")
            if value := _valid(text):
                return Found(value, match.start(), match.start() + len(text))
        for match in _SPOKEN.finditer(message):
            words = (_SIGNS.get(word.lower(), word) for word in match[0].split())
            if value := _valid("".join(words)):
                return Found(value, match.start(), match.end(), is_heard=True)
        return None


def _valid(text: str) -> str:
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return ""
