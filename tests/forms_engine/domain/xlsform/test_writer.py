"""Writing a definition as a workbook that reads back as itself."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from forms_engine.domain.codec import to_json
from forms_engine.domain.definition import Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.xlsform import read_workbook, write_workbook
from tests.forms_engine.domain.definitions import definitions
from tests.forms_engine.domain.xlsform.workbooks import workbook

ROOT = Path(__file__).parents[4]
OWN = [
    *sorted((ROOT / "messerprise" / "ops" / "demo").glob("*.xlsx")),
    *sorted((ROOT / "tests" / "forms_engine" / "workbooks").glob("*.xlsx")),
]
OTHERS = sorted((ROOT.parent / "shared" / "data" / "xlsforms").glob("*.xls*"))


def reread(definition):
    reading = read_workbook(write_workbook(definition), name="again.xlsx")
    assert reading.definition is not None, [problem.sentence for problem in reading.problems]
    return reading.definition


def sheets(definition):
    book = load_workbook(BytesIO(write_workbook(definition)))
    return {sheet.title: list(sheet.values) for sheet in book.worksheets}


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_our_workbooks_survive_export_and_import(path):
    definition = read_workbook(path.read_bytes(), name=path.name).definition
    assert to_json(reread(definition)) == to_json(definition)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_workbooks_of_others_survive_export_and_import_or_are_refused(path):
    reading = read_workbook(path.read_bytes(), name=path.name)
    if reading.definition is None:
        assert any(problem.severity == "error" for problem in reading.problems)
    else:
        assert to_json(reread(reading.definition)) == to_json(reading.definition)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definitions())
def test_any_definition_survives_export_and_import(definition):
    assert to_json(reread(definition)) == to_json(definition)


def test_what_only_a_phone_knows_survives_export_and_import():
    rows = [
        ("audit", None, None, "track-changes=true"),
        ("uri:deviceid", "device", None, None),
        ("text", "q", "Q", None),
        ("simserial", "sim", None, None),
    ]
    content = workbook(rows, header=("type", "name", "label", "parameters"), settings={"public_key": "abc"})
    definition = read_workbook(content, name="form.xlsx").definition
    assert to_json(reread(definition)) == to_json(definition)
    assert [row[:2] for row in sheets(definition)["survey"][1:]] == [
        ("uri:deviceid", "device"),
        ("text", "q"),
        ("simserial", "sim"),
        ("audit", "audit"),
    ]
    assert [each.extra for each in definition.children if each.key != "q"] == [
        {"type": "uri:deviceid"},
        {"type": "simserial"},
        {"type": "audit"},
    ]


def test_columns_come_in_the_customary_order_and_only_if_used():
    question = Question(
        key="age",
        type=QuestionType.INTEGER,
        label={"Italiano (it)": "Età", "English (en)": "Age"},
        constraint=". > 0",
        required="true()",
        extra={"instance::tag": "x"},
    )
    languages = ("Italiano (it)", "English (en)")
    written = sheets(Definition(form_id="f", title="F", languages=languages, children=(question,)))
    assert written["survey"] == [
        (
            "type",
            "name",
            "label::Italiano (it)",
            "label::English (en)",
            "required",
            "constraint",
            "instance::tag",
        ),
        ("integer", "age", "Età", "Age", "yes", ". > 0", "x"),
    ]
    assert "choices" not in written
    assert written["settings"] == [("form_title", "form_id", "default_language"), ("F", "f", "Italiano (it)")]


def test_groups_and_repeats_are_opened_and_closed():
    inner = Repeat(key="child", count="${total}", children=(Question(key="age", type=QuestionType.INTEGER),))
    definition = Definition(form_id="f", title="F", children=(Group(key="family", children=(inner,)),))
    types = [row[0] for row in sheets(definition)["survey"][1:]]
    assert types == ["begin_group", "begin_repeat", "integer", "end_repeat", "end_group"]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://example.org")', "+1", "-1", "@x", "<script>alert(1)</script>"]
)
def test_text_is_never_written_as_a_formula(text):
    question = Question(key="a", type=QuestionType.TEXT, label={"": text})
    definition = Definition(form_id="f", title="F", children=(question,))
    cell = load_workbook(BytesIO(write_workbook(definition)))["survey"]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert reread(definition) == definition


def test_characters_that_a_spreadsheet_cannot_hold_are_dropped():
    question = Question(key="a", type=QuestionType.TEXT, label={"": "bell\x07"})
    assert reread(Definition(form_id="f", title="F", children=(question,))).children[0].label == {"": "bell"}
