"""Where an answer came from; kept with every answer and every change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class OriginKind(StrEnum):
    """The ways an answer can come about."""

    TYPED = "typed"
    CHOSEN = "chosen"
    SAID = "said"
    READ = "read"
    CALCULATED = "calculated"
    IMPORTED = "imported"
    STAFF = "staff"
    MIGRATED = "migrated"


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin.

    ``detail`` is small JSON: ``door`` (form, chat), ``message`` (id) with ``start`` and ``end`` of the
    quote in characters, ``document``, ``model``, ``prompt_version``, and of a consent ``text`` (its
    fingerprint), ``version`` and ``language`` – whichever apply.
    """

    kind: OriginKind
    detail: Mapping[str, str | int] = field(default_factory=dict)
