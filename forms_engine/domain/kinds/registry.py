"""Which kinds of answers there are, and which one a question asks for."""

from forms_engine.domain.definition import Question
from forms_engine.domain.kinds.address import Address
from forms_engine.domain.kinds.codice_fiscale import CodiceFiscale
from forms_engine.domain.kinds.consent import Consent
from forms_engine.domain.kinds.email import Email
from forms_engine.domain.kinds.iban import Iban
from forms_engine.domain.kinds.kind import Kind
from forms_engine.domain.kinds.money import Money
from forms_engine.domain.kinds.partita_iva import PartitaIva
from forms_engine.domain.kinds.phone import Phone
from forms_engine.domain.kinds.signature import Signature

_ALL: tuple[type[Kind], ...] = (
    CodiceFiscale, PartitaIva, Iban, Phone, Email, Money, Address, Signature, Consent,
)  # fmt: skip
KINDS: dict[str, type[Kind]] = {kind.word: kind for kind in _ALL}
"""The kinds by the word that authors write in ``appearance``."""


def kind_named(appearance: str) -> type[Kind] | None:
    """Return the first kind that an appearance names, whether or not it fits the question."""
    return next((KINDS[word] for word in appearance.split() if word in KINDS), None)


def kind_of(question: Question) -> Kind | None:
    """Return the kind of answer that a question asks for; None for any answer of its type."""
    kind = kind_named(question.appearance)
    return kind.of(question) if kind and question.type in kind.types else None
