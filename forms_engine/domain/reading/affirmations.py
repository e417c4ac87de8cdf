"""Yes and no, as people say them."""

from collections.abc import Iterator, Mapping

from forms_engine.domain.reading.fillers import last_turn
from forms_engine.domain.reading.outcomes import Language, NotUnderstood, Reason, Understood
from forms_engine.domain.reading.remainders import certainty_of, remainder
from forms_engine.domain.reading.words import Word, split_words, word_set

YES, NO, UNSURE = "yes", "no", "unsure"
CONTRADICTED = 0.5

_YES: Mapping[Language, str] = {
    "it": """
        si | sicuro | sicuramente | certo | certamente | certo che si | ok | okay | okei | va bene |
        va benissimo | d ' accordo | esatto | esattamente | giusto | vero | corretto | assolutamente |
        assolutamente si | volentieri | confermo | confermato | accetto | affermativo | ovvio |
        ovviamente | naturalmente | come no | penso di si | credo di si | direi di si | certissimo | s |
        true | yes | credo proprio di si | mi pare di si | sissignore | acconsento | concordo | 👌 | 👍 |
        ✅ | ✔ | x ✔ | perfetto | benissimo | certo si
    """,
    "en": """
        yes | yep | yup | yeah | yea | ya | y | sure | sure thing | of course | certainly | definitely |
        absolutely | ok | okay | right | correct | true | agree | agreed | i agree | i do | i am |
        i have | indeed | affirmative | confirmed | i confirm | i accept | accept | i think so |
        i guess so | i believe so | fine | that ' s fine | that works | that would work | sounds good |
        👌 | 👍 | ✅ | ✔ | please do | why not | totally | exactly | by all means | si
    """,
}
_NO: Mapping[Language, str] = {
    "it": """
        no | n | falso | false | mai | mai e poi mai | negativo | per niente | per nulla |
        niente affatto | assolutamente no | certo che no | neanche per sogno | neanche per idea |
        neppure | macche | penso di no | credo di no | direi di no | credo proprio di no |
        mi pare di no | rifiuto | nego | sbagliato | errato | 👎 | ❌ | nessuno | ovviamente no |
        certamente no | sicuramente no | nient ' affatto | figurati | non ancora
    """,
    "en": """
        no | nope | nah | n | never | false | negative | not at all | no way | absolutely not |
        certainly not | definitely not | of course not | wrong | incorrect | disagree | i disagree |
        i refuse | not really | 👎 | ❌ | not yet | not ok | nay | by no means | sure not
    """,
}
_UNSURE: Mapping[Language, str] = {
    "it": """
        boh | bho | mah | forse | non so | non lo so | non saprei | non sono sicuro | non sono sicura |
        non ne sono sicuro | dipende | puo darsi | non ricordo | chissa | ni | non ne ho idea |
        non mi ricordo | si e no | potrebbe
    """,
    "en": """
        maybe | perhaps | i don ' t know | i do not know | dunno | not sure | i ' m not sure |
        i am not sure | depends | it depends | no idea | hard to say | possibly | i don ' t remember |
        don ' t know | yes and no
    """,
}
_DENIALS: Mapping[Language, frozenset[str]] = {
    "it": frozenset({"non", "ne", "neanche", "nemmeno", "neppure"}),
    "en": frozenset({"not", "cannot", "dont", "doesnt", "didnt", "isnt", "wont", "never"}),
}
_DENIED: Mapping[Language, frozenset[str]] = {
    "it": word_set("credo penso direi accetto voglio posso confermo concordo"),
    "en": word_set("think believe agree accept work want"),
}
_PHRASES = {
    language: {
        tuple(phrase.split()): said
        for said, tables in ((YES, _YES), (NO, _NO), (UNSURE, _UNSURE))
        for phrase in tables[language].split("|")
    }
    for language in ("it", "en")
}
_LONGEST = 5


def read_yes_or_no(message: str, language: Language) -> Understood | NotUnderstood:
    """Return ``"yes"`` or ``"no"``; where both are said, what follows a turn, else the last, unsurely."""
    said, turn = list(_sayings(message, language)), last_turn(message, language)
    if turn >= 0:
        after = [saying for saying in said if saying[1] > turn and _ends_clause(message, saying[2])]
        said = after or [saying for saying in said if saying[1] < turn] or said
    kinds = {saying[0] for saying in said}
    if not said or UNSURE in kinds:
        return NotUnderstood(Reason.NOT_YES_OR_NO)
    value, start, end = said[0] if len(kinds) == 1 else said[-1]
    rest = remainder(message, start, end, language) if len(said) == 1 else ""
    return Understood(
        value, message[start:end], certainty_of(rest, CONTRADICTED if len(kinds) > 1 else 1.0), rest
    )


def _ends_clause(message: str, end: int) -> bool:
    # "I said no onions" refuses onions, not the question
    return not message[end:].lstrip()[:1].isalpha()


def _sayings(message: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Yield each yes, no and unsure with its place; a denied yes is a no."""
    words, at = split_words(message), 0
    while at < len(words):
        said, end = _saying_at(words, at, language)
        if said:
            yield said, words[at].start, words[end - 1].end
        at = end


def _saying_at(words: tuple[Word, ...], at: int, language: Language) -> tuple[str, int]:
    texts = tuple(word.text for word in words[at : at + 2 * _LONGEST])
    said, length = _phrase_at(texts, 0, language)
    if not said and (denial := _denial(texts, language)):
        for step in range(denial, min(len(texts), _LONGEST)):
            denied, reach = _phrase_at(texts, step, language)
            if denied == YES:
                return NO, at + step + reach
        if denial == len(texts):
            return NO, at + denial
        if texts[denial] in _DENIED[language]:
            return NO, at + denial + 1
    return said, at + max(length, 1)


def _phrase_at(texts: tuple[str, ...], at: int, language: Language) -> tuple[str, int]:
    """Return what the longest known phrase says and how many words it has, ``("", 0)`` if none."""
    for length in range(min(_LONGEST, len(texts) - at), 0, -1):
        said = _PHRASES[language].get(texts[at : at + length])
        if said:
            return said, length
    return "", 0


def _denial(texts: tuple[str, ...], language: Language) -> int:
    """Return the length of the word of denial at the beginning, 0 if there is none."""
    if texts[0] in _DENIALS[language]:
        return 1
    return 3 if texts[1:3] == ("'", "t") else 0
