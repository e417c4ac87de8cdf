import json

import pytest

from forms_engine.models import Questionnaire
from tests.factories.workbooks import make_workbook
from tests.forms_engine.domain.fhir.questionnaires import item
from tests.forms_engine.domain.limesurvey import surveys

pytestmark = pytest.mark.django_db
FHIR = {"resourceType": "Questionnaire", "id": "intake", "title": "Intake", "item": [item("a", "reference")]}


@pytest.fixture
def intake(tmp_path):
    file = tmp_path / "intake.json"
    file.write_text(json.dumps(FHIR))
    return file


def test_import_questionnaire_makes_a_draft_and_prints_remarks(run_command, intake):
    code, out, err = run_command("import_questionnaire", intake)
    assert (code, out) == (0, "intake 1 draft\n")
    assert err.startswith("warning: a, type: A question of the type “reference” became “text”")


def test_import_questionnaire_publishes_when_asked_and_again(run_command, intake):
    assert run_command("import_questionnaire", intake)[1] == "intake 1 draft\n"
    assert run_command("import_questionnaire", intake, "--publish")[1] == "intake 1 published\n"
    assert run_command("import_questionnaire", intake, "--publish")[1] == "intake 1 published\n"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("colours.xlsx", make_workbook(), "xlsform"),
        ("survey.txt", surveys.survey(surveys.question("Q", "S")), "limesurvey"),
        ("x.xlsx", json.dumps(FHIR).encode(), "fhir"),
    ],
)
def test_import_questionnaire_reports_as_json(run_command, tmp_path, name, content, expected):
    file = tmp_path / name
    file.write_bytes(content)
    code, out, err = run_command("import_questionnaire", file, "--json")
    report = json.loads(out)
    assert (code, err, report["format"], report["version"], report["status"]) == (0, "", expected, 1, "draft")
    assert report["slug"] == Questionnaire.objects.get().slug
    assert report["definition"]["children"]
    if expected == "fhir":
        (problem,) = report["problems"]
        assert (problem["severity"], problem["place"], problem["column"]) == ("warning", "a", "type")


def test_import_questionnaire_takes_the_definition_it_printed(run_command, intake, tmp_path):
    report = json.loads(run_command("import_questionnaire", intake, "--json")[1])
    file = tmp_path / "definition.json"
    file.write_text(json.dumps(report["definition"]))
    again = json.loads(run_command("import_questionnaire", file, "--json")[1])
    assert (again["format"], again["version"]) == ("definition", 1)


def test_import_questionnaire_refuses_with_every_problem(run_command, tmp_path):
    file = tmp_path / "broken.xlsx"
    file.write_bytes(make_workbook(("txet", "a", "A", ""), ("text", "name", "B", "")))
    code, out, err = run_command("import_questionnaire", file, "--json")
    report = json.loads(out)
    assert (code, report["format"], report["definition"]) == (1, "xlsform", None)
    assert {(each["place"], each["row"]) for each in report["problems"]} >= {("survey", 5)}
    assert "correct" in err
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"<a>", b"{", b"[" * 100_000, b"<?xml version='1.0'?><!DOCTYPE a []><a/>"]
)
def test_import_questionnaire_refuses_rubbish(run_command, tmp_path, content):
    file = tmp_path / "x"
    file.write_bytes(content)
    code, out, err = run_command("import_questionnaire", file)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")


def test_import_questionnaire_says_that_the_file_is_missing(run_command, tmp_path):
    code, _out, err = run_command("import_questionnaire", tmp_path / "nothing")
    assert (code, "name a file that exists" in err) == (1, True)
