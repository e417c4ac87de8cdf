"""Frames on the wire: JSON objects with a closed schema, told by frozen dataclasses.

A frame class names its ``TYPE``; its fields are the frame's fields. Supported kinds of field: ``str``,
``int`` (not negative), ``bool``, ``UUID``, ``X | None``, another dataclass, and lists and dictionaries,
which are for frames of the server only: what is in a dictionary is not checked.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints
from uuid import UUID

from messerprise.realtime.close_codes import CloseCode

MAX_BYTES = 65_536
MAX_INT = 2**53 - 1  # what a browser can count


class FrameRefused(Exception):
    """The frame breaks the schema; the socket is closed with ``code``."""

    def __init__(self, code: CloseCode = CloseCode.BAD_FRAME) -> None:
        super().__init__(code.name)
        self.code = code


@dataclass(frozen=True, slots=True)
class Frame:
    """Base of every frame."""

    TYPE: ClassVar[str] = ""


def parse(text: str | None, kinds: Mapping[str, type[Frame]]) -> Frame:
    """Read one frame of the given kinds.

    Raises:
        FrameRefused: too big, no JSON object, an unknown type or field, a missing field, a wrong kind.
    """
    if text is None:
        raise FrameRefused
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise FrameRefused(CloseCode.TOO_BIG)
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        raise FrameRefused from None
    if not isinstance(payload, dict) or not isinstance(payload.get("type"), str):
        raise FrameRefused
    kind = kinds.get(payload.pop("type"))
    if kind is None:
        raise FrameRefused
    frame = _build(kind, payload)
    assert isinstance(frame, Frame)  # noqa: S101 - for the type checker: kinds holds frames only
    return frame


def dump(frame: Frame) -> str:
    """Return the frame as JSON text."""
    return json.dumps({"type": frame.TYPE, **content_of(frame)}, default=_plain, ensure_ascii=False)


def content_of(frame: Frame) -> dict[str, Any]:
    """Return the frame's fields as they are."""
    kind: Any = type(frame)
    return {name: getattr(frame, name) for name in _names(kind)}


def by_type(*frames: type[Frame]) -> dict[str, type[Frame]]:
    """Return the frame classes by their wire name."""
    return {frame.TYPE: frame for frame in frames}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@cache
def _schema(kind: type) -> dict[str, tuple[Any, bool]]:
    hints = get_type_hints(kind)
    return {each.name: (hints[each.name], each.default is MISSING) for each in fields(kind)}


def _build(kind: type, payload: Any) -> Any:
    schema = _schema(kind)
    if not isinstance(payload, dict) or payload.keys() - schema.keys():
        raise FrameRefused
    if any(needed and name not in payload for name, (_, needed) in schema.items()):
        raise FrameRefused
    return kind(**{name: _value(schema[name][0], value) for name, value in payload.items()})


def _value(kind: Any, value: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if value is None else _value(get_args(kind)[0], value)
    if is_dataclass(kind) and isinstance(kind, type):
        return _build(kind, value)
    if kind is UUID:
        return _uuid(value)
    if get_origin(kind) is list and isinstance(value, list):
        return [_value(get_args(kind)[0], each) for each in value]
    kind = get_origin(kind) or kind
    if type(value) is not kind or (kind is int and not 0 <= value <= MAX_INT):
        raise FrameRefused
    return _text(value) if kind is str else value


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def _text(value: str) -> str:
    """JSON can spell half a character (a lone surrogate), which no database stores."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FrameRefused from None
    return value


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise FrameRefused from None
