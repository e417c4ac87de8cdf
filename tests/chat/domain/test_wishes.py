"""From a model's wishes to commands: a closed list, and no value without a quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.domain.commands import GoTo, Propose, SetAnswer, Skip, Submit, Tell, Topic, Undo
from chat.domain.quotes import span_of
from chat.domain.wishes import MOST_COMMANDS, commands_of

MESSAGE = "Sono Ada,  nata il 10 dicembre 1815."
SHOWN = {"name", "born", "kinds"}


def commands(*wishes):
    return commands_of(list(wishes), MESSAGE, SHOWN)


def test_a_value_with_its_quote_is_set():
    wish = {"do": "set", "path": "born", "value": "1815-12-10", "quote": "nata il 10 DICEMBRE 1815"}

    assert commands(wish) == (SetAnswer("born", "1815-12-10", "nata il 10 DICEMBRE 1815"),)


@pytest.mark.parametrize("quote", ["", "   ", "nata il 11 dicembre", None])
def test_a_value_without_its_quote_becomes_a_question(quote):
    (command,) = commands({"do": "set", "path": "name", "value": "Ada", "quote": quote})

    assert isinstance(command, Propose)


def test_values_are_made_text():
    wishes = [
        {"do": "set", "path": "name", "value": value, "quote": "Ada"} for value in (7, 1.5, ["a", "b"], "")
    ]

    assert [command.value for command in commands(*wishes)] == ["7", "1.5", "a b", ""]


@pytest.mark.parametrize(
    "wish",
    [
        None,
        "set",
        {},
        {"do": "delete", "path": "name"},
        {"do": "set", "path": "secret", "value": "x", "quote": "Ada"},
        {"do": "set", "path": "name", "value": {"a": 1}, "quote": "Ada"},
        {"do": "set", "path": "name", "value": True, "quote": "Ada"},
        {"do": "set", "path": "name", "quote": "Ada"},
        {"do": "go_to", "path": "secret"},
        {"do": "go_to"},
    ],
)
def test_what_is_not_on_the_list_is_dropped(wish):
    assert commands(wish) == ()


def test_the_other_words():
    wishes = [
        {"do": "skip", "path": "born"},
        {"do": "go_to", "path": "name"},
        {"do": "ask_why", "path": "name"},
    ]
    wishes += [{"do": word} for word in ("undo", "submit", "hand_off")]

    assert commands(*wishes) == (
        Skip("born"), GoTo("name"), Tell(Topic.WHY, "name"), Undo(), Submit(), Tell(Topic.HAND_OFF),
    )  # fmt: skip


def test_a_flood_of_wishes_is_cut():
    assert len(commands(*[{"do": "undo"}] * 100)) == MOST_COMMANDS


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_nothing_a_model_writes_breaks_it(wish):
    assert commands(wish, {"do": wish, "path": wish, "value": wish, "quote": wish}) is not None


@given(st.text(), st.text(), st.text(min_size=1).filter(str.strip))
def test_a_quote_that_is_in_the_text_is_found(before, after, quote):
    assert span_of(quote, f"{before} {quote} {after}")


def test_a_quote_is_found_where_it_stands():
    start, end = span_of("ada, nata", MESSAGE)

    assert MESSAGE[start:end] == "Ada,  nata"
    assert span_of("a.*", MESSAGE) is None
