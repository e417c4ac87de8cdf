"""Words that surround an answer without adding to it."""

from collections.abc import Mapping

from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.words import split_words, word_set

FILLERS: Mapping[Language, frozenset[str]] = {
    "it": word_set("""
        circa quasi almeno piu o meno sono siamo ho abbiamo e era ha sara penso credo direi diciamo
        forse esattamente precisamente in tutto totale solo soltanto proprio di a ad da per il lo la i
        gli le l un una uno del della dei delle al alla alle con su io noi risposta beh mah allora ecco
        grazie favore ok si intorno attorno verso sui sulle nato nata costa pari oppure che mi pare
        sembra euro numero ore
    """),
    "en": word_set("""
        about around approximately roughly almost nearly exactly precisely i m am we are is it s was
        were have has had ve think guess say would d be only just in all total of a an the at on for to
        with my our answer well so then thanks thank you please ok yes maybe probably number there that
        born cost costs by
    """),
}

TURNS: Mapping[Language, tuple[tuple[str, ...], ...]] = {
    "it": (
        *(("anzi",), ("volevo", "dire"), ("intendevo",), ("intendo",), ("mi", "correggo"), ("scusa",)),
        *(("scusi",), ("pardon",), ("no", "aspetta"), ("meglio",), ("cioe",), ("ho", "detto")),
    ),
    "en": (
        *(
            ("i", "mean"),
            ("i", "meant"),
            ("sorry",),
            ("actually",),
            ("no", "wait"),
            ("rather",),
            ("correction",),
        ),
        *(("make", "that"), ("i", "said")),
    ),
}
"""Phrases after which a person corrects what was just said: the value behind them counts."""


def last_turn(message: str, language: Language) -> int:
    """Return where the last correction ("anzi", "I mean") begins in a message, or -1."""
    words = [word for word in split_words(message) if word.is_letters]
    texts = [word.text for word in words]
    for at in range(len(words) - 1, -1, -1):
        if any(tuple(texts[at : at + len(turn)]) == turn for turn in TURNS[language]):
            return words[at].start
    return -1
