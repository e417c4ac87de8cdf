"""FHIR's extensions, by the last part of their address; what nobody took is the rest."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

_PREFIXES = ("sdc-questionnaire-", "questionnaire-", "cqf-", "valueset-")


class Extensions:
    """The extensions of one element."""

    def __init__(self, element: Json) -> None:
        self._left = [
            (name_of(each), each)
            for field in ("extension", "modifierExtension")
            for each in objects(element.get(field))
        ]

    def take(self, *names: str) -> list[Json]:
        """Take the extensions of these names out."""
        found = [each for name, each in self._left if name in names]
        self._left = [(name, each) for name, each in self._left if name not in names]
        return found

    def value(self, *names: str) -> Any:
        """Take the extensions of these names out and return the first one's value, None without."""
        return next((value_of(each) for each in self.take(*names)), None)

    def left(self) -> list[str]:
        """Return the names of those that nobody took."""
        return list(dict.fromkeys(name for name, _each in self._left))


def name_of(extension: Json) -> str:
    """Return the name of an extension: ``itemControl``."""
    name = text(extension.get("url")).rpartition("/")[2]
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def value_of(element: Json, prefix: str = "value") -> Any:
    """Return ``value[x]`` of an element, whatever its type; None without."""
    return next((value for name, value in element.items() if _is_choice(name, prefix)), None)


def value_type(element: Json, prefix: str = "value") -> str:
    """Return the type of ``value[x]``: ``Coding``, ``Date``; ``""`` without one."""
    return next((name.removeprefix(prefix) for name in element if _is_choice(name, prefix)), "")


def codes(concept: object) -> frozenset[str]:
    """Return the codes of a CodeableConcept."""
    return frozenset(text(each.get("code")) for each in objects(mapping(concept).get("coding"))) - {""}


def objects(value: object) -> list[Json]:
    """Return the objects of a list; nothing of what is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def mapping(value: object) -> Json:
    """Return an object; an empty one for what is none."""
    return value if isinstance(value, Mapping) else {}


def text(value: object) -> str:
    """Return a text, or a number as text; ``""`` for what is neither."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip() if isinstance(value, str) else f"{value}" if isinstance(value, int | float) else ""


def _is_choice(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and name[len(prefix) : len(prefix) + 1].isupper()
