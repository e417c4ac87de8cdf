"""An amount of money in a currency."""

import re
from dataclasses import dataclass
from typing import Self

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.kinds.kind import Fault, Kind
from forms_engine.domain.sentences import gettext_noop

DEFAULT = ("EUR",)
_NAME = re.compile(r"[^\W\d_]+|[€$£¥]")
_CODE = re.compile(r"[A-Z]{3}")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_WORDS = {
    **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
    **dict.fromkeys(("dollari", "dollaro", "dollar", "dollars", "usd"), "USD"),
    **dict.fromkeys(("sterline", "sterlina", "pound", "pounds", "gbp"), "GBP"),
    **dict.fromkeys(("franchi", "franco", "francs", "franc", "chf"), "CHF"),
}
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(
    r"-?[1-9]\d{0,2}(?:(?P<group>[.,' \u00a0\u202f])\d{3})(?:(?P=group)\d{3})*(?:[.,]\d{1,2})?", re.ASCII
)
_CENTS = re.compile(r"-?\d+[.,]\d+", re.ASCII)
_MOST_CENTS = 2
_NO_AMOUNT = gettext_noop("Write an amount in %(currencies)s, for example %(example)s.")
_TOO_FINE = gettext_noop("Write the amount with at most two decimals, for example %(example)s.")


@dataclass(frozen=True, slots=True)
class Money(Kind):
    """A decimal number in the one currency of its question, or a text such as ``1250.50 CHF``."""

    word = "money"
    types = frozenset({QuestionType.DECIMAL, QuestionType.TEXT})
    example = "1250.50"
    attributes = {"inputmode": "decimal", "maxlength": "24"}

    currencies: tuple[str, ...] = DEFAULT
    is_text: bool = False

    @classmethod
    def of(cls, question: Question) -> Self:
        """Return it with the currencies named in ``appearance`` or in ``parameters``; a number has one."""
        parameters = " ".join(question.parameters.get(name, "") for name in ("currency", "currencies"))
        words = (*_CODE.findall(parameters.upper()), *filter(_CODE.fullmatch, question.appearance.split()))
        is_text = question.type is QuestionType.TEXT
        currencies = tuple(dict.fromkeys(words)) or DEFAULT
        return cls(currencies if is_text else currencies[:1], is_text)

    def normalised(self, text: str) -> str:
        """Return the amount with a point, followed by the currency where the question is a text."""
        amount, currency = self.parts(text)
        if not amount or currency not in self.currencies:
            return text
        return f"{_with_cents(amount)} {currency}" if self.is_text else amount

    def typed(self, text: str) -> str:
        """Return the value a person means: three figures after a point are thousands, never cents."""
        amount, rest = _without_currency(text).strip(), currency_named(text)
        if not _GROUPED.fullmatch(amount):
            return self.normalised(text)
        return self.normalised(f"{_grouped(amount)} {rest}".strip())

    def fault(self, value: str) -> Fault | None:
        """Return what is wrong with the amount or its currency."""
        amount, currency = self.parts(value)
        if not amount or currency not in self.currencies:
            example = f"{self.example} {self.currencies[0]}" if len(self.currencies) > 1 else self.example
            return Fault(_NO_AMOUNT, {"currencies": ", ".join(self.currencies), "example": example})
        return Fault(_TOO_FINE, {"example": self.example}) if _is_too_fine(amount) else None

    def parts(self, text: str) -> tuple[str, str]:
        """Return the amount and the currency that a text names; the only one there is where it names none."""
        currency = currency_named(text) or (self.currencies[0] if len(self.currencies) == 1 else "")
        amount = _without_currency(text).strip()
        return _grouped(amount) if self.is_text and _GROUPED.fullmatch(amount) else amount_of(
            amount
        ), currency


def amount_of(text: str) -> str:
    """Return an amount with a point for its decimals, however it is grouped; ``""`` if it is none."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return text
    if _GROUPED.fullmatch(text):
        return _grouped(text)
    return text.replace(",", ".") if _CENTS.fullmatch(text) else ""


def currency_named(text: str) -> str:
    """Return the code of the currency that a text mentions, or ``""``."""
    return next((code for word in _NAME.findall(text) if (code := _code(word))), "")


def _code(word: str) -> str:
    return _SIGNS.get(word) or _WORDS.get(word.lower()) or (word if _CODE.fullmatch(word) else "")


def _without_currency(text: str) -> str:
    return _NAME.sub(lambda match: "" if _code(match[0]) else match[0], text)


def _grouped(text: str) -> str:
    cents = re.search(r"[.,](\d{1,2})$", text)
    whole = text[: cents.start()] if cents else text
    return re.sub(r"[^\d\-]", "", whole) + (f".{cents[1]}" if cents else "")


def _with_cents(amount: str) -> str:
    whole, _, cents = amount.partition(".")
    return f"{whole}.{cents.ljust(_MOST_CENTS, '0')}"


def _is_too_fine(amount: str) -> bool:
    return len(amount.partition(".")[2].rstrip("0")) > _MOST_CENTS
