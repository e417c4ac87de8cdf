"""A postal address in one line, and its parts."""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from forms_engine.domain.kinds.kind import Fault, Kind
from forms_engine.domain.sentences import gettext_noop

_PARTS = re.compile(r"\s*–\s*")
_TOWN = re.compile(
    r"(?:(?P<postcode>[A-Z]{0,2}-?\d[\w\-]*(?: \d[A-Z]{2})?)(?:\s+|$))?"
    r"(?P<city>[^()]*?)\s*(?:\((?P<province>[^()]*)\))?",
    re.IGNORECASE,
)
_ITALIAN = re.compile(
    r"(?P<street>\D.*?)(?:,?\s+(?:n\.?\s*)?(?P<number>\d+\s?[\w/]{0,4}|snc))?\s*,?\s+(?P<postcode>\d{5})\s+"
    r"(?P<city>[^\d,()]+?)\s*(?:\(\s*(?P<province>[A-Z]{2})\s*\)|,?\s+(?P<short>[A-Z]{2}))?(?:\s*,\s*(?P<country>[^\d,]+))?",
)
_NUMBERED = re.compile(r"(?P<street>\D+?),?\s+(?P<number>\d+\s?[\w/]{0,4})")
_WRONG = gettext_noop("Write street, number, postcode and city, for example %(example)s.")
_POSTCODE = gettext_noop("An Italian postcode has five digits: check “%(postcode)s”.")
_CAP = re.compile(r"\d{5}", re.ASCII)
_HOME = {"", "it", "italia", "italy"}
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """The parts of an address, in the order in which a form asks for them."""

    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    province: str = ""
    country: str = ""

    @property
    def line(self) -> str:
        """All parts in one line; ``place_of`` takes it apart again."""
        street = ", ".join(filter(None, (self.street, self.number)))
        province = f"({self.province})" if self.province else ""
        town = " ".join(filter(None, (self.postcode, self.city, province)))
        return f"{street} – {town} – {self.country}".rstrip(" –") if any(astuple(self)) else ""


def place_of(line: str) -> Place:
    """Return the parts of an address: of the line that is kept, or as far as a free text shows them."""
    line = " ".join(line.split())[:_LONGEST]
    if "–" not in line:
        return _from_text(line)
    street, town, country = (*_PARTS.split(line, maxsplit=2), "", "")[:3]
    road, comma, number = street.rpartition(", ")
    match = _TOWN.fullmatch(town)
    found = match.groupdict(default="") if match else {"city": town}
    return Place(road if comma else number, number if comma else "", country=country, **found)


def place_from(parts: Sequence[str]) -> Place:
    """Return the address that six inputs hold; signs that join the parts are kept out of them."""
    clean = (" ".join(re.sub(r"[–()]", " ", part).split()) for part in (*parts, *[""] * 6))
    return Place(*(part for part, _ in zip(clean, range(6), strict=False)))


@dataclass(frozen=True, slots=True)
class Address(Kind):
    """``Via Roma, 12 – 20121 Milano (MI) – Italia``; province and country may be left out."""

    word = "address"
    example = "Via Roma, 12 – 20121 Milano (MI)"
    attributes = {"autocomplete": "street-address"}
    is_personal = True

    def normalised(self, text: str) -> str:
        """Return the line that is kept, where a text shows its parts."""
        place = place_of(text)
        return place.line if place.street and place.city else text.strip()

    def fault(self, value: str) -> Fault | None:
        """Return what is missing, or that no Italian postcode looks like this one."""
        place = place_of(value)
        if not (place.street and place.city):
            return Fault(_WRONG, {"example": self.example})
        if place.postcode and place.country.casefold() in _HOME and not _CAP.fullmatch(place.postcode):
            return Fault(_POSTCODE, {"postcode": place.postcode})
        return None

    def masked(self, value: str) -> str:
        """Return the town."""
        return f"… {place_of(value).city}".strip()


def _from_text(text: str) -> Place:
    if match := _ITALIAN.fullmatch(text):
        found = match.groupdict(default="")
        province = found.pop("short") or found["province"]
        return Place(**(found | {"province": province}))
    first, *rest = (part.strip() for part in text.split(","))
    if rest and rest[0].isdecimal():
        first, rest = f"{first} {rest[0]}", rest[1:]
    if not rest:
        return Place(street=first)
    numbered = _NUMBERED.fullmatch(first)
    street, number = (numbered["street"], numbered["number"]) if numbered else (first, "")
    return Place(street=street, number=number, city=rest[0], country=", ".join(rest[1:]))
