"""What becomes of answers, as a picture with its figures."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from forms_engine.domain.migration.plan import Fate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHARES: tuple[tuple[tuple[Fate, ...], str, "StrOrPromise"], ...] = (
    ((Fate.KEPT, Fate.MOVED, Fate.REVIVED), "good", _("stay as they are")),
    ((Fate.CONVERTED,), "brand", _("are adapted")),
    ((Fate.REASKED,), "warn", _("are asked again")),
    ((Fate.ORPHANED,), "quiet", _("are kept aside")),
)
"""What becomes of answers, as the bar shows it: fates, colour, words."""

STRUCK = {
    Fate.REASKED.value: _("Asked again"),
    Fate.ORPHANED.value: _("Kept aside, for the question is gone"),
    Fate.CONVERTED.value: _("Adapted"),
    "required": _("Newly required"),
}


def drawn(
    counts: Mapping[str, int], keys: Mapping[str, Iterable[tuple[str, int]]] | None = None
) -> dict[str, Any]:
    """Return what ``_fates.html`` shows: ``counts`` as of ``Plan.counts``, ``keys`` as of ``Tally.keys``."""
    struck = [(title, list((keys or {}).get(fate, ()))) for fate, title in STRUCK.items()]
    return {"counts": counts, "shares": _shares(counts), "struck": struck}


def _shares(found: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the parts of the bar, in percent from its start."""
    counts = [sum(found.get(fate, 0) for fate in fates) for fates, _colour, _words in SHARES]
    total, start, parts = sum(counts) or 1, 0.0, []
    for count, (_fates, colour, words) in zip(counts, SHARES, strict=True):
        width = 100 * count / total
        place = {"start": f"{start:.2f}", "width": f"{width:.2f}"}
        parts.append({"count": count, "colour": colour, "words": words, **place})
        start += width
    return parts
