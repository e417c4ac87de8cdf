"""The words that LimeSurvey supplies itself, where a survey has none of its own."""

from collections.abc import Mapping

Scale = tuple[tuple[str, Mapping[str, str]], ...]
"""Codes with their labels by language."""

OTHER = {"en": "Other", "it": "Altro", "de": "Sonstiges", "fr": "Autre", "es": "Otro"}
COMMENT = {"en": "Comment", "it": "Commento", "de": "Kommentar", "fr": "Commentaire", "es": "Comentario"}
YES_NO: Scale = (
    ("Y", {"en": "Yes", "it": "Sì", "de": "Ja", "fr": "Oui", "es": "Sí"}),
    ("N", {"en": "No", "it": "No", "de": "Nein", "fr": "Non", "es": "No"}),
)
GENDER: Scale = (
    ("F", {"en": "Female", "it": "Femmina", "de": "Weiblich", "fr": "Femme", "es": "Femenino"}),
    ("M", {"en": "Male", "it": "Maschio", "de": "Männlich", "fr": "Homme", "es": "Masculino"}),
)
UNCERTAIN: Scale = (
    YES_NO[0],
    ("U", {"en": "Uncertain", "it": "Incerto", "de": "Unsicher", "fr": "Incertain", "es": "No sé"}),
    YES_NO[1],
)
CHANGE: Scale = (
    ("I", {"en": "Increase", "it": "Aumento", "de": "Zunahme", "fr": "Augmentation", "es": "Aumentar"}),
    ("S", {"en": "Same", "it": "Uguale", "de": "Gleich", "fr": "Sans changement", "es": "Igual"}),
    ("D", {"en": "Decrease", "it": "Diminuzione", "de": "Abnahme", "fr": "Diminution", "es": "Disminuir"}),
)


def points(most: int) -> Scale:
    """Return the numbers from 1."""
    return tuple((str(each), {"en": str(each)}) for each in range(1, most + 1))
