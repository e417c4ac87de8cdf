"""A message as a string of symbols (see ``lexicon``), the same for both languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forms_engine.domain.reading import lexicon_en, lexicon_it
from forms_engine.domain.reading.numbers import NumberGrammar
from forms_engine.domain.reading.outcomes import Language
from forms_engine.domain.reading.quantities import NUMERALS
from forms_engine.domain.reading.words import Word, split_words, touches

_PHRASES = {"it": lexicon_it.PHRASES, "en": lexicon_en.PHRASES}
_LONGEST_PHRASE = 4
_SIGNS = frozenset("/-.,:")
_TEENS = range(13, 21)
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol with its place in the message; ``digits`` is 0 for a number in words."""

    kind: str
    value: int
    start: int
    end: int
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """The symbols of a message (or of what is left of it)."""

    symbols: tuple[Symbol, ...]

    @property
    def kinds(self) -> str:
        """Return the kinds as one string, an index in which is an index of ``symbols``."""
        return "".join(symbol.kind for symbol in self.symbols)

    def without(self, first: int, end: int) -> "Line":
        """Return the line with a slice blotted out, so that indexes stay and no rule crosses it."""
        blots = (replace(symbol, kind="x") for symbol in self.symbols[first:end])
        return Line((*self.symbols[:first], *blots, *self.symbols[end:]))


def read_line(message: str, language: Language) -> Line:
    """Turn a message into symbols."""
    words = [word for word in split_words(message) if word.text != "'"]
    grammar = NumberGrammar(words, NUMERALS[language])
    symbols, at = list[Symbol](), 0
    while at < len(words):
        found, at = _phrase(words, at, language) or _number(grammar, at)
        symbols.extend(found)
    return Line(tuple(_years_joined(_months_settled(symbols, words))))


def _phrase(words: Sequence[Word], at: int, language: Language) -> tuple[list[Symbol], int] | None:
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        key = tuple(word.text for word in words[at : at + length])
        if len(key[0]) == 1 and touches(words, at - 1, at) and words[at - 1].is_figure:
            key = (f"#{key[0]}", *key[1:]) if (f"#{key[0]}",) in _PHRASES[language] else key
        if key in _PHRASES[language]:
            start, end = words[at].start, words[at + length - 1].end
            return [Symbol(kind, value, start, end) for kind, value in _PHRASES[language][key]], at + length
    return None


def _number(grammar: NumberGrammar, at: int) -> tuple[list[Symbol], int]:
    word = grammar.words[at]
    if word.is_figure:
        return [Symbol("n", int(word.text), word.start, word.end, len(word.text))], at + 1
    found = grammar.ordinal_at(at) or grammar.cardinal_at(at) if word.is_letters else None
    if found and found[0].denominator == 1:
        return [Symbol("n", int(found[0]), word.start, grammar.words[found[1] - 1].end)], found[1]
    return [Symbol(word.text if word.text in _SIGNS else "x", 0, word.start, word.end)], at + 1


def _months_settled(symbols: list[Symbol], words: Sequence[Word]) -> Iterator[Symbol]:
    """Tell the Tuesday from the March that Italians both shorten to "mar"."""
    short = {word.start for word in words if word.text == "mar"}
    for at, symbol in enumerate(symbols):
        before = "".join(near.kind for near in symbols[max(at - 2, 0) : at])
        is_tuesday = symbol.start in short and not before.endswith(("n", "n/", "n-", "n."))
        yield Symbol("W", 1, symbol.start, symbol.end) if is_tuesday else symbol


def _years_joined(symbols: Iterator[Symbol]) -> list[Symbol]:
    """Make one number of "nineteen seventy-eight"."""
    joined = list[Symbol]()
    for symbol in symbols:
        last = joined[-1] if joined else None
        if last and _is_century(last) and symbol.kind == "n" and not symbol.digits and symbol.value > 9:  # noqa: PLR2004
            joined[-1] = Symbol("n", last.value * _CENTURY + symbol.value, last.start, symbol.end)
        else:
            joined.append(symbol)
    return joined


def _is_century(symbol: Symbol) -> bool:
    return symbol.kind == "n" and not symbol.digits and symbol.value in _TEENS
