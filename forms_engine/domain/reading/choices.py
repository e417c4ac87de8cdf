"""Reading which of the offered choices are meant."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from forms_engine.domain.reading.affirmations import YES, read_yes_or_no
from forms_engine.domain.reading.offers import Mention, Offers, words_of
from forms_engine.domain.reading.outcomes import (
    Ambiguous,
    Language,
    NotUnderstood,
    Offer,
    Read,
    Reason,
    Understood,
)
from forms_engine.domain.reading.remainders import certainty_of, remainder
from forms_engine.domain.reading.selections import ALL, BOTH, BUT, NONE, NONE_LIKE, SPLIT, YES_NO
from forms_engine.domain.reading.words import LONGEST, split_words

NEAR, MARGIN = 80.0, 8.0
"""Spelling likeness of 100: below ``NEAR`` another word; ``MARGIN`` ahead of the next to be chosen."""
_MOST_PARTS = 40
_CONTAINED, _SELECTED, _SPELT = 1.0, 0.9, 0.8


def read_choice(message: str, choices: Sequence[Offer], language: Language) -> Read:
    """Return the one choice a message names by label, value, place, yes or no, or near spelling."""
    offers = Offers(choices, language)
    mentions = offers.exact(message)
    if not mentions and (yes_no := _yes_no_choice(message, choices, language)):
        return yes_no
    mentions = mentions or offers.mentioned(message) or offers.placed(message) or offers.hinted(message)
    values = {mention.offer.value for mention in mentions}
    if len(values) > 1:
        return Ambiguous(tuple(_understood(message, mention, language) for mention in mentions))
    if mentions:
        return _understood(message, mentions[0], language)
    return _spelt(message, choices)


def read_choices(message: str, choices: Sequence[Offer], language: Language) -> Read:
    """Return the choices a message names, their values parted by spaces, in the order offered."""
    words = words_of(message)
    real = [offer for offer in choices if not _is_none_like(offer)]
    if set(words) & BUT[language] and set(words) & ALL[language]:
        at = next(word.end for word in split_words(message) if word.text in BUT[language])
        without = _several(message[at:], choices, language)
        kept = [offer for offer in real if offer not in without]
        return _selection(message, kept, choices, language) if without else NotUnderstood(Reason.NO_CHOICE)
    named = _several(message, choices, language)
    if not named and (set(words) & ALL[language] or (set(words) & BOTH[language] and len(real) == 2)):  # noqa: PLR2004
        return _selection(message, real, choices, language)
    if not named and set(words) & NONE[language]:
        none_like = [offer for offer in choices if _is_none_like(offer)]
        return Understood(none_like[0].value if none_like else "", message.strip(), _CONTAINED)
    if not named:
        return read_choice(message, choices, language)
    return _selection(message, named, choices, language)


def read_ranking(message: str, choices: Sequence[Offer], language: Language) -> Read:
    """Return all choices in the order a message names them; leaving one out is ``INCOMPLETE``."""
    named = _several(message, choices, language)
    if not named:
        return NotUnderstood(Reason.NO_CHOICE)
    if len(named) == len(choices) - 1:
        named = [*named, *(offer for offer in choices if offer not in named)]
    if len(named) < len(choices):
        return NotUnderstood(Reason.INCOMPLETE)
    return Understood(" ".join(offer.value for offer in named), message.strip(), _CONTAINED)


def yes_no_offers(choices: Sequence[Offer]) -> tuple[Offer, Offer] | None:
    """Return the choices that mean yes and no, if there is one of each."""
    sides = [
        [
            offer
            for offer in choices
            if offer.value.casefold() in side or words_of(offer.label)[:2] in _labels(side)
        ]
        for side in YES_NO
    ]
    return (sides[0][0], sides[1][0]) if all(len(side) == 1 for side in sides) else None


def _labels(side: frozenset[str]) -> set[tuple[str, ...]]:
    return {(word,) for word in side}


def _yes_no_choice(message: str, choices: Sequence[Offer], language: Language) -> Read | None:
    sides = yes_no_offers(choices)
    said = read_yes_or_no(message, language) if sides else None
    if not sides or not isinstance(said, Understood):
        return None
    return Understood(sides[said.value != YES].value, said.quote, said.certainty, said.rest)


def _is_none_like(offer: Offer) -> bool:
    return bool(set(words_of(offer.label)) & NONE_LIKE) or offer.value in NONE_LIKE


def _parts(message: str) -> list[str]:
    return SPLIT.split(message[:LONGEST], maxsplit=_MOST_PARTS)[:_MOST_PARTS]


def _several(message: str, choices: Sequence[Offer], language: Language) -> list[Offer]:
    """Return the choices a message names, in its order: whole labels first, then part by part."""
    offers = Offers(choices, language)
    mentions = list(offers.mentioned(message))
    parts, at = _parts(message), 0
    for part in parts:
        start = message.find(part, at)
        at = start + len(part)
        if not part.strip() or any(mention.start < at and mention.end > start for mention in mentions):
            continue
        read = read_choice(part, choices, language)
        if isinstance(read, Understood):
            offer = next(offer for offer in choices if offer.value == read.value)
            mentions.append(Mention(offer, start, at, read.certainty))
    mentions.sort(key=lambda mention: mention.start)
    return list({mention.offer.value: mention.offer for mention in mentions}.values())


def _selection(
    message: str, named: Sequence[Offer], choices: Sequence[Offer], language: Language
) -> Understood:
    values = {offer.value for offer in named}
    unread = [
        part
        for part in _parts(message)
        if part.strip()
        and len(named) == 1
        and isinstance(read_choice(part, choices, language), NotUnderstood)
    ]
    rest = remainder(", ".join(unread), 0, 0, language)
    kept = " ".join(offer.value for offer in choices if offer.value in values)
    return Understood(kept, message.strip(), certainty_of(rest, _SELECTED), rest)


def _understood(message: str, mention: Mention, language: Language) -> Understood:
    rest = remainder(message, mention.start, mention.end, language)
    quote = message[mention.start : mention.end]
    return Understood(mention.offer.value, quote, certainty_of(rest, mention.certainty), rest)


def _spelt(message: str, choices: Sequence[Offer]) -> Read:
    """Return the choice of nearest spelling, all that are about as near, or nothing."""
    said = " ".join(words_of(message))
    scored = sorted(
        ((_likeness(said, offer), at, offer) for at, offer in enumerate(choices)),
        key=lambda row: (-row[0], row[1]),
    )
    near = [(score, offer) for score, _, offer in scored if score >= NEAR and score > scored[0][0] - MARGIN]
    if not near or not said:
        return NotUnderstood(Reason.NO_CHOICE)
    candidates = tuple(
        Understood(offer.value, message.strip(), score / 100 * _SPELT) for score, offer in near
    )
    return candidates[0] if len(candidates) == 1 else Ambiguous(candidates)


def _likeness(said: str, offer: Offer) -> float:
    label = " ".join(words_of(offer.label))
    return max(
        fuzz.ratio(said, label), fuzz.ratio(said, offer.value.casefold()), fuzz.token_sort_ratio(said, label)
    )
