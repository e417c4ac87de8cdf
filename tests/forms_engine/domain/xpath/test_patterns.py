import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_engine.domain.xpath.automaton import Automaton
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.pattern_tree import read_pattern
from forms_engine.domain.xpath.patterns import LONGEST_TEXT, matcher

PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\d", "^", "$"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("ab1-", max_size=8))
def test_automaton_finds_what_python_finds(pattern, text):
    python = re.search(pattern.replace("$", r"\Z"), text, re.ASCII) is not None
    assert Automaton(read_pattern(pattern)).search(text) == python


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^(a+)+$", "a" * 3_000 + "!"),
        (r"^(\w+\s?)*$", "a" * 3_000 + "!"),
        (r"^([\w-\.]+)@([\w-]+\.)+[\w-]{2,}$", "a@" + "b." * 1_000),
        (".*.*.*x", "a" * LONGEST_TEXT),
        ("(x+x+)+y", "x" * 2_000),
    ],
)
def test_pattern_that_could_take_endlessly_is_matched_soon(pattern, text):
    start = time.process_time()
    assert not matcher(pattern)(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("a$", "a\n", False),
        (r"[\w-\.]", "-", True),
        (r"[a\-z]", "m", False),
        ("[[]", "[", True),
        ("^[^]$", "\n", True),
        (r"\$\d", "$5", True),
        (r"\d", "٣", False),
        ("^(?=.*[a-z])(?=.*[0-9]).{8,}$", "abcdef12", True),
        (r"^(\d)\1$", "11", True),
        ("^.{5}$", "a" * 5, True),
    ],
)
def test_pattern_means_what_xforms_means(pattern, text, found):
    assert matcher(pattern)(text) is found


def test_text_that_is_too_long_matches_nothing():
    assert matcher("^a*$")("a" * LONGEST_TEXT)
    assert not matcher("^a*$")("a" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("pattern", ["(", "[", "*a", "(?=a)(b+)+", "((a{90}){90}){90}", "a" * 3_000])
def test_pattern_that_is_none_or_too_costly_is_refused(pattern):
    with pytest.raises(ExpressionInvalid):
        matcher(pattern)
