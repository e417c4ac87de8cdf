"""What is mended in a workbook: each change is told with sheet, row and column, and logic stays."""

import pytest

from forms_engine.domain.form import compile_form
from forms_engine.domain.xlsform import read_workbook
from tests.forms_engine.domain.xlsform.workbooks import workbook

YES_NO = [("yn", "y", "Yes"), ("yn", "n", "No")]
ONE = ("text", "q", "Q")
LOGIC = ("type", "name", "label", "relevant")


def read(survey, **sheets):
    reading = read_workbook(workbook(survey, **sheets), name="form.xlsx")
    assert reading.definition is not None, reading.problems
    compile_form(reading.definition)
    return reading


def remarks(reading):
    assert all(each.severity == "warning" for each in reading.problems)
    return [(each.code, each.sheet, each.row, each.column) for each in reading.problems]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Text", "text"),
        ("tel", "text"),
        ("phone", "text"),
        ("numeric", "decimal"),
        ("hidden geopoint", "hidden"),
        ("add text prompt", "text"),
        ("q picture", "image"),
        ("get start time", "start"),
        ("Select_One yn", "select_one"),
        ("select multiple using yn", "select_multiple"),
        ("osm buildings", "hidden"),
    ],
)
def test_type_of_other_days_is_read_as_todays(written, kind):
    reading = read([ONE, (written, "a", "A")], choices=YES_NO)
    assert reading.definition.children[1].type == kind
    [(_code, *place)] = remarks(reading)
    assert place == ["survey", 3, "type"]
    assert f"“{written}”" in reading.problems[0].sentence


def test_limit_that_an_old_type_implies_becomes_a_constraint():
    reading = read([("percentage", "a", "A")])
    assert reading.definition.children[0].constraint == "0 <= . and . <= 100"
    assert [each[0] for each in remarks(reading)] == ["mended", "limit_added"]


def test_title_in_the_survey_is_set_aside():
    reading = read([("set form title", "Households", None), ONE])
    assert [each.key for each in reading.definition.children] == ["q"]
    assert remarks(reading) == [("type_of_settings", "survey", 2, "type")]


def test_choice_of_the_same_value_is_kept_and_an_equal_row_left_out():
    choices = [("list_name", "name", "label", "region"), ("t", "a", "A", "n"), ("t", "a", "A", "s")]
    header = ("type", "name", "label", "choice_filter")
    survey = [("text", "r", "R", None), ("select_one t", "q", "Q", "region = ${r}")]
    reading = read(survey, header=header, choices=[*choices, choices[1]])
    towns = reading.definition.choice_lists["t"]
    assert [(each.value, each.columns["region"]) for each in towns] == [("a", "n"), ("a", "s")]
    assert remarks(reading) == [
        ("choice_kept", "choices", 3, "name"),
        ("choice_twice", "choices", 4, "name"),
    ]


def test_choice_between_two_of_a_list_belongs_to_it():
    reading = read([("select_one yn", "q", "Q")], choices=[YES_NO[0], (None, "m", "Maybe"), YES_NO[1]])
    assert [each.value for each in reading.definition.choice_lists["yn"]] == ["y", "m", "n"]
    assert remarks(reading) == [("list_filled", "choices", 3, "list_name")]


def test_group_without_a_name_gets_one_that_is_free():
    survey = [("begin_group", None, "G"), ("text", "group_1", "Q"), ("end_group", None, None)]
    reading = read(survey)
    assert reading.definition.children[0].key == "group_2"
    assert remarks(reading) == [("group_named", "survey", 2, "name")]


def test_question_without_a_label_shows_its_name():
    reading = read([ONE, ("text", "first_name", None)])
    assert reading.definition.children[1].label == {"": "first name"}
    assert remarks(reading) == [("label_from_name", "survey", 3, "label")]


def test_reference_in_other_capitals_is_corrected():
    reading = read([("text", "Age", "A", None), ("text", "b", "B", "${age} = 1")], header=LOGIC)
    assert reading.definition.children[1].relevant == "${Age} = 1"
    assert remarks(reading) == [("reference_mended", "survey", 3, "relevant")]


