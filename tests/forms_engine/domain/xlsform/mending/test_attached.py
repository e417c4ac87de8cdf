"""Attached CSV files: their rows become choice lists, and so part of the definition."""

from datetime import UTC, datetime

import pytest

from forms_engine.domain.codec import to_json
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from forms_engine.domain.xlsform import read_workbook, write_workbook
from forms_engine.domain.xlsform.attachments import MAX_BYTES
from tests.forms_engine.domain.xlsform.workbooks import workbook

NOW = datetime(2026, 3, 15, tzinfo=UTC)
HEADER = ("type", "name", "label", "calculation", "choice_filter", "parameters")
FRUITS = b"\xef\xbb\xbfname,label,colour,value\nmango,Mango,yellow,3\nkiwi,Kiwi,green,1\n"
SURVEY = [
    ("select_one_from_file fruits.csv", "fruit", "Fruit", None, None, None),
    ("calculate", "colour", None, "pulldata('fruits', 'colour', 'name', ${fruit})", None, None),
    ("calculate", "value", None, "instance('fruits')/root/item[name = ${fruit}]/value", None, None),
]


def read(survey, **attachments):
    files = {f"{name}.csv": content for name, content in attachments.items()}
    return read_workbook(workbook(survey, header=HEADER), name="form.xlsx", attachments=files)


def test_select_from_a_file_offers_its_rows_and_pulldata_reads_them():
    definition = read(SURVEY, fruits=FRUITS).definition
    form = compile_form(definition)
    assert not form.remarks
    instance = Instance.load(form, values={"fruit": "mango"}, occurrences={}, now=NOW)
    assert {path: instance.node(path).value for path in ("colour", "value")} == {
        "colour": "yellow",
        "value": "3",
    }


def test_attached_rows_survive_export_and_import_without_the_file():
    definition = read(SURVEY, fruits=FRUITS).definition
    again = read_workbook(write_workbook(definition), name="form.xlsx")
    assert to_json(again.definition) == to_json(definition)


def test_value_and_label_of_the_parameters_are_taken():
    survey = [
        ("select_multiple_from_file fruits.csv", "f", "F", None, "value > 1", "value=colour label=name")
    ]
    definition = read(survey, fruits=FRUITS).definition
    [question] = definition.children
    choices = definition.choice_lists[question.choice_list]
    assert [(each.value, each.label[""]) for each in choices] == [("yellow", "mango"), ("green", "kiwi")]
    assert choices[0].columns["value"] == "3"
    assert question.parameters == {}
    compile_form(definition)


def test_table_without_names_can_be_looked_up():
    survey = [("calculate", "c", None, "pulldata('codes.csv', 'town', 'code', 'b')", None, None)]
    definition = read(survey, codes=b"code;town\na;Rome\nb;Turin\n").definition
    instance = Instance.load(compile_form(definition), values={}, occurrences={}, now=NOW)
    assert instance.node("c").value == "Turin"


def test_missing_file_is_remarked_upon_and_asked_for_again_on_export():
    reading = read(SURVEY)
    assert [each.code for each in reading.problems] == ["from_file", "attachment_missing"]
    assert "“fruits.csv” is not attached" in reading.problems[1].sentence
    assert reading.definition.choice_lists == {"fruits": ()}
    compile_form(reading.definition)
    exported = write_workbook(reading.definition)
    assert to_json(read_workbook(exported, name="f.xlsx").definition) == to_json(reading.definition)
    filled = read_workbook(exported, name="f.xlsx", attachments={"fruits.csv": FRUITS}).definition
    assert to_json(filled) == to_json(read(SURVEY, fruits=FRUITS).definition)


def test_external_row_names_a_table():
    survey = [
        ("csv-external", "fruits", None, None, None, None),
        ("calculate", "c", None, "count(instance('fruits')/root/item)", None, None),
    ]
    definition = read(survey, fruits=FRUITS).definition
    assert [each.key for each in definition.children] == ["c"]
    assert len(definition.choice_lists["fruits"]) == 2


def test_file_that_no_question_uses_is_remarked_upon():
    reading = read(SURVEY, fruits=FRUITS, other=b"a\n1\n")
    assert ("attachment_unused", "other.csv") in [(each.code, each.sheet) for each in reading.problems]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("fruits.geojson", b"{}", "attachment_not_csv"),
        ("fruits.csv", b"name,label\n\xff\xfe,x\n", "attachment_broken"),
        ("fruits.csv", b'name,label\n"open,x\n', "attachment_broken"),
        ("fruits.csv", b"name,name\na,b\n", "attachment_columns"),
        ("fruits.csv", b"", "attachment_columns"),
        ("fruits.csv", b"x" * (MAX_BYTES + 1), "attachment_too_large"),
        ("fruits.csv", b"name\n" + b"a\n" * 20_001, "too_many_rows"),
    ],
)
def test_attachment_that_cannot_be_read_is_refused(name, content, code):
    content_of_workbook = workbook(SURVEY, header=HEADER)
    reading = read_workbook(content_of_workbook, name="f.xlsx", attachments={name: content})
    assert reading.definition is None
    assert [(each.code, each.sheet) for each in reading.problems] == [(code, name)]
