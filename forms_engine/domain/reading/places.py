"""Places on the map as people copy them."""

import re
from collections.abc import Iterator

from forms_engine.domain.reading.outcomes import Language, NotUnderstood, Read, Reason, Understood
from forms_engine.domain.reading.remainders import certainty_of, remainder
from forms_engine.domain.reading.words import LONGEST

_SMALL = r"(\d{1,2}(?:[.,]\d{1,9})?)\s?"
_DEGREES = (
    r"([NSEWO]?)\s?([+-]?\d{1,3}(?:[.,]\d{1,15})?)\s?"
    rf"(?:[°º]\s?(?:{_SMALL}['′’]\s?)?(?:{_SMALL}(?:\"|″|''|”)\s?)?)?([NSEWO]?)"
)
_PAIR = re.compile(rf"(?<![\w.,])@?{_DEGREES}\s?[,;/ ]?\s?{_DEGREES}(?![\w])", re.IGNORECASE)
_DECIMALS = re.compile(r"(?<![\d.,])([+-]?\d{1,2}\.\d{1,15})\s?[,; ]\s?([+-]?\d{1,3}\.\d{1,15})(?![\d])")
_ALTITUDE = re.compile(r"[\s,;]{1,2}(-?\d{1,5}(?:\.\d{1,9})?)(?:\s(\d{1,5}(?:\.\d{1,9})?))?\s*$")
_LATITUDE, _LONGITUDE = 90, 180


def read_place(message: str, language: Language) -> Read:
    """Return a geopoint ``lat lon alt acc`` from decimal degrees, or degrees, minutes and seconds."""
    for value, start, end in _places(message[:LONGEST]):
        rest = remainder(message, start, end, language)
        return Understood(value, message[start:end], certainty_of(rest), rest)
    return NotUnderstood(Reason.NO_PLACE)


def read_path(message: str, fewest: int) -> Read:
    """Return a geotrace or geoshape: places parted by semicolons or lines, at least ``fewest``."""
    parts = [part for part in re.split(r"[;\n]", message[:LONGEST]) if part.strip()]
    found = [next(_places(part), None) for part in parts]
    if len(parts) < fewest or None in found:
        return NotUnderstood(Reason.NO_PLACE)
    return Understood("; ".join(place[0] for place in found if place), message.strip(), 1.0)


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    for match in (*_DECIMALS.finditer(text), *_PAIR.finditer(text)):
        groups = match.groups()
        is_plain = len(groups) == 2  # noqa: PLR2004
        pair = (groups[0], groups[1]) if is_plain else _from_degrees(groups)
        if pair and abs(float(pair[0])) <= _LATITUDE and abs(float(pair[1])) <= _LONGITUDE:
            above = _ALTITUDE.match(text, match.end()) if is_plain else None
            altitude, accuracy = (above[1], above[2] or "0") if above else ("0", "0")
            yield (
                f"{pair[0]} {pair[1]} {altitude} {accuracy}",
                match.start(),
                above.end() if above else match.end(),
            )


def _from_degrees(groups: tuple[str | None, ...]) -> tuple[str, str] | None:
    parts = [[(group or "").replace(",", ".") for group in half] for half in (groups[:5], groups[5:])]
    sides = [(half[0] or half[4]).upper().replace("O", "W") for half in parts]
    if not any(sides) and not all("." in half[1] for half in parts):
        return None
    degrees = [_decimal(half, side) for half, side in zip(parts, sides, strict=True)]
    if sides[0] in {"E", "W"} and sides[1] in {"N", "S"}:
        degrees.reverse()
    elif (sides[0] in {"E", "W"}) != (sides[1] in {"N", "S"}):
        return None
    return degrees[0], degrees[1]


def _decimal(half: list[str], side: str) -> str:
    size = abs(float(half[1])) + float(half[2] or 0) / 60 + float(half[3] or 0) / 3600
    is_negative = half[1].startswith("-") or side in {"S", "W"}
    return f"{-size if is_negative else size:.8f}".rstrip("0").rstrip(".")
