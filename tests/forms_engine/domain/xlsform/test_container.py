"""Files that are no workbook, or none that is safe to open."""

import zipfile
from io import BytesIO

import pytest

from forms_engine.domain.xlsform import read_workbook
from forms_engine.domain.xlsform.container import MAX_BYTES
from tests.forms_engine.domain.xlsform.workbooks import workbook

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
GOOD = workbook([("text", "q", "Q")])


def refusal(content, name="form.xlsx"):
    reading = read_workbook(content, name=name)
    assert reading.definition is None
    return [problem.code for problem in reading.problems]


def archive(**members):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def rewritten(content, change):
    """Return the archive with ``change(name, text)`` applied to its members."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"type,name,label\ntext,a,A\n", "file_not_excel"),
        (b"%PDF-1.7 nonsense", "file_not_excel"),
        (b"| survey |\n| | type | name |\n", "file_not_excel"),
        (archive(word__document="<w/>"), "file_not_excel"),
        (GOOD[:200], "workbook_broken"),
        (GOOD[: len(GOOD) // 2], "workbook_broken"),
        (OLE + b"\0" * 2000, "workbook_broken"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (archive(xl__workbook="not xml at all"), "workbook_broken"),
        (b"x" * (MAX_BYTES + 1), "file_too_large"),
        (archive(xl__workbook="", xl__bomb="0" * (30 * 1024 * 1024)), "workbook_bomb"),
        (archive(xl__workbook="", **{f"m{number}": "" for number in range(1001)}), "workbook_bomb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_no_workbook_is_refused(content, code):
    assert refusal(content) == [code]


def test_content_decides_not_the_name():
    assert read_workbook(GOOD, name="form.csv").definition is not None
    assert refusal(b"a,b", name="form.xlsx") == ["file_not_excel"]


def test_entities_that_explode_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (number, (b"&a%d;" % (number - 1) if number else b"&a;") * 20)
        for number in range(12)
    )
    content = rewritten(
        GOOD, lambda name, text: bomb + b"]><b>&a11;</b>" if name == "xl/workbook.xml" else text
    )
    assert refusal(content) == ["workbook_broken"]


def test_macros_are_ignored():
    content = rewritten(GOOD, lambda _, text: text)
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    assert read_workbook(file.getvalue(), name="form.xlsm").definition is not None


def test_formula_that_was_never_calculated_is_named():
    content = workbook([("text", "q", '="Hello " & "you"')])
    reading = read_workbook(content, name="form.xlsx")
    assert [(each.code, each.sheet, each.row) for each in reading.problems] == [
        ("formula_without_value", "survey", 2)
    ]
    assert "C2" in reading.problems[0].sentence


def test_formula_with_its_value_is_read():
    content = rewritten(
        workbook([("text", "q", '="Hello " & "you"')]),
        lambda _, text: text.replace(b"<v /></c>", b"<v>Hello you</v></c>").replace(
            b'r="C2"', b'r="C2" t="str"'
        ),
    )
    assert read_workbook(content, name="form.xlsx").definition.children[0].label == {"": "Hello you"}


def test_row_beyond_the_reach_of_the_reader_is_named():
    survey = [("text", "q", "Q"), *[()] * 70, ("text", "lost", "Lost")]
    reading = read_workbook(workbook(survey), name="form.xlsx")
    assert [(each.code, each.row) for each in reading.problems] == [("row_after_gap", 73)]


def test_empty_rows_keep_the_row_numbers():
    survey = [("text", "q", "Q"), (), (), ("essay", "a", "A")]
    assert read_workbook(workbook(survey), name="form.xlsx").problems[0].row == 5


def test_sheet_that_is_too_wide_is_refused():
    header = ("type", "name", "label", *(f"c{number}" for number in range(300)))
    assert refusal(workbook([("text", "q", "Q")], header=header)) == ["too_many_columns"]


def test_sheet_that_is_too_long_is_refused():
    def moved(_, text):
        return text.replace(b'<row r="2">', b'<row r="20001">').replace(b'r="A2"', b'r="A20001"')

    assert refusal(rewritten(GOOD, moved)) == ["too_many_rows"]


def test_sheet_that_is_longer_than_it_says_is_refused():
    short = rewritten(
        GOOD, lambda _, text: text.replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1:C1"')
    )
    assert refusal(short) == ["workbook_broken"]
