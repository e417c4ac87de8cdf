"""Questions of LimeSurvey become questions and sections of ours."""

import pytest

from forms_engine.domain.definition import Group, QuestionType
from forms_engine.domain.form import compile_form
from forms_engine.domain.limesurvey import read_survey
from tests.forms_engine.domain.limesurvey.surveys import codes, nodes, question, read, survey

ROWS = {"A1": "First", "A2": "Second"}
ANSWERS = {"x": "Ex", "y": "Why"}


@pytest.mark.parametrize("layout", [3, 6])
@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("S", {}, "text"), ("T", {}, "text"), ("U", {}, "text"), ("N", {}, "decimal"), ("D", {}, "date"),
        ("N", {"attributes": {"num_value_int_only": "1"}}, "integer"),
        ("S", {"attributes": {"numbers_only": "1"}}, "decimal"),
        ("D", {"attributes": {"date_format": "dd/mm/yyyy HH:MM"}}, "dateTime"),
        ("D", {"attributes": {"date_format": "HH:MM"}}, "time"),
        ("L", {"answers": ANSWERS}, "select_one"), ("!", {"answers": ANSWERS}, "select_one"),
        ("O", {"answers": ANSWERS}, "select_one"), ("5", {}, "select_one"), ("Y", {}, "select_one"),
        ("G", {}, "select_one"),
        ("M", {"parts": ROWS}, "select_multiple"), ("P", {"parts": ROWS}, "select_multiple"),
        ("R", {"answers": ANSWERS}, "rank"), ("|", {}, "file"), ("X", {}, "note"), ("*", {}, "calculate"),
        ("|", {"attributes": {"allowed_filetypes": "png, jpg"}}, "image"),
    ],
)  # fmt: skip
def test_question_has_the_type_of_its_letter(kind, fields, expected, layout):
    reading = read(question("Q", kind, **fields), layout=layout)
    node = dict(reading.definition.walk())["Group/Q"]
    assert node.type == expected
    assert node.label == ({"English (en)": "Text of Q"} if kind != "*" else {})
    assert reading.problems == ()


@pytest.mark.parametrize("layout", [3, 6])
@pytest.mark.parametrize(
    ("kind", "fields", "keys", "expected"),
    [
        ("F", {"answers": ANSWERS}, ["Q_A1", "Q_A2"], "select_one"),
        ("H", {"answers": ANSWERS}, ["Q_A1", "Q_A2"], "select_one"),
        ("A", {}, ["Q_A1", "Q_A2"], "select_one"), ("B", {}, ["Q_A1", "Q_A2"], "select_one"),
        ("C", {}, ["Q_A1", "Q_A2"], "select_one"), ("E", {}, ["Q_A1", "Q_A2"], "select_one"),
        ("K", {}, ["Q_A1", "Q_A2"], "decimal"), ("Q", {}, ["Q_A1", "Q_A2"], "text"),
        (
            "1", {"answers": ANSWERS, "others": ANSWERS},
            ["Q_A1_0", "Q_A1_1", "Q_A2_0", "Q_A2_1"], "select_one",
        ),
        (";", {"columns": {"C": "Col"}}, ["Q_A1_C", "Q_A2_C"], "text"),
        (":", {"columns": {"C": "Col"}}, ["Q_A1_C", "Q_A2_C"], "integer"),
        (
            ":", {"columns": {"C": "Col"}, "attributes": {"multiflexible_checkbox": "1"}},
            ["Q_A1", "Q_A2"], "select_multiple",
        ),
    ],
)  # fmt: skip
def test_array_becomes_a_section_of_questions(kind, fields, keys, expected, layout):
    reading = read(question("Q", kind, parts=ROWS, **fields), layout=layout)
    section = dict(reading.definition.walk())["Group/Q"]
    assert isinstance(section, Group)
    assert [child.key for child in section.children] == keys
    assert {child.type for child in section.children} == {QuestionType(expected)}
    assert section.children[0].label["English (en)"].startswith("First")
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("5", "1 2 3 4 5"), ("A", "1 2 3 4 5"), ("B", "1 2 3 4 5 6 7 8 9 10"), ("C", "Y U N"), ("E", "I S D"),
        ("Y", "Y N"), ("G", "F M"),
    ],
)  # fmt: skip
def test_scales_that_limesurvey_supplies(kind, values):
    (choices,) = read(question("Q", kind, parts=ROWS)).definition.choice_lists.values()
    assert [choice.value for choice in choices] == values.split()


