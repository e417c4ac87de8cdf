"""The settings as an operator sets them: through the environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCTION = {
    "EMBEDDED": "0",
    "SECRET_KEY": "9f4nX-3mWq_0sK2vB7tLzR8yHcJ5dPaG1uEoTiNbVxMfQwYrZkDlCjShAgUpO6e4",
    "ALLOWED_HOSTS": "forms.example.org",
    "DATABASE_URL": "sqlite:////nonexistent/db.sqlite3",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a management command in an environment that holds nothing but what is given."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, **environment: str) -> str:
    """Return a setting as text."""
    code = f"from django.conf import settings; print({expression})"
    run = manage("shell", "--no-imports", "-c", code, **environment)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_production_settings_pass_the_deployment_check():
    run = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert run.returncode == 0, run.stderr
    assert "no issues (0 silenced)" in run.stdout


def test_production_sends_secure_host_cookies_and_accepts_its_own_origin_only():
    expression = "settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.ALLOWED_ORIGINS"
    assert setting(expression, **PRODUCTION) == "__Host-sid True ['https://forms.example.org']"


def test_embedded_run_has_a_key_of_its_own_each_time():
    assert setting("settings.SECRET_KEY") != setting("settings.SECRET_KEY")


def test_empty_variable_counts_as_unset():
    assert setting("settings.PORT, settings.VAR_DIR.name", PORT="", VAR_DIR="") == "8000 var"


@pytest.mark.parametrize(
    ("environment", "cure"),
    [
        (
            {"DATABASE_URL": "postgres://db/x"},
            "DATABASE_URL: set it to an address that begins with mysql://.",
        ),
        ({"REDIS_URL": "http://127.0.0.1"}, "REDIS_URL: set it to an address that begins with redis://."),
        (
            {"TIME_ZONE": "Mars"},
            "TIME_ZONE: set it to a time zone of the IANA list, for instance Europe/Rome.",
        ),
        ({"INTERVIEWER": "foo"}, "INTERVIEWER: set it to economical or natural."),
        ({"TRANSCRIPT_STORE": "s3"}, "TRANSCRIPT_STORE: set it to rows or dynamodb."),
        (
            {"TRANSCRIPT_STORE": "dynamodb"},
            "TRANSCRIPT_TABLE: set it to the name of a DynamoDB table.",
        ),
        ({"EMBEDDED": "0"}, "SECRET_KEY: set it to a long random text"),
        ({"DEBUG": "maybe"}, "DEBUG: set it to 1 or 0."),
        ({"PORT": "eighty"}, "PORT: set it to a whole number"),
        ({"OIDC_ROLE_MAP": "[]"}, "OIDC_ROLE_MAP: set it to a JSON object"),
        ({"OIDC_ROLE_MAP": "{"}, "OIDC_ROLE_MAP: set it to a JSON object"),
    ],
)
def test_bad_value_stops_the_start_with_one_sentence(environment, cure):
    run = manage("check", **environment)
    assert run.returncode != 0
    assert run.stderr.startswith(cure)
    assert len(run.stderr.splitlines()) == 1


def test_an_expiry_before_the_move_is_refused():
    store = {"TRANSCRIPT_STORE": "dynamodb", "TRANSCRIPT_TABLE": "transcripts"}
    run = manage("check", **store, TRANSCRIPT_TTL_DAYS="1")
    assert run.returncode != 0
    assert "TRANSCRIPT_TTL_DAYS: set it to more than TRANSCRIPT_MOVE_AFTER_DAYS" in run.stderr
    assert manage("check", **store, TRANSCRIPT_TTL_DAYS="2").returncode == 0
