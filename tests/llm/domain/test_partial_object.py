"""A JSON object read while it is being written."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messerprise.llm.domain.partial_object import BrokenObject, Member, PartialObject, Piece

TEXTS = st.text(st.characters(), max_size=20)  # lone surrogates too
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda name: name != "reply")


def read(text, cuts=(), streamed="reply"):
    reader = PartialObject(streamed=streamed)
    borders = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    found = []
    for start, end in pairwise(borders):
        found += reader.feed(text[start:end])
    return reader, found


def mended(value):
    """Return the value with every lone surrogate replaced, as the database wants it."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [mended(each) for each in value]
    if isinstance(value, dict):
        return {mended(name): mended(each) for name, each in value.items()}
    return value


@given(
    st.dictionaries(NAMES, VALUES, max_size=4),
    TEXTS,
    st.lists(st.integers(0, 10_000), max_size=30),
    st.booleans(),
    st.sampled_from([None, 2]),
)
def test_partial_object_gives_what_json_gives_wherever_it_is_cut(others, reply, cuts, ascii_only, indent):
    whole = {**others, "reply": reply}
    text = json.dumps(whole, ensure_ascii=ascii_only, indent=indent)
    expected = mended(json.loads(text))

    reader, found = read(text, cuts)

    assert {each.name: each.value for each in found if isinstance(each, Member)} == expected
    assert "".join(each.text for each in found if isinstance(each, Piece)) == expected["reply"]
    assert reader.complete


@given(
    st.dictionaries(
        st.sampled_from(["a", "reply"]), st.integers() | st.text('ab\\"', max_size=4) | st.just([{}])
    ),
    st.integers(0, 100),
    st.sampled_from(["", *'{}[]":,\\u0 x-']),
)
def test_partial_object_refuses_and_accepts_what_json_does(whole, place, char):
    text = json.dumps(whole)
    place %= len(text)
    text = text[:place] + char + text[place + 1 :]  # one stroke beside the keys

    assert accepted(lambda: read(text)[0].complete or None) == accepted(lambda: as_object(text))


def accepted(reading):
    try:
        return reading() is not None
    except ValueError:
        return False


def as_object(text):
    """Return what JSON reads, if it is an object that says nothing twice."""
    pairs = json.loads(text, strict=False, object_pairs_hook=list)
    names = [name for name, _value in pairs] if text.lstrip().startswith("{") else None
    return pairs if names is not None and len(set(names)) == len(names) else None


def test_partial_object_gives_a_member_as_soon_as_it_is_written():
    reader = PartialObject(streamed="reply")

    assert reader.feed('{"commands": [{"do": "set"}') == []
    assert reader.feed("]") == [Member("commands", [{"do": "set"}])]
    assert reader.feed(', "asks": "age", "reply": "Qu') == [Member("asks", "age"), Piece("Qu")]
    assert reader.feed("anti") == [Piece("anti")]
    assert reader.feed(' anni?"') == [Piece(" anni?"), Member("reply", "Quanti anni?")]
    assert not reader.complete
    assert reader.feed("}\n") == []
    assert reader.complete


def test_partial_object_joins_an_escape_cut_into_single_characters():
    reader = PartialObject(streamed="reply")
    found = [
        each for char in '{"reply":"\\ud83d\\ude00 \\u00e8\\n\\"fatto\\""}' for each in reader.feed(char)
    ]

    assert "".join(each.text for each in found if isinstance(each, Piece)) == '😀 è\n"fatto"'


def test_partial_object_joins_a_pair_whose_halves_come_in_two_fragments():
    reader = PartialObject(streamed="reply")

    assert reader.feed('{"reply":"\ud83d') == []
    assert reader.feed('\ude00"}') == [Piece("😀"), Member("reply", "😀")]


def test_partial_object_replaces_a_half_that_stays_alone():
    _reader, found = read('{"reply":"a\\ud83d","other":"b\\ude00"}')

    assert found == [Piece("a\ufffd"), Member("reply", "a\ufffd"), Member("other", "b\ufffd")]


def test_partial_object_lets_raw_line_breaks_pass():
    _reader, found = read('{"asks":"a\nb","reply":"c\nd"}')

    assert found == [Member("asks", "a\nb"), Piece("c\nd"), Member("reply", "c\nd")]


def test_partial_object_gives_a_streamed_member_that_is_no_string_whole():
    _reader, found = read('{"reply": null}')

    assert found == [Member("reply", None)]


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "hello",
        '{"a" 1}',
        '{"a":}',
        '{"a":1 "b":2}',
        '{"a":1}}',
        '{"a":1,}x',
        "{a:1}",
        '{"a":NaN}',
        '{"reply":"\\x"}',
        '{"reply":"\\u12g4"}',
        '{"reply":"\\u+123"}',
        '{"a":1,"a":2}',
        '{"a":tru}',
        '{"a":[}]}',
        '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_partial_object_refuses_what_is_no_object(text):
    with pytest.raises(BrokenObject):
        read(text)


def test_partial_object_is_not_complete_before_its_end():
    reader, _found = read('{"reply":"half')

    assert not reader.complete
