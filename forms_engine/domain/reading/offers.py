"""The offered choices, and where a message mentions them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms_engine.domain.reading.fillers import FILLERS
from forms_engine.domain.reading.outcomes import Language, Offer
from forms_engine.domain.reading.quantities import WEAK, quantities
from forms_engine.domain.reading.selections import LAST, MARKERS
from forms_engine.domain.reading.words import Word, plain_words, split_words

_EXACT, _MENTIONED, _PLACED, _HINTED = 1.0, 1.0, 0.9, 0.8
_TELLING = 4
"""Letters a word needs to point at a choice by itself."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A choice named between two offsets of a message."""

    offer: Offer
    start: int
    end: int
    certainty: float


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words a label or message consists of."""
    return plain_words(text)


class Offers:
    """The choices of one question, ready to be looked for."""

    def __init__(self, choices: Sequence[Offer], language: Language) -> None:
        """Fold the labels and values once."""
        self.choices, self.language = choices, language
        self.names = [
            (offer, tuple({words_of(offer.label), words_of(offer.value)} - {()})) for offer in choices
        ]

    def exact(self, message: str) -> tuple[Mention, ...]:
        """Return the choice that the whole message is the label or the value of."""
        said = words_of(message)
        return tuple(
            Mention(offer, 0, len(message), _EXACT)
            for offer, names in self.names
            if said in names or offer.value == message.strip()
        )[:1]

    def mentioned(self, message: str) -> tuple[Mention, ...]:
        """Return the choices whose whole label or value stands in the message; longer ones first claim it."""
        words = [word for word in split_words(message) if word.is_letters or word.is_figure]
        found = list[Mention]()
        names = [(name, offer) for offer, names in self.names for name in names if not _is_slight(name)]
        for name, offer in sorted(names, key=lambda row: -len(row[0])):
            for start, end in _places(words, name):
                if all(mention.end <= start or mention.start >= end for mention in found):
                    found.append(Mention(offer, start, end, _MENTIONED))
        return tuple(sorted(found, key=lambda mention: mention.start))

    def placed(self, message: str) -> tuple[Mention, ...]:
        """Return the choice at a place in the row: "2", "la seconda", "option B", "the last one"."""
        said = [word for word in words_of(message) if word not in MARKERS]
        if len(said) > 1 or (not said and not words_of(message)):
            return ()
        place = self._place(message, said[0] if said else words_of(message)[-1])
        if not 1 <= place <= len(self.choices):
            return ()
        return (Mention(self.choices[place - 1], 0, len(message), _PLACED),)

    def _place(self, message: str, word: str) -> int:
        if word in LAST[self.language]:
            return len(self.choices) + 1 - LAST[self.language][word]
        if len(word) == 1 and "a" <= word <= "z":
            return ord(word) - ord("a") + 1
        numbers = {
            quantity for quantity in quantities(message, self.language) if quantity.value.denominator == 1
        }
        # a bare "3" may as well be meant for a label such as "3-5 years"
        has_figures = any(any(part.isdecimal() for part in words_of(offer.label)) for offer in self.choices)
        if len(numbers) != 1:
            return 0
        number = numbers.pop()
        return 0 if has_figures and word.isdecimal() and number.strength != WEAK else int(number.value)

    def hinted(self, message: str) -> tuple[Mention, ...]:
        """Return the choices that share the message's telling words ("auto" for "Polizza auto")."""
        words = [
            word
            for word in split_words(message)
            if len(word.text) >= _TELLING and word.is_letters and word.text not in FILLERS[self.language]
        ]
        scores = [
            (sum(any(word.text in name for name in names) for word in words), offer)
            for offer, names in self.names
        ]
        best = max((score for score, _ in scores), default=0)
        if not best:
            return ()
        shared = [
            word for word in words if any(word.text in name for _, names in self.names for name in names)
        ]
        start, end = shared[0].start, shared[-1].end
        return tuple(Mention(offer, start, end, _HINTED) for score, offer in scores if score == best)


def _is_slight(name: tuple[str, ...]) -> bool:
    # "a" or "2" in the middle of a sentence names no choice
    return len(name) == 1 and len(name[0]) == 1


def _places(words: Sequence[Word], name: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for at in range(len(words) - len(name) + 1):
        if tuple(word.text for word in words[at : at + len(name)]) == name:
            yield words[at].start, words[at + len(name) - 1].end
