"""Kinds of answers: what a word in ``appearance`` makes of a standard question, such as an IBAN of a text."""

from forms_engine.domain.kinds.kind import Fault, Found, Kind
from forms_engine.domain.kinds.registry import KINDS, kind_named, kind_of

__all__ = ["KINDS", "Fault", "Found", "Kind", "kind_named", "kind_of"]