def test_scale_is_in_every_language():
    definition = read(question("Q", "Y"), languages=("it", "fr")).definition
    assert definition.choice_lists["yes_no"][0].label == {"Italiano (it)": "Sì", "Français (fr)": "Oui"}


@pytest.mark.parametrize("layout", [3, 6])
def test_texts_are_in_every_language(layout):
    asked = question(
        "Q", "L", {"en": "Colour?", "it": "Colore?"}, answers={"r": {"en": "Red", "it": "Rosso"}}
    )
    reading = read(asked, languages=("it", "en"), layout=layout)
    assert reading.definition.languages == ("Italiano (it)", "English (en)")
    assert dict(reading.definition.walk())["Group/Q"].label == {
        "Italiano (it)": "Colore?",
        "English (en)": "Colour?",
    }
    assert reading.definition.choice_lists["Q"][0].label == {"Italiano (it)": "Rosso", "English (en)": "Red"}


def test_html_becomes_markdown_and_what_is_lost_is_said():
    reading = read(question("Q", "S", "<p>Your <strong>name</strong><img src='x.png'/></p>"))
    assert dict(reading.definition.walk())["Group/Q"].label == {"English (en)": "Your **name**"}
    assert codes(reading) == [("Q", "media_lost")]


def test_help_prefix_and_suffix_become_the_hint():
    asked = question("Q", "N", help="<em>As of today</em>", attributes={"suffix": {"en": "years"}})
    assert nodes(asked)["Q"].hint == {"English (en)": "*As of today* · years"}


def test_other_asks_what_else():
    attributes = {"other_replace_text": {"en": "Something else"}, "other_comment_mandatory": "1"}
    reading = read(question("Q", "L", answers=ANSWERS, other=True, attributes=attributes))
    other = dict(reading.definition.walk())["Group/Q_other"]
    assert (other.relevant, other.required) == ("selected(${Q}, 'other')", "true()")
    assert other.label == {"English (en)": "Something else"}
    assert reading.definition.choice_lists["Q"][-1].value == "other"


def test_comments_become_questions():
    assert list(nodes(question("Q", "O", answers=ANSWERS))) == ["Group", "Q", "Q_comment"]
    found = nodes(question("Q", "P", parts=ROWS))
    assert found["Q_A2comment"].relevant == "selected(${Q}, 'A2')"


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("N", {"attributes": {"min_num_value_n": "1", "max_num_value_n": "9"}}, "(. >= 1) and (. <= 9)"),
        ("S", {"attributes": {"maximum_chars": "9"}}, "string-length(.) <= 9"),
        ("S", {"preg": "/^[0-9]{5}$/"}, "regex(., '^[0-9]{5}$')"),
        ("D", {"attributes": {"date_min": "2020", "date_max": "2026-12-31"}},
         "(. >= date('2020-01-01')) and (. <= date('2026-12-31'))"),
        ("D", {"attributes": {"date_max": "today"}}, ". <= today()"),
        ("M", {"parts": ROWS, "attributes": {"min_answers": "1", "max_answers": "2"}},
         "(count-selected(.) >= 1) and (count-selected(.) <= 2)"),
        ("M", {"parts": ROWS, "attributes": {"exclude_all_others": "A2"}},
         "not(selected(., 'A2')) or count-selected(.) = 1"),
        ("N", {"attributes": {"em_validation_q": "this > 3"}}, ". > 3"),
    ],
)  # fmt: skip
def test_validation_becomes_a_constraint(kind, fields, expected):
    assert nodes(question("Q", kind, **fields))["Q"].constraint == expected


def test_tip_becomes_the_message():
    attributes = {"em_validation_q": "this > 3", "em_validation_q_tip": {"en": "More than three"}}
    assert nodes(question("Q", "N", attributes=attributes))["Q"].constraint_message == {
        "English (en)": "More than three"
    }


