import time
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.reading import Ambiguous, NotUnderstood, Understood, read_command, read_value

NOW = datetime(2026, 3, 15, 10, 30, tzinfo=ZoneInfo("Europe/Rome"))
LABELS = {"yes": "Sì", "no": "No", "2": "2 – forse"}
CHOICES = tuple(SimpleNamespace(value=value, label=label) for value, label in LABELS.items())
PIECES = """
    un due mezzo e virgola milione mila dozzina alle 8 : / - . , 15 marzo lunedì prossimo fa tra giorni past
    to half quarter pm the and thousand first twenty ° ½ ² % € non sì no tutte tranne su 99999999999 \u0660
"""
WORDS = st.sampled_from(PIECES.split())
MESSAGES = (
    st.text(max_size=60)
    | st.lists(WORDS, max_size=14).map(" ".join)
    | st.lists(WORDS, max_size=9).map("".join)
)


@settings(max_examples=150, deadline=None)
@given(MESSAGES, st.sampled_from(["it", "en"]))
def test_any_message_is_read_without_raising_and_quoted_truly(message, language):
    for question_type in QuestionType:
        read = read_value(question_type, message, language=language, now=NOW, choices=CHOICES)
        candidates = read.candidates if isinstance(read, Ambiguous) else (read,)
        for candidate in candidates:
            if isinstance(candidate, Understood):
                assert candidate.quote in message
                assert 0 < candidate.certainty <= 1
    read_command(message, language)


@pytest.mark.parametrize(
    "piece", ["1 ", "un milione e ", "8:", "giorni ", "½", "e ", "a/", "°' ", "A, ", "1.", "no "]
)
def test_long_message_is_read_fast(piece):
    message = piece * (20_000 // len(piece))
    started = time.process_time()
    for question_type in QuestionType:
        read_value(question_type, message, language="it", now=NOW, choices=CHOICES)
        read_command(message, "it", question_type=question_type)
    assert time.process_time() - started < 5  # of the processor's own time: others may be busy


@pytest.mark.parametrize("question_type", ["text", "email", "phonenumber", "barcode"])
def test_text_is_kept_as_written(value_of, question_type):
    assert value_of(question_type, "  Via Roma 5, salta il 2° piano \n") == "Via Roma 5, salta il 2° piano"
    assert value_of(question_type, " \n") == "empty"


@pytest.mark.parametrize("question_type", [QuestionType.IMAGE, QuestionType.NOTE, QuestionType.CALCULATE])
def test_type_without_words_is_not_understood(question_type):
    assert isinstance(read_value(question_type, "5", language="it", now=NOW), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45.4642, 9.19", "45.4642 9.19 0 0"),
        ("45,4642 9,19", "45.4642 9.19 0 0"),
        ("-33.86 151.2", "-33.86 151.2 0 0"),
        ("33.86 S, 151.2 E", "-33.86 151.2 0 0"),
        ("9.19 E 45.46 N", "45.46 9.19 0 0"),
        ("45°27'51\"N 9°11'22\"E", "45.46416667 9.18944444 0 0"),
        ("45.4 9.2 120 5", "45.4 9.2 120 5"),
        ("https://maps.example/?q=@45.46,9.19,15z", "45.46 9.19 0 0"),
        ("91.5 9.2", "no_place"),
        ("5 e 3", "no_place"),
        ("a casa", "no_place"),
    ],
)
def test_place_is_read_from_degrees(value_of, text, expected):
    assert value_of("geopoint", text) == expected


def test_path_needs_enough_places(value_of):
    assert value_of("geotrace", "45.1 9.1; 45.2 9.2") == "45.1 9.1 0 0; 45.2 9.2 0 0"
    assert value_of("geoshape", "45.1 9.1; 45.2 9.2") == "no_place"
