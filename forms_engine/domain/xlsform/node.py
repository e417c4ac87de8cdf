"""One node of pyxform's JSON, read field by field; what nobody read is the rest."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyxform.aliases import BINDING_CONVERSIONS
from pyxform.parsing.parameters import parse as parse_parameters

from forms_engine.domain.definition import Localized
from forms_engine.domain.xlsform.columns import MEDIA, Path, header

Json = dict[str, Any]

ROW = "__row"
"""The column in which a row's number travels through pyxform."""

PARAMETERS = "__parameters"
"""The column in which the parameters travel as authored: pyxform rewrites its own."""

RESERVED = "meta"
STAND_IN = "__meta"
"""What a nested group or question called ``meta`` is called while pyxform has it."""

NO_CHOICE = "__none"
"""The one choice of a list that has none, as its file is missing: pyxform wants some."""

_MADE_BY_PYXFORM = frozenset(
    {
        "type",
        "name",
        "children",
        "columns",
        "choices",
        "itemset",
        "list_name",
        "parameters",
        "actions",
        "_dynamic_default",
    },
)
_MADE_FROM_PARAMETERS: dict[str, re.Pattern[str]] = {
    "bind": re.compile(
        r"type|orx:max-pixels|odk:(quality|allow-mock-accuracy|track-.*|identify-user|location-.*)"
    ),
    "control": re.compile(
        r"rows|intent|accuracyThreshold|unacceptableAccuracyThreshold|incremental|start|end|step|odk:.*"
    ),
}
_PLAIN_NO = "false()"


class NodeReader:
    """Takes fields out of a node; ``language`` is whose text a column without a language holds."""

    def __init__(self, node: Json, language: str) -> None:
        self.kind: str = node["type"]
        self.key: str = key_of(node)
        self.row = int(node.get(ROW, 0))
        self._language = language
        self._left = {
            name: dict(value) if isinstance(value, dict) else value
            for name, value in node.items()
            if name not in _MADE_BY_PYXFORM
        }

    def text(self, path: Path) -> str:
        """Take the text at ``path``, ``""`` where there is none; yes and no become XPath in bindings."""
        value = self._take(path)
        if isinstance(value, tuple):
            return ", ".join(f"${{{name}}}" for name in value)
        text = "" if value is None else str(value)
        return str(BINDING_CONVERSIONS.get(text, text)) if path[0] == "bind" else text

    def flag(self, path: Path) -> str:
        """Take an expression whose plain no means the same as nothing."""
        text = self.text(path)
        return "" if text == _PLAIN_NO else text

    def localized(self, path: Path) -> Localized:
        """Take the text at ``path`` in every language it has."""
        return by_language(self._take(path), self._language)

    def media(self) -> dict[str, Localized]:
        """Take the file names of pictures and sounds, by kind."""
        found = {kind: self.localized(("media", kind)) for kind in MEDIA}
        return {kind: names for kind, names in found.items() if names}

    def parameters(self) -> dict[str, str]:
        """Take the parameters, and forget the attributes that pyxform derived from them."""
        given = parse_parameters(self._take((PARAMETERS,)) or "", self.row)
        for section, derived in _MADE_FROM_PARAMETERS.items() if given else ():
            attributes = self._left.get(section, {})
            for name in [name for name in attributes if derived.fullmatch(name)]:
                del attributes[name]
        return {str(name): str(each) for name, each in given.items()}

    def rest(self) -> dict[str, str]:
        """Return what was not taken, by column header."""
        return {header(path): text for path, text in flat(self._left) if path[0] not in {ROW, PARAMETERS}}

    def _take(self, path: Path) -> Any:
        *parents, last = path
        section = self._left
        for parent in parents:
            section = section.get(parent, {})
        return section.pop(last, None)


def key_of(node: Json) -> str:
    """Return the name that the author gave a node."""
    return RESERVED if node["name"] == STAND_IN else str(node["name"])


def by_language(value: object, language: str) -> Localized:
    """Return pyxform's text, plain or by language, by language; ``"default"`` is its word for none."""
    if not value:
        return {}
    if isinstance(value, Mapping):
        return {"" if name == "default" else name: str(text) for name, text in value.items()}
    return {language: str(value)}


def flat(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text below ``value`` with the path that leads to it."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from flat(each, (*path, str(name)))
    else:
        yield path, str(value)