def test_reference_to_nothing_is_read_as_empty():
    survey = [(*ONE, None), ("text", "b", "Dear ${nobody}", "${consent} = 'x' or ${q} = 'y'")]
    reading = read(survey, header=LOGIC)
    question = reading.definition.children[1]
    assert (question.label[""], question.relevant) == ("Dear", "'' = 'x' or ${q} = 'y'")
    assert [each[0] for each in remarks(reading)] == ["reference_empty", "reference_empty"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("(${q} = 'a') and (${q} != 'b'))", "(${q} = 'a') and (${q} != 'b')"),
        ("not(${q} = 'a'", "not(${q} = 'a')"),
        ("${q} &gt;= 1", "${q} >= 1"),
        ("${q} = ‘a’", "${q} = 'a'"),
    ],
)
def test_expression_with_one_correction_is_corrected(written, read_as):
    reading = read([(*ONE, None), ("text", "b", "B", written)], header=LOGIC)
    assert reading.definition.children[1].relevant == read_as


def test_what_an_expression_cannot_do_without_its_author_stays_an_error():
    content = workbook([(*ONE, None), ("text", "b", "B", "(${q} = ) or 1")], header=LOGIC)
    assert read_workbook(content, name="form.xlsx").definition.children[1].relevant == "(${q} = ) or 1"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (".", "once('')"),
        ("if(${q} = ', .)', 'x', .)", "if(${q} = ', .)', 'x', once(''))"),
        ("concat('a', .5)", "concat('a', .5)"),
    ],
)
def test_calculation_of_itself_keeps_what_is_there(written, read_as):
    header = ("type", "name", "label", "calculation")
    reading = read([(*ONE, None), ("calculate", "a", None, written)], header=header)
    assert reading.definition.children[1].calculation == read_as


def test_language_after_one_colon_is_read_beside_doubled_ones():
    header = ("type", "name", "label::English", "label:Italiano")
    reading = read([("text", "a", "Name", "Nome")], header=header)
    assert reading.definition.children[0].label == {"English": "Name", "Italiano": "Nome"}
    assert remarks(reading) == [("header_mended", "survey", 1, "label:Italiano")]


def test_headers_of_one_label_column_too_many_are_named():
    content = workbook([("text", "a", "A", "B")], header=("type", "name", "label", "label"))
    [problem] = read_workbook(content, name="form.xlsx").problems
    assert problem.code == "header_duplicate"
    assert "label::English (en)" in problem.sentence


def test_last_saved_entities_and_flat_are_set_aside():
    header = ("type", "name", "label", "default", "save_to")
    reading = read(
        [("text", "a", "A", "${last-saved#a}", "a")],
        header=header,
        settings={"form_id": "f", "flat": "yes"},
        entities=[("list_name", "label"), ("trees", "${a}")],
    )
    assert reading.definition.children[0].default == ""
    assert sorted(each[0] for each in remarks(reading)) == [
        "entities_set_aside",
        "flat_set_aside",
        "last_saved_set_aside",
        "save_to_set_aside",
    ]


def test_external_choices_become_choices():
    header = ("type", "name", "label", "choice_filter")
    survey = [
        ("select_one yn", "a", "A", None),
        ("select_one_external towns", "town", "Town", "region=${a}"),
    ]
    external = [("list_name", "name", "label", "region"), ("towns", "x", "X", "y"), ("towns", "z", "Z", "n")]
    reading = read(survey, header=header, choices=YES_NO, external_choices=external)
    towns = reading.definition.choice_lists["towns"]
    assert [(each.value, each.columns) for each in towns] == [("x", {"region": "y"}), ("z", {"region": "n"})]
    assert reading.definition.children[1].type == "select_one"
    assert remarks(reading) == [("external_joined", "survey", 3, "type")]


def test_nested_group_called_meta_is_read():
    survey = [
        ("begin_group", "inputs", "I"),
        ("begin_group", "meta", "M"),
        ("hidden", "place", None),
        ("end_group", None, None),
        ("end_group", None, None),
    ]
    assert [path for path, _node in read(survey).definition.walk()] == [
        "inputs",
        "inputs/meta",
        "inputs/meta/place",
    ]


def test_attribute_that_pyxform_trips_over_is_kept():
    reading = read([(*ONE, "x")], header=("type", "name", "label", "instance::tag"))
    assert reading.definition.children[0].extra == {"instance::tag": "x"}


@pytest.mark.parametrize(
    "sheets",
    [
        {"header": ("type", "name", "display.prompt.text")},
        {"header": ("clause", "name", "type")},
        {"queries": [("query_name",)], "properties": [("partition",)]},
    ],
)
def test_odkx_is_refused_in_one_sentence(sheets):
    [problem] = read_workbook(workbook([ONE], **sheets), name="form.xlsx").problems
    assert problem.code == "dialect_odkx"
    assert problem.sentence.startswith("This workbook is written for ODK-X")
