"""A definition as JSON and back: how versions store it and how its content hash is taken.

The shape is documented in ``docs/definition.schema.json``. Empty fields are left out, so that a
definition has exactly one JSON form.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

from forms_engine.domain.definition import Choice, Definition, Group, Node, Question, QuestionType, Repeat

Json = dict[str, Any]
_T = TypeVar("_T", Choice, Definition, Group, Question, Repeat)


class DefinitionMalformed(ValueError):
    """The JSON is not a definition; the message says where and why."""


def to_json(thing: Definition | Node | Choice) -> Json:
    """Return a definition, or a part of one, as JSON-ready dictionaries and lists, without empty fields."""
    return _compact(thing)


def from_json(payload: object) -> Definition:
    """Return the definition that ``to_json`` wrote.

    Raises:
        DefinitionMalformed: something is missing, unknown or of the wrong kind.
    """
    definition = _build(Definition, payload, "the definition")
    if not definition.languages:
        raise DefinitionMalformed("the definition needs at least one language.")
    return definition


def node_from_json(payload: object) -> Node:
    """Return the question or section that ``to_json`` wrote.

    Raises:
        DefinitionMalformed: something is missing, unknown or of the wrong kind.
    """
    return _node(payload, "the node")


def choice_from_json(payload: object) -> Choice:
    """Return the choice that ``to_json`` wrote.

    Raises:
        DefinitionMalformed: something is missing, unknown or of the wrong kind.
    """
    return _choice(payload, "the choice")


def _compact(thing: Choice | Definition | Node) -> Json:
    written = {each: _plain(getattr(thing, each.name)) for each in fields(thing) if each.name != "type"}
    return _kind(thing) | {each.name: value for each, value in written.items() if value or _is_needed(each)}


def _kind(thing: Choice | Definition | Node) -> Json:
    match thing:
        case Question():
            return {"type": thing.type.value}
        case Repeat():
            return {"type": "repeat"}
        case Group():
            return {"type": "group"}
    return {}


def _plain(value: Any) -> Any:
    match value:
        case Choice() | Question() | Group():
            return _compact(value)
        case tuple():
            return [_plain(each) for each in value]
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
    return value


def _build(cls: type[_T], payload: object, where: str) -> _T:
    given = dict(_mapping(payload, where))
    known = {each.name: each for each in fields(cls)}
    for name in given.keys() - known.keys():
        raise DefinitionMalformed(f"{where} has an unknown entry “{name}”: remove it.")
    for name in (name for name, each in known.items() if _is_needed(each) and name not in given):
        raise DefinitionMalformed(f"{where} lacks “{name}”: add it.")
    return cls(
        **{name: _READERS.get(name, _text)(value, f"{where}, {name}") for name, value in given.items()}
    )


def _is_needed(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _node(payload: object, where: str) -> Node:
    given = dict(_mapping(payload, where))
    kind = _text(given.get("type", ""), f"{where}, type")
    where = f"{kind or 'node'} “{given.get('key', '')}”"
    if kind in {"group", "repeat"}:
        del given["type"]
        return _build(Repeat if kind == "repeat" else Group, given, where)
    return _build(Question, given, where)


def _type(value: object, where: str) -> QuestionType:
    try:
        return QuestionType(_text(value, where))
    except ValueError:
        raise DefinitionMalformed(f"{where}: “{value}” is not a type of question.") from None


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise DefinitionMalformed(f"{where} must be a text, not {value!r}.")
    return value


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise DefinitionMalformed(f"{where} must be an object, not {value!r:.60}.")
    return value


def _sequence(read: Callable[[object, str], Any]) -> Callable[[object, str], tuple[Any, ...]]:
    def sequence(value: object, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise DefinitionMalformed(f"{where} must be a list, not {value!r:.60}.")
        return tuple(read(each, f"{where} {number}") for number, each in enumerate(value, start=1))

    return sequence


def _keyed(read: Callable[[object, str], Any]) -> Callable[[object, str], dict[str, Any]]:
    def keyed(value: object, where: str) -> dict[str, Any]:
        return {key: read(each, f"{where} “{key}”") for key, each in _mapping(value, where).items()}

    return keyed


def _choice(value: object, where: str) -> Choice:
    return _build(Choice, value, where)


_texts = _keyed(_text)

_READERS: dict[str, Callable[[object, str], Any]] = {
    "type": _type,
    "children": _sequence(_node),
    "languages": _sequence(_text),
    "choice_lists": _keyed(_sequence(_choice)),
    "media": _keyed(_texts),
    **dict.fromkeys(("label", "hint", "guidance", "required_message", "constraint_message"), _texts),
    **dict.fromkeys(("parameters", "extra", "columns", "settings"), _texts),
}