@pytest.mark.parametrize("layout", [3, 6])
@pytest.mark.parametrize(
    ("kind", "fields", "key", "expected"),
    [
        ("S", {"defaults": {"": "Rome"}}, "Q", "Rome"),
        ("S", {"defaults": {"": "a - b"}}, "Q", "'a - b'"),
        ("L", {"answers": ANSWERS, "defaults": {"": "y"}}, "Q", "y"),
        ("M", {"parts": ROWS, "defaults": {"A1": "Y", "A2": "Y"}}, "Q", "A1 A2"),
        ("K", {"parts": ROWS, "defaults": {"A2": "5"}}, "Q/Q_A2", "5"),
    ],
)
def test_default_is_kept(kind, fields, key, expected, layout):
    assert nodes(question("Q", kind, **fields), layout=layout)[key].default == expected


def test_mandatory_hidden_and_random():
    attributes = {"hidden": "1"}
    found = nodes(
        question("Q", "S", mandatory=True),
        question("H", "S", mandatory=True, attributes=attributes),
        question("R", "L", answers=ANSWERS, attributes={"random_order": "1"}),
    )
    assert (found["Q"].required, found["H"].type, found["R"].parameters) == (
        "true()",
        "hidden",
        {"randomize": "true"},
    )


def test_slider_becomes_a_range():
    attributes = {"slider_layout": "1", "slider_min": "0", "slider_max": "10", "slider_accuracy": "1"}
    found = nodes(question("Q", "K", parts=ROWS, attributes=attributes))["Q/Q_A1"]
    assert (found.type, found.parameters) == ("range", {"start": "0", "end": "10", "step": "1"})


def test_filters_of_arrays_and_choices():
    found = nodes(
        question("Q", "M", parts=ROWS),
        question("F", "F", parts=ROWS, answers=ANSWERS, attributes={"array_filter": "Q"}),
        question(
            "N", "M", parts=ROWS, attributes={"array_filter_exclude": "Q"}, filters={"A1": 'Q_A2 == "Y"'}
        ),
    )
    assert found["F/F_A1"].relevant == "selected(${Q}, 'A1')"
    assert found["N"].choice_filter == (
        "(name != 'A1' or (selected(${Q}, 'A2'))) and (not(selected(${Q}, name)))"
    )


def test_welcome_is_a_note_and_other_words_are_remarked():
    reading = read(
        question("Q", "S"),
        settings={"surveyls_welcometext": "<p>Welcome</p>", "surveyls_endtext": "Bye"},
        tables={"quota": [{"id": "1"}]},
        group={"randomization_group": "x"},
    )
    assert dict(reading.definition.walk())["welcome"].label == {"English (en)": "Welcome"}
    assert codes(reading) == [("", "setting_ignored"), ("Group", "random_groups"), ("", "table_ignored")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (question("Q", "I"), "type_ignored"),
        (question("Q", "F"), "subquestions_missing"),
        (question("Q", "L"), "answers_missing"),
        (
            question("Q", "S", attributes={"time_limit_action": "1", "location_mapservice": "1"}),
            "setting_ignored",
        ),
    ],
)
def test_nothing_is_dropped_silently(asked, expected):
    assert expected in {code for _place, code in codes(read(asked, question("Z", "S")))}


def test_codes_used_twice_are_told_apart():
    reading = read(question("Q", "S"), question("Q", "S"))
    assert [path for path, _node in reading.definition.walk()] == ["Group", "Group/Q", "Group/Q_2"]
    assert codes(reading) == [("Q", "code_twice")]
    compile_form(read(question("Q", "F", parts={"A": "1", "a": "2"}, answers=ANSWERS)).definition)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<document>", "xml_broken"),
        (b"<html><body/></html>", "format_unknown"),
        (b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "no_survey"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "no_questions"),
        (b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><document>&a;</document>', "xml_unsafe"),
        (b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>', "xml_unsafe"),
        (b'<?xml version="1.0" encoding="nonsense"?><document/>', "xml_broken"),
        (b"<a>" * 200_000, "xml_broken"),
        (b"<a>" * 100_000 + b"</a>" * 100_000, "format_unknown"),
    ],
)
def test_what_is_no_survey_is_refused_with_a_sentence(content, code):
    reading = read_survey(content, name="x")
    assert reading.definition is None
    assert [problem.code for problem in reading.problems] == [code]
    assert reading.problems[0].sentence.endswith(".")


def test_too_many_questions_are_refused():
    reading = read_survey(survey(*(question(f"q{number}", "S") for number in range(5001))), name="x")
    assert codes(reading) == [("", "too_many")]
