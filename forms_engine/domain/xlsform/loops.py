"""XLSForm's old loops: a group written once and repeated for every choice of a list."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms_engine.domain.xlsform.node import ROW, Json

_PLACE = re.compile(r"%\((name|label)\)s")


def unrolled(nodes: Iterable[Json]) -> Iterator[Json]:
    """Yield the nodes with every loop replaced by a group holding one group a choice."""
    for node in nodes:
        yield _group(node) if node["type"] == "loop" else node


def _group(loop: Json) -> Json:
    rounds = [_round(loop, choice) for choice in loop["columns"] if choice["name"] != "none"]
    return {**loop, "type": "group", "children": rounds}


def _round(loop: Json, choice: Json) -> Json:
    return {
        "type": "group",
        "name": choice["name"],
        "label": choice.get("label"),
        ROW: loop[ROW],
        "children": [_filled(child, choice, "") for child in loop["children"]],
    }


def _filled(value: Any, choice: Json, language: str) -> Any:
    match value:
        case str():
            return _PLACE.sub(lambda place: _text(choice[place[1]], language), value)
        case list():
            return [_filled(each, choice, language) for each in value]
        case Mapping():
            return {key: _filled(each, choice, str(key)) for key, each in value.items()}
    return value


def _text(value: object, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language) or next(iter(value.values()), ""))
    return str(value)
