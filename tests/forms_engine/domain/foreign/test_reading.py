"""Formats are recognised by content; bombs and rubbish end in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_engine.domain.codec import to_json
from forms_engine.domain.foreign.reading import MAX_BYTES, Format, read_foreign, recognise
from forms_engine.domain.xlsform import read_workbook, write_workbook
from tests.factories.workbooks import make_workbook
from tests.forms_engine.domain.builders import choice, definition, group, question
from tests.forms_engine.domain.limesurvey import surveys

FHIR = json.dumps({"resourceType": "Questionnaire", "item": [{"linkId": "a", "type": "string"}]}).encode()
LSS = surveys.survey(
    surveys.question("Q", "S", "<p>Your  <b>name</b></p>"),
    surveys.question("F", "F", "Dear {Q}", parts={"A": "One"}, answers={"x": "Ex"}, relevance="!is_empty(Q)"),
)
OWN = json.dumps(to_json(definition(question("a", label={"": "A"})))).encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (make_workbook(), Format.XLSFORM),
        (LSS, Format.LIMESURVEY),
        (b"\xef\xbb\xbf" + LSS, Format.LIMESURVEY),
        (FHIR, Format.FHIR),
        (OWN, Format.DEFINITION),
        (b"", None),
        (b"%PDF-1.7", None),
        (b'{"resourceType": "Patient"}', None),
        (b"[1, 2]", None),
        (b"\xff\xff\xff", None),
    ],
)
def test_recognise_goes_by_content(content, expected):
    assert recognise(content) is expected


@pytest.mark.parametrize("content", [LSS, FHIR, OWN])
def test_read_foreign_reads_every_format(content):
    assert read_foreign(content, name="x").definition is not None


@pytest.mark.parametrize("content", [LSS, FHIR, OWN])
def test_what_was_read_goes_through_a_workbook_unchanged(content):
    definition = read_foreign(content, name="x").definition
    assert read_workbook(write_workbook(definition), name="x").definition == definition


def test_definition_reads_back_as_it_was_written():
    written = definition(group("g", question("a", "select_one", choice_list="l")), l=(choice("x", "X"),))
    assert read_foreign(json.dumps(to_json(written)).encode(), name="x").definition == written


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" " * (MAX_BYTES + 1), "file_too_large"),
        (b"hello", "format_unknown"),
        (b"[" * 100_000, "format_unknown"),
        (b'{"a":' * 100_000, "json_broken"),
        (b'{"title": "\\ud800"}', "json_broken"),
        (b'{"a": NaN}', "json_broken"),
        (b'{"a": 1' + b"0" * 10_000 + b"}", "json_broken"),
        (b"\xff\xff", "format_unknown"),
        (b"{}", "format_unknown"),
        (b"null", "format_unknown"),
        (b'{"form_id": 3}', "definition_malformed"),
        (b'{"children": []}', "definition_malformed"),
    ],
)
def test_rubbish_and_bombs_are_refused_with_a_sentence(content, code):
    reading = read_foreign(content, name="x")
    assert reading.definition is None
    (problem,) = reading.problems
    assert problem.code == code
    assert problem.sentence.endswith(".")


def test_definition_nested_too_deep_is_refused():
    deep = {"type": "text", "key": "a"}
    for number in range(150):
        deep = {"type": "group", "key": f"g{number}", "children": [deep]}
    payload = {"form_id": "f", "title": "F", "root": "data", "languages": [""], "children": [deep]}
    reading = read_foreign(json.dumps(payload).encode(), name="x")
    assert {problem.code for problem in reading.problems} <= {"key_too_long", "definition_malformed"}
    assert reading.problems


@pytest.mark.parametrize(
    ("made", "code", "place"),
    [
        (definition(question("a b")), "key_invalid", "a b"),
        (definition(question("<script>")), "key_invalid", "<script>"),
        (definition(question("x'; DROP TABLE--")), "key_invalid", "x'; DROP TABLE--"),
        (definition(question("a/b")), "key_invalid", "a/b"),
        (definition(question("")), "key_invalid", ""),
        (definition(question("meta")), "key_invalid", "meta"),
        (definition(question("a" * 256)), "key_too_long", "a" * 256),
        (definition(question("age"), question("Age")), "key_differs_by_case", "Age"),
        (definition(question("a", "rank", choice_list="l"), l=(choice("x y"),)), "choice_with_space", "a"),
        (definition(question("a"), l=(choice("x"), choice("x"))), "choice_twice", ""),
    ],
)
def test_definition_with_impossible_names_is_refused(made, code, place):
    reading = read_foreign(json.dumps(to_json(made)).encode(), name="x")
    assert [(problem.code, problem.place, problem.severity) for problem in reading.problems] == [
        (code, place, "error")
    ]


def test_long_titles_are_cut_or_refused():
    fhir = {"resourceType": "Questionnaire", "title": "T" * 300, "item": [{"linkId": "a", "type": "string"}]}
    reading = read_foreign(json.dumps(fhir).encode(), name="x")
    assert (len(reading.definition.title), reading.problems[0].severity) == (200, "warning")
    own = to_json(definition(question("a"))) | {"title": "T" * 300}
    assert read_foreign(json.dumps(own).encode(), name="x").problems[0].severity == "error"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["form_id", "title", "children", "type", "key", "languages", "choice_lists", "label"]
            ),
            inner,
        )
    ),
    max_leaves=15,
)


@given(JSON | st.builds(lambda inner: {"form_id": "f", "title": "t", "children": [inner]}, JSON))
def test_read_foreign_never_raises_on_json(payload):
    reading = read_foreign(json.dumps(payload).encode(), name="x")
    assert reading.definition is not None or reading.problems


@given(st.binary(max_size=200))
def test_read_foreign_never_raises_on_bytes(content):
    assert read_foreign(content, name="x").problems
