"""A model's answer in fragments: silent until the engine can act."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.domain.response import Response
from messerprise.llm.domain.partial_object import BrokenObject

TURN = {"commands": [{"do": "set"}], "asks": "a/b", "reply": "Perché no? 🙂"}


def test_response_is_silent_until_commands_and_question_are_known():
    response = Response()
    response.feed('{"reply": "Hello", "asks": "a", "commands": [')
    assert (response.is_ready, response.text) == (False, "")

    response.feed("]}")

    assert (response.is_ready, response.text, response.asks) == (True, "Hello", "a")


def test_response_gives_text_as_it_comes():
    response = Response()
    response.feed('{"commands": [], "asks": "", "reply": "Hel')

    assert (response.is_ready, response.is_complete, response.text) == (True, False, "Hel")


@given(st.integers(1, 60), st.permutations(list(TURN)))
def test_response_is_the_same_however_it_is_cut(size, order):
    raw, response = json.dumps({name: TURN[name] for name in order}), Response()

    for start in range(0, len(raw), size):
        response.feed(raw[start : start + size])

    assert response.is_complete
    assert {"commands": response.commands, "asks": response.asks, "reply": response.text} == TURN


@pytest.mark.parametrize("raw", ["{}", '{"commands": 7, "asks": null}', '{"other": 1}'])
def test_response_of_another_shape_wishes_nothing(raw):
    response = Response()
    response.feed(raw)

    assert (response.commands, response.asks, response.text) == ([], "", "")


def test_response_that_is_no_object_is_refused():
    with pytest.raises(BrokenObject):
        Response().feed("[1, 2]")
