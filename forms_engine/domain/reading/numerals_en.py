"""English numerals: several words make a number (two hundred and twenty-one)."""

from forms_engine.domain.reading.numerals import Numerals

_BELOW_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_CARDINALS = {
    **{word: value for value, word in enumerate(_BELOW_TWENTY.split())},
    **{word: value * 10 for value, word in enumerate(_TENS.split(), start=2)},
    "nought": 0,
    "naught": 0,
    "nil": 0,
    "fourty": 40,
}
_SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_ODD_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "nineth": 9,
    "twelfth": 12,
    "hundredth": 100,
}
_ORDINALS = (
    {f"{word}th": value for word, value in _CARDINALS.items()}
    | {f"{word[:-1]}ieth": value for word, value in _CARDINALS.items() if word.endswith("ty")}
    | {f"{word}th": value for word, value in _SCALES.items()}
    | _ODD_ORDINALS
)


def ordinal(word: str) -> int | None:
    """Return the place an English word names (third, twentieth), or None."""
    return _ORDINALS.get(word)


def denominator(word: str) -> int | None:
    """Return what an English word divides by (thirds, quarter, hundredth), or None."""
    value = 4 if word.startswith("quarter") else _ORDINALS.get(word.removesuffix("s"))
    return value if value and value > 2 else None  # noqa: PLR2004 - halves have words of their own


ENGLISH = Numerals(
    cardinal=_CARDINALS.get,
    ordinal=ordinal,
    denominator=denominator,
    hundreds=frozenset({"hundred", "hundreds"}),
    scales=_SCALES | {f"{word}s": value for word, value in _SCALES.items()},
    multiples={"couple": 2, "pair": 2, "dozen": 12, "dozens": 12, "doz": 12, "dozs": 12, "score": 20},
    joiners=frozenset({"and"}),
    points=frozenset({"point", "dot"}),
    minus=frozenset({"minus", "negative"}),
    articles=frozenset({"a", "an", "one"}),
    halves=frozenset({"half"}),
    weak=frozenset({"one"}),
    none=frozenset({"none", "nothing", "nobody"}),
    percent=frozenset({"percent", "percents", "percentage", "per cent", "pct"}),
    ratio=(("over",), ("out", "of"), ("in",)),
    decimal_comma=False,
    hyphenated=True,
)
