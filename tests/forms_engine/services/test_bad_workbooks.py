"""Workbooks that go wrong: a clear sentence with sheet and row, and the draft stays as it was."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from forms_engine.exceptions import WorkbookRefused
from forms_engine.models import Questionnaire
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.workbooks import read_attachments
from tests.factories.workbooks import CHOICES, SURVEY, make_workbook

pytestmark = pytest.mark.django_db

HEADER = ("type", "name", "label", "calculation", "trigger")


def upload(author, content, **options):
    return upload_workbook(actor=author, content=content, file_name="colours.xlsx", **options)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(survey, choices=CHOICES):
    book = Workbook()
    book.remove(book.worksheets[0])
    settings = (("form_id", "form_title"), ("colours", "Colours"))
    for name, rows in {"survey": survey, "choices": choices, "settings": settings}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 90 * 1024**2)
    return file.getvalue()


def many_rows():
    return saved(book_of([SURVEY[0], *(("text", f"q{number}", "Q", "") for number in range(50_000))]))


def formula():
    book = book_of([*SURVEY, ("text", "sum", "=1+1", "")])
    return saved(book)


def circular_trigger():
    survey = [
        HEADER,
        ("integer", "a", "A", "${b} + 1", "${b}"),
        ("integer", "b", "B", "${a} + 1", "${a}"),
        ("text", "q", "Q", None, None),
    ]
    return make_workbook(survey=survey)


BAD = {
    "bomb": (bomb, ("", 0), "unpacks to far more than a questionnaire needs"),
    "many rows": (many_rows, ("survey", None), "more than 20000 rows"),
    "formula": (formula, ("survey", 5), "The formula in cell C5 has no value"),
    "key in other capitals": (
        lambda: make_workbook(("text", "AGE", "A", "")),
        ("survey", 5),
        "differ only by capital letters",
    ),
    "key that is SQL": (
        lambda: make_workbook(("text", "a'; DROP TABLE forms_engine_answer; --", "A", "")),
        ("survey", 5),
        "is not allowed",
    ),
    "key that is HTML": (
        lambda: make_workbook(("text", "<script>alert(1)</script>", "A", "")),
        ("survey", 5),
        "is not allowed",
    ),
    "circular trigger": (circular_trigger, ("survey", 2), "in a circle"),
}


@pytest.mark.parametrize("bad", BAD)
def test_upload_of_a_bad_workbook_says_where_and_leaves_the_draft(author, bad):
    make, place, words = BAD[bad]
    draft = upload(author, make_workbook())
    with pytest.raises(WorkbookRefused) as refused:
        upload(author, make())
    problem = next(each for each in refused.value.problems if words in each.sentence)
    assert problem.is_error
    assert problem.sheet == place[0]
    assert place[1] is None or problem.row == place[1]
    assert Questionnaire.objects.get().draft_version == draft


def test_attachment_of_100_mb_is_refused_unread(author, tmp_path):
    draft = upload(author, make_workbook())
    file = tmp_path / "towns.csv"
    with file.open("wb") as sparse:
        sparse.truncate(100 * 1024**2)
    with pytest.raises(WorkbookRefused) as refused:
        upload(author, make_workbook(("text", "b", "B", "")), attachments=read_attachments([file]))
    [problem] = refused.value.problems
    assert problem.sentence.startswith("“towns.csv” is larger than 10 MB:")
    assert Questionnaire.objects.get().draft_version == draft


def test_upload_reads_merged_cells_hidden_sheets_and_rows(author):
    book = book_of([*SURVEY, ("note", "n", "Note", "")])
    book["survey"].merge_cells("C5:D5")
    book["choices"].sheet_state = "hidden"
    book["survey"].row_dimensions[3].hidden = True
    version = upload(author, saved(book))
    assert [each["key"] for each in version.definition["children"]] == ["name", "age", "colour", "n"]
    assert len(version.definition["choice_lists"]["colours"]) == len(CHOICES) - 1


def test_upload_reads_ten_languages(author):
    languages = [f"Language {number}" for number in range(10)]
    survey = [
        ("type", "name", *(f"label::{each}" for each in languages)),
        ("text", "q", *(f"Question in {each}" for each in languages)),
    ]
    choices = (("list_name", "name", "label::Language 0"), *CHOICES[1:])
    version = upload(author, make_workbook(survey=survey, choices=choices))
    assert version.definition["languages"] == languages
    assert version.definition["children"][0]["label"]["Language 9"] == "Question in Language 9"
