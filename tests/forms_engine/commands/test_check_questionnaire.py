import json

import pytest

from tests.factories.workbooks import SURVEY, make_workbook

pytestmark = pytest.mark.django_db

RULES = (*SURVEY[0], "relevant")
NEVER = ("text", "why", "Why green?", "", "${colour} = 'green'")


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "colours.xlsx"
    file.write_bytes(make_workbook(survey=(RULES, *SURVEY[1:], NEVER)))
    return file


def test_check_questionnaire_reads_well(run_command, file):
    code, out, err = run_command("check_questionnaire", file)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith("certain: why relevant: ")
    assert "shown 3 of 4" in lines[-1]


def test_check_questionnaire_as_json(run_command, file):
    found = json.loads(run_command("check_questionnaire", file, "--json")[1])
    first = found["findings"][0]
    assert (first["path"], first["proven"]) == ("why", True)
    assert {each["code"] for each in found["findings"]} == {"never_asked", "choice_unknown"}
    assert found["shown"] == {"seen": 3, "total": 4}


def test_check_questionnaire_takes_a_stored_version(run_command, file):
    run_command("import_questionnaire", file, "--publish")
    assert "certain: why" in run_command("check_questionnaire", "colours@1")[1]


def test_check_questionnaire_names_a_circle(run_command, tmp_path):
    file = tmp_path / "circle.json"
    questions = [
        {"type": "text", "key": key, "relevant": f"${{{other}}} = 'x'"} for key, other in ("ab", "ba")
    ]
    definition = {"form_id": "c", "title": "C", "root": "data", "languages": [""], "children": questions}
    file.write_text(json.dumps(definition))
    code, out, err = run_command("check_questionnaire", file)
    assert (code, out) == (1, "")
    assert "a → b → a" in err


@pytest.mark.parametrize("source", ["nothing", "nothing@2"])
def test_check_questionnaire_says_what_is_not_there(run_command, source):
    code, _out, err = run_command("check_questionnaire", source)
    assert code == 1
    assert "check the name" in err
