"""Frames: closed schemas, and nothing else gets in."""

import json
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid4

import pytest

from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.envelopes import Frame, FrameRefused, by_type, dump, parse
from messerprise.realtime.frames import Ack, Delta, Hello, Position

KINDS = by_type(Hello, Ack)
CONVERSATION, EPOCH, REPLY = uuid4(), uuid4(), uuid4()
HELLO = {"type": "hello", "conversation": str(CONVERSATION), "epoch": str(EPOCH), "event_seq": 7}


def refusal_of(text):
    with pytest.raises(FrameRefused) as refused:
        parse(text, KINDS)
    return refused.value.code


def test_parse_reads_a_frame_with_a_nested_one():
    text = json.dumps(HELLO | {"reply": {"id": str(REPLY), "attempt": 2, "tok_seq": 31}})

    assert parse(text, KINDS) == Hello(CONVERSATION, EPOCH, 7, Position(REPLY, 2, 31))


def test_parse_fills_in_what_may_be_missing():
    assert parse(json.dumps(HELLO), KINDS) == Hello(CONVERSATION, EPOCH, 7, None)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "unknown"},
        {"type": "websocket.disconnect"},
        {"type": ["hello"]},
        {},
        HELLO | {"extra": 1},
        {"type": "hello", "epoch": str(EPOCH), "event_seq": 7},
        HELLO | {"event_seq": "7"},
        HELLO | {"event_seq": True},
        HELLO | {"event_seq": -1},
        HELLO | {"event_seq": 2**60},
        HELLO | {"epoch": "not an id"},
        HELLO | {"epoch": None},
        HELLO | {"reply": {"id": str(REPLY), "attempt": 1}},
        HELLO | {"reply": [1]},
        [HELLO],
        "hello",
        None,
    ],
)
def test_parse_refuses_what_breaks_the_schema(frame):
    assert refusal_of(json.dumps(frame)) is CloseCode.BAD_FRAME


@pytest.mark.parametrize("text", ["", "{", "\x00", "[" * 10_000, '{"a":' * 10_000, None, "NaN"])
def test_parse_refuses_what_is_no_json_object(text):
    assert refusal_of(text) is CloseCode.BAD_FRAME


def test_parse_refuses_an_oversized_frame_by_its_bytes():
    assert refusal_of(json.dumps(HELLO | {"x": "à" * 33_000}, ensure_ascii=False)) is CloseCode.TOO_BIG
    assert refusal_of("x" * 70_000) is CloseCode.TOO_BIG


@dataclass(frozen=True, slots=True)
class Words(Frame):
    TYPE: ClassVar[str] = "words"
    text: str
    known: list[str]


def test_parse_refuses_half_a_character():
    with pytest.raises(FrameRefused):
        parse('{"type":"words","text":"\\ud83d","known":[]}', by_type(Words))


def test_dump_writes_what_parse_reads():
    frame = Delta(REPLY, 1, 2, 3, "perché 🙂")

    assert parse(dump(frame), by_type(Delta)) == frame
    assert json.loads(dump(frame))["type"] == "delta"
    assert parse(dump(Words("a", ["b"])), by_type(Words)) == Words("a", ["b"])
    assert UUID(json.loads(dump(frame))["reply"]) == REPLY
