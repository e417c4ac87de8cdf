"""The operations there are, and how they are written as JSON.

``{"kind": "move", "path": "a/b", "parent": "c", "at": 2}``: a kind and what it needs, nothing else.
Texts and other entries of a mapping that are not named stay; an empty one is removed.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from forms_engine.domain.editing.errors import EditRefused

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Add a node; without a key of its own it gets a fresh one."""

    node: Json
    parent: str = ""
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change some of what a node says: its key, type, texts, rules, looks; not where it stands."""

    path: str
    fields: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Let a node stand elsewhere; ``at`` counts without the node itself."""

    path: str
    parent: str = ""
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Put a copy of a node after it, with fresh keys."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Remove a node and all that is in it."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChoices:
    """Write a choice list anew. A row's ``was`` is the value it had, so that it keeps what it does not name.

    A row without a value gets one made of its label.
    """

    name: str
    rows: list[Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSettings:
    """Change the title and what the settings sheet says."""

    title: str = ""
    settings: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguages:
    """Say which languages there are, the default first; ``renamed`` maps former names to new ones.

    The texts of a language that is left out go with it.
    """

    languages: list[str]
    renamed: Json = field(default_factory=dict)


Operation = Insert | Change | Move | Duplicate | Delete | SetChoices | SetSettings | SetLanguages

KINDS: Mapping[str, type[Operation]] = {
    "insert": Insert,
    "change": Change,
    "move": Move,
    "duplicate": Duplicate,
    "delete": Delete,
    "choices": SetChoices,
    "settings": SetSettings,
    "languages": SetLanguages,
}
_EXPECTED: Mapping[str, type] = {"at": int, "node": dict, "fields": dict, "rows": list, "languages": list}
_MAPPINGS = frozenset({"settings", "renamed"})


def read_operation(payload: object) -> Operation:
    """Return the operation that JSON says.

    Raises:
        EditRefused: it says none.
    """
    given = dict(payload) if isinstance(payload, Mapping) else {}
    cls = KINDS.get(str(given.pop("kind", "")))
    if cls is None:
        raise EditRefused("edit_malformed")
    known = {each.name: each for each in fields(cls)}
    needed = {each.name for each in known.values() if each.default is MISSING is each.default_factory}
    if given.keys() - known.keys() or needed - given.keys():
        raise EditRefused("edit_malformed")
    if not all(_fits(name, value) for name, value in given.items()):
        raise EditRefused("edit_malformed")
    return cls(**given)


def _fits(name: str, value: Any) -> bool:
    expected: type = dict if name in _MAPPINGS else _EXPECTED.get(name, str)
    if isinstance(value, bool) or not isinstance(value, expected):
        return False
    match value:
        case int():
            return value >= 0
        case list():
            return all(isinstance(each, dict if name == "rows" else str) for each in value)
    return True
