"""Finding the question a person means when naming it in passing."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from forms_engine.domain.reading.outcomes import Ambiguous, Understood
from forms_engine.domain.reading.words import plain_words, word_set

NEAR, MARGIN = 0.6, 0.1
_ALIKE = 82
_SLIGHT = word_set("""
    il lo la i gli le l un una uno di del dello della dell dei degli delle mio mia miei mie tuo tua suo
    sua nostro nostra alla al allo domanda risposta campo sul sulla qual quale e sono che in a da the a
    an of my your our his her question answer field about what is was are which to for in on
""")


def find_question(target_text: str, labelled: Sequence[tuple[str, str]]) -> str | Ambiguous | None:
    """Return the path of the question whose label (or key) ``target_text`` names.

    ``labelled`` holds (path, label); several that fit about equally well come back as ``Ambiguous``
    with paths as values, best first.
    """
    target = _telling(plain_words(target_text)) or list(plain_words(target_text))
    scored = sorted(
        ((_score(target, path, label), path) for path, label in labelled), key=lambda row: -row[0]
    )
    near = [(score, path) for score, path in scored if score >= NEAR and score > scored[0][0] - MARGIN]
    if not target or not near:
        return None
    if len(near) == 1:
        return near[0][1]
    return Ambiguous(tuple(Understood(path, target_text, min(score, 1.0)) for score, path in near))


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _SLIGHT]


def _score(target: Sequence[str], path: str, label: str) -> float:
    """Return how much of the target the label covers, and a little for how much the target covers it."""
    key = path.rsplit("/", 1)[-1].replace("_", " ")
    return max(_cover(target, _telling(plain_words(name))) for name in (label, key))


def _cover(target: Sequence[str], name: Sequence[str]) -> float:
    if not name or not target:
        return 0.0
    said = sum(any(fuzz.ratio(word, other) >= _ALIKE for other in name) for word in target) / len(target)
    heard = sum(any(fuzz.ratio(word, other) >= _ALIKE for word in target) for other in name) / len(name)
    return 0.8 * said + 0.2 * heard
