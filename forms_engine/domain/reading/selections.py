"""Words with which people choose: all, none, both, but, and places in a row."""

import re
from collections.abc import Mapping

from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.words import word_set

ALL: Mapping[Language, frozenset[str]] = {
    "it": frozenset({"tutte", "tutti", "tutto", "entrambi", "entrambe", "ogni", "ambedue"}),
    "en": frozenset({"all", "everything", "every"}),
}
BOTH: Mapping[Language, frozenset[str]] = {
    "it": frozenset({"entrambi", "entrambe", "ambedue"}),
    "en": frozenset({"both"}),
}
ALL = {"it": ALL["it"] - BOTH["it"], "en": ALL["en"]}
NONE: Mapping[Language, frozenset[str]] = {
    "it": frozenset({"nessuno", "nessuna", "niente", "nulla", "no"}),
    "en": frozenset({"none", "nothing", "neither", "no"}),
}
NONE_LIKE = frozenset({"none", "nothing", "nessuno", "nessuna", "niente", "neither"})
BUT: Mapping[Language, frozenset[str]] = {
    "it": frozenset({"tranne", "eccetto", "salvo", "escluso", "esclusa", "meno", "fuorche"}),
    "en": frozenset({"except", "but", "without", "excluding"}),
}
YES_NO = (
    frozenset({"yes", "si", "true", "y", "s", "vero", "1"}),
    frozenset({"no", "false", "n", "falso", "0"}),
)
LAST: Mapping[Language, Mapping[str, int]] = {
    "it": {"ultimo": 1, "ultima": 1, "penultimo": 2, "penultima": 2},
    "en": {"last": 1, "penultimate": 2},
}
MARKERS = word_set(
    "opzione scelta risposta numero numeri n nr no option choice answer number the one il la lo l quella"
)
SPLIT = re.compile(r"[,;/+&\n]|\b(?:e|ed|and|poi|then|oltre a|as well as|piu)\b", re.IGNORECASE)
"""What may part several choices in one message."""
