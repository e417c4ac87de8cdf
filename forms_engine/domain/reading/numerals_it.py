"""Italian numerals: one word may hold a whole number (millenovecentonovanta)."""

from collections.abc import Iterator
from itertools import chain

from forms_engine.domain.reading.numerals import Numerals

_UNITS = ("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
_TEENS = (
    *("dieci", "undici", "dodici", "tredici", "quattordici"),
    *("quindici", "sedici", "diciassette", "diciotto", "diciannove"),
)
_TENS = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_ORDINALS = ("primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo")
_SCALES = {"mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9} | {
    "bilione": 10**12,
    "bilioni": 10**12,
}
_ENDINGS = ("", "o", "e", "i", "a")


def _below_hundred() -> Iterator[tuple[str, int]]:
    yield from ((word, value) for value, word in enumerate(chain(_UNITS, _TEENS)))
    yield from (("un", 1), ("una", 1))
    for tens, value in zip(_TENS, range(20, 100, 10), strict=True):
        yield tens, value
        # "settant'anni", "quarant'anni"
        yield tens[:-1], value
        yield from ((tens + unit, value + digit) for digit, unit in enumerate(_UNITS) if digit)
        yield from ((tens[:-1] + unit, value + digit) for unit, digit in (("uno", 1), ("un", 1), ("otto", 8)))


def _below_thousand() -> Iterator[tuple[str, int]]:
    small = dict(_below_hundred())
    yield from small.items()
    for digit, unit in enumerate(("", *_UNITS[2:]), start=1):
        hundred = f"{unit}cento"
        yield hundred, digit * 100
        for word, value in small.items():
            if value:
                yield hundred + word, digit * 100 + value
                yield hundred[:-1] + word, digit * 100 + value


_WORDS = dict(_below_thousand())


def cardinal(word: str) -> int | None:
    """Return the number an Italian word names, up to 999,999, or None."""
    if word in _WORDS:
        return _WORDS[word]
    if word.startswith("mille"):
        rest = _WORDS.get(word[5:].removeprefix("e"), _WORDS.get(word[5:])) if word[5:] else 0
        return None if rest is None else 1000 + rest
    head, thousand, tail = word.partition("mila")
    if not thousand or not _WORDS.get(head):
        return None
    rest = _WORDS.get(tail) if tail else 0
    return None if rest is None else _WORDS[head] * 1000 + rest


def ordinal(word: str) -> int | None:
    """Return the place an Italian word names in any gender and number (terza, ventesimi), or None."""
    base = word[:-1] + "o"
    if base in _ORDINALS:
        return _ORDINALS.index(base) + 1
    if not base.endswith("esimo"):
        return None
    stem = word[:-5]
    for ending in _ENDINGS:
        value = cardinal(stem + ending) or _SCALES.get(stem + ending)
        if value:
            return value
    return None


def denominator(word: str) -> int | None:
    """Return what an Italian word divides by (terzi, quarto, ventesimi), or None."""
    # "12 centesimi" is money far oftener than twelve hundredths.
    if word == "centesimi" or not word.endswith(("o", "i")):
        return None
    value = ordinal(word)
    return value if value and value > 2 else None  # noqa: PLR2004 - halves have words of their own


ITALIAN = Numerals(
    cardinal=cardinal,
    ordinal=ordinal,
    denominator=denominator,
    hundreds=frozenset(),
    scales=_SCALES,
    multiples={
        "paio": 2,
        "decina": 10,
        "decine": 10,
        "dozzina": 12,
        "dozzine": 12,
        "quindicina": 15,
        "ventina": 20,
        "trentina": 30,
        "quarantina": 40,
        "cinquantina": 50,
        "sessantina": 60,
        "settantina": 70,
        "ottantina": 80,
        "novantina": 90,
        "centinaio": 100,
        "centinaia": 100,
        "migliaio": 1000,
        "migliaia": 1000,
    },
    joiners=frozenset({"e", "ed"}),
    points=frozenset({"virgola", "punto"}),
    minus=frozenset({"meno", "negativo"}),
    articles=frozenset({"un", "uno", "una"}),
    halves=frozenset({"mezzo", "mezza"}),
    weak=frozenset({"un", "uno", "una"}),
    none=frozenset({"nessuno", "nessuna", "nessun", "niente", "nulla"}),
    percent=frozenset({"percento", "percentuale", "per cento"}),
    ratio=(("su",), ("fratto",), ("diviso",)),
    decimal_comma=True,
    hyphenated=False,
)
