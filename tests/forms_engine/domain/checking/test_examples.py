import re

import pytest

from forms_engine.domain.checking.examples import example_of


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z]{2}[0-9]{3}$",
        r"^\d{5}$",
        "^(IT|FR)[0-9]+$",
        r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
        "^[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]$",
        r"^\+?[0-9 ]{6,15}$",
        "a?b*c+",
        "^.{3}$",
    ],
)
def test_example_matches_its_pattern(pattern):
    text = example_of(pattern)
    assert text
    assert re.search(pattern, text)


@pytest.mark.parametrize("pattern", ["(", "[", "(?=b)a", "a{99999999999999999999}", "((a{100}){100}){100}"])
def test_pattern_without_an_example_gives_nothing(pattern):
    assert example_of(pattern) == ""
