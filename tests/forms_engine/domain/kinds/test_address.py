import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_engine.domain.kinds.address import Place, place_from, place_of


@pytest.mark.parametrize(
    "place",
    [
        Place("Via Roma", "12", "20121", "Milano", "MI", "Italia"),
        Place("Via Roma", "12/B", "20121", "Milano"),
        Place("Piazza Duomo", "", "", "Milano"),
        Place("10 Downing Street", "", "SW1A 2AA", "London", "", "UK"),
        Place("", "", "20121", "Milano"),
        Place("Via Roma"),
        Place(),
    ],
)
def test_line_is_taken_apart_as_it_was_put_together(place):
    assert place_of(place.line) == place


def test_line_reads_like_an_address():
    place = Place("Via Roma", "12", "20121", "Milano", "MI", "Italia")
    assert place.line == "Via Roma, 12 – 20121 Milano (MI) – Italia"


def test_inputs_are_cleaned_of_the_signs_that_join_them():
    assert place_from([" Via (Roma) – ", "12"]) == Place("Via Roma", "12")


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_inputs_make_a_line_that_stays_the_same(parts):
    line = place_from(parts).line
    assert place_of(place_of(line).line).line == place_of(line).line
