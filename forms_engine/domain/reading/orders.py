"""Recognising commands in a message."""

import re
from collections.abc import Mapping

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.reading import commands as c
from forms_engine.domain.reading.order_phrases import PHRASES
from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.words import LONGEST, plain_words, word_set

_POLITE: Mapping[Language, frozenset[str]] = {
    "it": word_set("""
        per favore piacere vorrei voglio puoi potresti posso possiamo devo prego allora ok questa domanda si
    """),
    "en": word_set("""
        please can could would you i want to like let me us ok okay well then this question just
    """),
}


def _bare(said: tuple[str, ...], language: Language) -> tuple[str, ...]:
    return tuple(word for word in said if word not in _POLITE[language])


_COMMANDS = {
    language: {
        tuple(phrase.split()): command for command, joined in table.items() for phrase in joined.split("|")
    }
    for language, table in PHRASES.items()
}
_BARE = {
    language: {_bare(phrase, language): command for phrase, command in reversed(table.items())}
    for language, table in _COMMANDS.items()
}
_CHANGE: Mapping[Language, str] = {
    "it": r"(?:vorrei |voglio |puoi |potresti |per favore )?"
    r"(?:cambi(?:a|are|amo)|modific(?:a|are|amo)|corregg(?:i|ere|iamo)|aggiorn(?:a|are)|rettific(?:a|are))",
    "en": r"(?:please |can you |could you |i want to |i d like to |i'd like to |let's )?"
    r"(?:change|correct|edit|modify|update|fix|set)",
}
_INTO: Mapping[Language, str] = {"it": r"in|con|a|da", "en": r"to|into|as"}
_GO: Mapping[Language, str] = {
    "it": r"(?:vai|torna|tornare|passa|andiamo|torniamo|portami)\s+(?:alla|alle|allo|all'|al|ai|a)\s*\b",
    "en": r"(?:go(?: back)?|return|jump|take me|skip)\s+to\s+",
}
_TURN: Mapping[Language, str] = {
    "it": r"(?:no|anzi|scusa|scusi|aspetta)?\s*[,.:;]?\s*(?:no\s*,?\s*)?"
    r"(?:volevo dire|intendevo(?: dire)?|mi correggo|ho sbagliato|mi sono sbagliat[oa]|errore)",
    "en": r"(?:no|sorry|wait|oops)?\s*[,.:;]?\s*"
    r"(?:i meant(?: to say)?|i mean|correction|i was wrong|my mistake)",
}
_FAR = 12
"""Words beyond which a message is a story, not an order."""


def read_command(
    text: str, language: Language, *, question_type: QuestionType | None = None
) -> c.Command | None:
    """Return the command a message is, or None if it may as well be an answer.

    ``question_type`` is the asked question's: where any text is an answer, only a bare command phrase,
    "change X to Y" and "I meant Y" count. A ``Change`` or ``GoTo`` whose target is no question
    (``find_question``) had better be taken as an answer.
    """
    said = plain_words(text)
    is_free = question_type in {QuestionType.TEXT, QuestionType.BARCODE}
    if not said or len(said) > _FAR * 2:
        return None
    if said in _COMMANDS[language]:
        return _COMMANDS[language][said]
    correction = _correction(text[:LONGEST].strip(), language, is_free=is_free)
    if correction or is_free:
        return correction
    bare = _bare(said, language)
    return (_BARE[language].get(bare) if bare else None) or _going(text[:LONGEST].strip(), language)


def _correction(text: str, language: Language, *, is_free: bool) -> c.Change | None:
    plain = " ".join(text.replace("\u2019", "'").split())
    turned = re.fullmatch(rf"{_TURN[language]}\b\s*[,:]?\s*(.*)", plain, re.IGNORECASE)
    if turned:
        return c.Change("", _trimmed(turned[1]) or None)
    ordered = re.fullmatch(rf"{_CHANGE[language]}\s+(.+)", plain, re.IGNORECASE)
    if not ordered or len(plain_words(ordered[1])) > _FAR:
        return None
    parted = re.fullmatch(rf"(.+?)\s*(?:\b(?:{_INTO[language]})\s|[:=])\s*(.+)", ordered[1], re.IGNORECASE)
    if parted:
        return c.Change(_trimmed(parted[1]), _trimmed(parted[2]))
    return None if is_free else c.Change(_trimmed(ordered[1]))


def _going(text: str, language: Language) -> c.GoTo | None:
    gone = re.fullmatch(rf"{_GO[language]}(.+)", text, re.IGNORECASE | re.DOTALL)
    return c.GoTo(_trimmed(gone[1])) if gone else None


def _trimmed(text: str) -> str:
    return text.strip(" \n\t.,;:!?")
