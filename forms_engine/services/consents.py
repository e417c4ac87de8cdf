"""Which text somebody consented to."""

from dataclasses import replace
from typing import TYPE_CHECKING

from forms_engine.domain.kinds import kind_of
from forms_engine.domain.kinds.consent import Consent, fingerprint

if TYPE_CHECKING:
    from forms_engine.domain.origin import Origin
    from forms_engine.services.filling import Filling


def origin_with_text(filling: "Filling", path: str, origin: "Origin") -> "Origin":
    """Return the origin of an answer; of a consent with what names its text.

    A published version never changes: its number and the language lead back to the text, whose
    fingerprint proves it.
    """
    node = filling.instance.node(path)
    if node.question is None or not node.value or not isinstance(kind_of(node.question), Consent):
        return origin
    texts = (filling.instance.label(path, filling.language), filling.instance.hint(path, filling.language))
    named: dict[str, str | int] = {
        "text": fingerprint(*texts),
        "version": filling.submission.version.number,
        "language": filling.language,
    }
    return replace(origin, detail={**origin.detail, **named})
