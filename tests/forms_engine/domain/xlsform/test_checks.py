"""What is wrong in a workbook: named with its place and the cure, all at once."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from forms_engine.domain.xlsform import Severity, read_workbook
from forms_engine.domain.xlsform.sentences import SENTENCES
from tests.forms_engine.domain.xlsform.workbooks import workbook

YES_NO = [("yn", "y", "Yes"), ("yn", "n", "No")]
ONE = ("text", "q", "Q")


def without_survey():
    book, file = Workbook(), BytesIO()
    book.worksheets[0].title = "questions"
    book.create_sheet("answers")
    book.save(file)
    return file.getvalue()


def problems_of(survey, **sheets):
    reading = read_workbook(workbook(survey, **sheets), name="form.xlsx")
    assert reading.definition is None
    return [
        (each.code, each.sheet, each.row, each.column)
        for each in reading.problems
        if each.severity == "error"
    ]


@pytest.mark.parametrize(
    ("survey", "problem"),
    [
        ([ONE, ("essay", "a", "A")], ("type_unknown", "survey", 3, "type")),
        ([ONE, (None, "a", "A")], ("type_missing", "survey", 3, "type")),
        ([ONE, ("text", None, "A")], ("key_missing", "survey", 3, "name")),
        ([ONE, ("text", "a b", "A")], ("key_invalid", "survey", 3, "name")),
        ([ONE, ("text", "1a", "A")], ("key_invalid", "survey", 3, "name")),
        ([ONE, ("text", "a:b", "A")], ("key_invalid", "survey", 3, "name")),
        ([ONE, ("text", "a/b", "A")], ("key_invalid", "survey", 3, "name")),
        ([ONE, ("text", "meta", "A")], ("key_reserved", "survey", 3, "name")),
        ([ONE, ONE], ("key_duplicate", "survey", 3, "name")),
        ([ONE, ("text", "Q", "Q")], ("key_differs_by_case", "survey", 3, "name")),
        ([ONE, ("text", "a" * 256, "A")], ("key_too_long", "survey", 3, "name")),
        ([ONE, ("select_one no", "a", "A")], ("list_unknown", "survey", 3, "type")),
        (
            [("text", "surname", "S"), ("text", "a", "Dear ${surnam}")],
            ("reference_unknown", "survey", 3, "label"),
        ),
        ([ONE, ("begin_group", "g", "G")], ("group_not_closed", "survey", 3, "type")),
        ([ONE, ("end_group", None, None)], ("group_not_opened", "survey", 3, "type")),
        (
            [("begin_group", "g", "G"), ONE, ("end_repeat", None, None)],
            ("group_not_opened", "survey", 4, "type"),
        ),
    ],
)
def test_row_problem_is_named(survey, problem):
    assert problem in problems_of(survey, choices=YES_NO)


@pytest.mark.parametrize(
    "unsupported",
    ["xml-external", "include", "cascading_select", "select_multiple ${q}"],
)
def test_unsupported_type_is_refused(unsupported):
    found = problems_of([ONE, (unsupported, "a", "A")], choices=YES_NO)
    assert found == [("type_unsupported", "survey", 3, "type")]


@pytest.mark.parametrize(
    "kind", ["select_multiple_from_file a.xml", "select_one_from_file a.geojson", "select_one a.geojson"]
)
def test_file_that_is_no_csv_leaves_its_list_empty_and_names_the_cure(kind):
    reading = read_workbook(workbook([ONE, (kind, "a", "A")]), name="form.xlsx")
    [problem] = [each for each in reading.problems if each.code == "file_kind_unsupported"]
    assert (problem.row, problem.severity) == (3, Severity.WARNING)
    assert problem.sentence.startswith(f"“{kind.split()[-1]}” cannot be read, so its list is empty: save")
    assert reading.definition.choice_lists == {"a": ()}


@pytest.mark.parametrize(
    "kind",
    [
        "simserial",
        "subscriberid",
        "phonenumber",
        "deviceid",
        "imei",
        "email",
        "uri:deviceid",
        "uri:email",
        "audit",
        "background-audio",
        "start-geopoint",
    ],
)
def test_what_only_a_phone_knows_is_set_aside_with_a_remark(kind):
    reading = read_workbook(workbook([ONE, (kind, "audit", None)]), name="form.xlsx")
    [remark] = reading.problems
    assert (remark.code, remark.sheet, remark.row) == ("type_set_aside", "survey", 3)
    assert f"“{kind}” is set aside" in remark.sentence
    assert not reading.definition.children[1].type.is_asked
    assert reading.locate("audit", "type").row == 3


def test_public_key_is_set_aside_with_a_remark():
    reading = read_workbook(workbook([ONE], settings={"form_id": "f", "public_key": "abc"}), name="form.xlsx")
    assert [(each.code, each.sheet, each.row) for each in reading.problems] == [
        ("encryption_set_aside", "settings", 2)
    ]
    assert reading.definition.settings["public_key"] == "abc"


@pytest.mark.parametrize("column", ["bind::jr:preload", "bind::type", "body::jr:noAddRemove"])
def test_unsupported_column_is_refused(column):
    [(code, sheet, row, _)] = problems_of([(*ONE, "x")], header=("type", "name", "label", column))
    assert (code, sheet, row) == ("column_unsupported", "survey", 2)


@pytest.mark.parametrize("column", ["constraint", "calculation", "read_only", "default"])
def test_logic_that_groups_cannot_have_is_refused(column):
    survey = [("begin_group", "g", "G", "1 = 1"), (*ONE, None), ("end_group", None, None, None)]
    found = problems_of(survey, header=("type", "name", "label", column))
    assert found == [("column_unsupported_on_group", "survey", 2, column)]


def test_required_on_a_group_is_remarked_upon():
    survey = [("begin_group", "g", "G", "yes"), (*ONE, None), ("end_group", None, None, None)]
    reading = read_workbook(workbook(survey, header=("type", "name", "label", "required")), name="form.xlsx")
    assert reading.definition is not None
    assert [problem.code for problem in reading.problems] == ["required_on_group"]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (("yn", None, "Nameless"), "choice_without_value"),
        ((None, "z", "Listless"), "choice_without_list"),
        (("yn", "two words", "Two"), "choice_with_space"),
    ],
)
def test_choice_problem_is_named(choice, code):
    found = problems_of([("select_multiple yn", "q", "Q")], choices=[*YES_NO, choice])
    assert [(each[0], each[1], each[2]) for each in found] == [(code, "choices", 4)]


def test_choices_may_repeat_where_the_settings_allow_it():
    content = workbook(
        [("select_one yn", "q", "Q")],
        choices=[*YES_NO, YES_NO[0]],
        settings={"allow_choice_duplicates": "yes"},
    )
    assert read_workbook(content, name="form.xlsx").definition is not None


@pytest.mark.parametrize(("setting", "value"), [("add_none_option", "yes")])
def test_unsupported_setting_is_refused(setting, value):
    found = problems_of([ONE], settings={"form_id": "f", setting: value})
    assert found == [("setting_unsupported", "settings", 2, setting)]


def test_default_language_without_columns_is_remarked_upon():
    content = workbook([ONE], header=("type", "name", "label::it"), settings={"default_language": "en"})
    reading = read_workbook(content, name="form.xlsx")
    assert reading.definition.languages == ("it",)
    assert reading.problems[0].code == "default_language_unknown"


def test_all_problems_are_told_at_once():
    survey = [("essay", "a", "A"), ("text", "b c", "B"), ("select_one no", "d", "D"), ("text", "", "E")]
    assert [row for _, _, row, _ in problems_of(survey)] == [2, 3, 4, 5]


def test_no_more_problems_are_told_than_people_read():
    assert len(problems_of([("essay", f"a{number}", "A") for number in range(500)])) == 200


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("type", "label"), "column_missing"),
        (("name", "label"), "column_missing"),
        (("foo", "bar"), "column_missing"),
    ],
)
def test_missing_column_is_named(header, code):
    assert problems_of([("a", "b")], header=header)[0] == (
        code,
        "survey",
        1,
        "name" if "type" in header else "type",
    )


def test_missing_survey_sheet_is_named():
    [problem] = read_workbook(without_survey(), name="form.xlsx").problems
    assert problem.sentence == (
        "There is no sheet “survey” (there is: questions, answers): name the sheet of questions so."
    )


def test_empty_survey_is_refused():
    assert problems_of([]) == [("survey_empty", "survey", 2, "")]


def test_what_only_pyxform_objects_to_keeps_its_row():
    survey = [ONE, ("range", "r", "R", "start=0 end=10 step=0")]
    found = problems_of([(*ONE, None), survey[1]], header=("type", "name", "label", "parameters"))
    assert found == [("pyxform", "survey", 3, "parameters")]


def test_every_sentence_is_one_sentence_with_a_cure():
    for code, sentence in SENTENCES.items():
        if code != "pyxform":
            assert sentence.endswith((".", "?")), code
            assert ":" in sentence, code


def test_sentence_says_what_and_where():
    [problem] = read_workbook(workbook([ONE, ("hiden", "a", "A")]), name="form.xlsx").problems
    assert problem.sentence == "The question type “hiden” does not exist: did you mean “hidden”?"
    assert problem.template % problem.params == problem.sentence


@pytest.mark.parametrize(
    ("kind", "appearance", "codes"),
    [
        ("text", "iban", []),
        ("integer", "iban", ["kind_misplaced"]),
        ("text", "w1 signature", ["kind_misplaced"]),
        ("image", "signature", []),
        ("decimal", "money EUR", []),
        ("text", "no-such-kind", []),
    ],
)
def test_kind_on_a_type_it_does_not_fit_is_a_warning_in_its_row(kind, appearance, codes):
    header = ("type", "name", "label", "appearance")
    reading = read_workbook(workbook([(kind, "q", "Q", appearance)], header=header), name="form.xlsx")
    assert reading.definition is not None
    found = [each for each in reading.problems if each.code == "kind_misplaced"]
    assert [each.code for each in found] == codes
    assert all((each.row, each.column, each.severity) == (2, "appearance", "warning") for each in found)
