import json

import pytest

from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db
TOWN = "Which town do you live in?"


@pytest.fixture
def files(tmp_path):
    before, after = tmp_path / "before.xlsx", tmp_path / "after.json"
    before.write_bytes(make_workbook(("text", "town", TOWN, "yes")))
    definition = {
        "form_id": "colours", "title": "Colours", "root": "data", "languages": [""],
        "children": [
            {"type": "text", "key": "name", "label": {"": "Your name?"}, "required": "true()"},
            {"type": "text", "key": "city", "label": {"": TOWN}, "required": "true()"},
        ],
    }  # fmt: skip
    after.write_text(json.dumps(definition))
    return before, after


def test_diff_questionnaires_as_json_marks_guesses(run_command, files):
    code, out, err = run_command("diff_questionnaires", *files, "--json")
    found = json.loads(out)
    assert (code, err, found["identical"]) == (0, "", False)
    assert found["added"] == ["city"]
    assert set(found["removed"]) >= {"town", "age", "colour"}
    (guess,) = found["renamed"]
    assert (guess["before"], guess["after"], guess["guess"]) == ("town", "city", True)
    assert 0.6 <= guess["certainty"] < 1
    change = next(each for each in found["relabelled"] if each["path"] == "name")
    assert (change["column"], change["before"], change["after"]) == (
        "label",
        "What is your name?",
        "Your name?",
    )


def test_diff_questionnaires_reads_well(run_command, files):
    lines = run_command("diff_questionnaires", *files)[1].splitlines()
    assert "+ city" in lines
    assert "- town" in lines
    assert any(line.startswith("? town may now be city (a guess, ") for line in lines)
    assert "~ name label: “What is your name?” → “Your name?”" in lines


def test_diff_questionnaires_says_that_nothing_differs(run_command, files):
    assert run_command("diff_questionnaires", files[0], files[0])[1] == "Nothing differs.\n"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("colours", False),
        ("colours@1", True),
        ("colours@2", False),
        ("colours@draft", False),
        ("colours@published", True),
    ],
)
def test_diff_questionnaires_takes_stored_versions(run_command, files, tmp_path, version, expected):
    first = tmp_path / "first.xlsx"
    first.write_bytes(make_workbook())
    run_command("import_questionnaire", first, "--publish")
    run_command("import_questionnaire", files[0])
    found = json.loads(run_command("diff_questionnaires", version, first, "--json")[1])
    assert found["identical"] is (expected or version == "colours")


@pytest.mark.parametrize("source", ["nothing", "nothing@2", "colours@9", "colours@draft", "colours@x"])
def test_diff_questionnaires_says_what_is_not_there(run_command, files, tmp_path, source):
    first = tmp_path / "first.xlsx"
    first.write_bytes(make_workbook())
    run_command("import_questionnaire", first, "--publish")
    code, out, err = run_command("diff_questionnaires", source, files[0])
    assert (code, out) == (1, "")
    assert ":" in err


def test_diff_questionnaires_refuses_a_broken_file(run_command, files, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    code, _out, err = run_command("diff_questionnaires", files[0], broken)
    assert (code, "damaged" in err) == (1, True)
