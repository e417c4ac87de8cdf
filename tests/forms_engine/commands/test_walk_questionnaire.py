import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

WORKBOOK = Path(__file__).parents[1] / "workbooks" / "dates.xlsx"


def run(*arguments):
    out = StringIO()
    call_command("walk_questionnaire", *map(str, arguments), stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_walk_questionnaire_prints_a_line_for_the_start_and_for_each_step(tmp_path):
    steps = tmp_path / "steps.json"
    [first] = run(WORKBOOK, "--now", "2026-03-15T10:30:00+01:00", "--tz", "Europe/Rome")
    ref = next(node["ref"] for node in first["nodes"] if node["type"] == "input")
    steps.write_text(json.dumps([{"ref": ref, "value": "2026-01-31"}]))
    lines = run(WORKBOOK, "--steps", steps, "--now", "2026-03-15T09:30:00", "--tz", "Europe/Rome")
    assert len(lines) == 2
    assert next(node["value"] for node in lines[1]["nodes"] if node["ref"] == ref) == "2026-01-31"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.xlsx"], "cannot be read"),
        ([__file__], "cannot be imported"),
        ([WORKBOOK, "--now", "yesterday"], "--now must be ISO 8601"),
        ([WORKBOOK, "--tz", "Mars/Olympus"], "a time zone such as"),
        ([WORKBOOK, "--steps", "missing.json"], "cannot be read as JSON"),
        ([WORKBOOK, "--steps", "STEPS"], "must be a list of steps"),
        ([WORKBOOK, "--steps", "NOWHERE"], "Step 1 cannot be taken"),
    ],
)
def test_walk_questionnaire_says_what_is_wrong(arguments, words, tmp_path):
    (tmp_path / "STEPS").write_text('{"ref": 1}')
    (tmp_path / "NOWHERE").write_text('[{"ref": "/data/nowhere", "value": "1"}]')
    arguments = [tmp_path / part if part in {"STEPS", "NOWHERE"} else part for part in arguments]
    with pytest.raises(CommandError, match=words):
        run(*arguments)
