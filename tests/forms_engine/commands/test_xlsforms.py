import io

import pytest
from django.core.management import CommandError, call_command

from forms_engine.models import Questionnaire, Version
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def workbook(tmp_path):
    file = tmp_path / "colours.xlsx"
    file.write_bytes(make_workbook())
    return file


def run(command, *arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, f"{err.getvalue()}{error}"
    return 0, out.getvalue()


def test_import_xlsform_makes_a_draft(workbook):
    assert run("import_xlsform", workbook) == (0, "colours 1 draft\n")
    assert Questionnaire.objects.get().published_version is None


def test_import_xlsform_tells_what_was_mended_and_takes_attachments(tmp_path):
    row = ("select_one_from_file towns.csv", "town", "Town", "")
    (tmp_path / "a.xlsx").write_bytes(make_workbook(row, ("tel", "phone", "Phone", "")))
    (tmp_path / "towns.csv").write_text("name,label\nrm,Rome\n")
    err = io.StringIO()
    attached = ("--attachment", str(tmp_path / "towns.csv"))
    call_command("import_xlsform", str(tmp_path / "a.xlsx"), *attached, stdout=io.StringIO(), stderr=err)
    assert "warning: survey, row 6, type: “tel” is read as “text”" in err.getvalue()
    assert Version.objects.get().definition["choice_lists"]["towns"] == [
        {"value": "rm", "label": {"": "Rome"}}
    ]


def test_import_xlsform_names_the_attachment_that_is_not_there(workbook, tmp_path):
    code, text = run("import_xlsform", workbook, "--attachment", tmp_path / "towns.csv")
    assert code == 1
    assert "towns.csv: No such file or directory" in text


def test_import_xlsform_publishes_when_asked(workbook):
    assert run("import_xlsform", workbook, "--publish") == (0, "colours 1 published\n")


def test_import_xlsform_publishes_the_identical_draft(workbook):
    run("import_xlsform", workbook)
    assert run("import_xlsform", workbook, "--publish") == (0, "colours 1 published\n")
    assert run("import_xlsform", workbook, "--publish") == (0, "colours 1 published\n")
    assert Version.objects.count() == 1


def test_import_xlsform_prints_every_problem_with_its_row(tmp_path):
    file = tmp_path / "broken.xlsx"
    file.write_bytes(make_workbook(("txet", "a", "A", ""), ("text", "name", "B", "")))
    code, text = run("import_xlsform", file)
    assert code == 1
    assert "error: survey, row 5, type: " in text
    assert "error: survey, row 6, name: " in text
    assert "correct them" in text
    assert not Questionnaire.objects.exists()


def test_import_xlsform_says_that_the_file_is_missing(tmp_path):
    code, text = run("import_xlsform", tmp_path / "nothing.xlsx")
    assert (code, "No such file" in text) == (1, True)


def test_export_xlsform_writes_what_imports_to_the_identical_version(workbook, tmp_path):
    run("import_xlsform", workbook, "--publish")
    file = tmp_path / "again.xlsx"
    assert run("export_xlsform", "colours", file) == (0, "colours 1 published\n")
    assert run("import_xlsform", file) == (0, "colours 1 published\n")


def test_export_xlsform_writes_the_draft_of_what_was_never_published(workbook, tmp_path):
    run("import_xlsform", workbook)
    assert run("export_xlsform", "colours", tmp_path / "a.xlsx") == (0, "colours 1 draft\n")


def test_export_xlsform_says_that_there_is_no_such_questionnaire(tmp_path):
    code, text = run("export_xlsform", "nothing", tmp_path / "a.xlsx")
    assert (code, "check the short name" in text) == (1, True)


def test_export_xlsform_says_that_it_cannot_write(workbook, tmp_path):
    run("import_xlsform", workbook)
    code, text = run("export_xlsform", "colours", tmp_path / "nowhere" / "a.xlsx")
    assert (code, "name a file that can be written" in text) == (1, True)
