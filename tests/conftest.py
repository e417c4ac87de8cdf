"""The ground of all tests: an environment of their own, real servers, people."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.servers.process import free_port

ON_MARIADB = os.environ.get("TEST_DATABASE", "sqlite") == "mariadb"
SCRATCH = Path(tempfile.mkdtemp(prefix="messerprise-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
(SCRATCH / "static").mkdir()

OURS = (
    "S3_",
    "AWS_",
    "OIDC_",
    "BEDROCK_",
    "DJANGO_",
    "CELERY_",
    "DEBUG",
    "SECURE",
    "INTERVIEWER",
    "TRANSCRIPT_",
    "ALERT_",
    "EMAIL_",
)
for name in [name for name in os.environ if name.startswith(OURS)]:
    del os.environ[name]

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "messerprise.settings",
    "EMBEDDED": "1",
    "VAR_DIR": str(SCRATCH),
    "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
    "DATABASE_URL": f"mysql://app:app@127.0.0.1:{free_port()}/app"
    if ON_MARIADB
    else f"sqlite:///{SCRATCH}/db",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ACCESS_KEY_ID": "testkey",
    "AWS_SECRET_ACCESS_KEY": "testsecret",
    "NO_PROXY": "127.0.0.1,localhost",
}

import django  # noqa: E402 - the environment had to stand first
from django.conf import settings  # noqa: E402

if settings.configured:
    pytest.exit("Unset DJANGO_SETTINGS_MODULE: the tests make an environment before they name it.", 4)
settings.DATABASES["default"]["TEST"] = {"NAME": "test_app" if ON_MARIADB else str(SCRATCH / "test.sqlite3")}
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.CELERY_TASK_ALWAYS_EAGER = settings.CELERY_TASK_EAGER_PROPAGATES = True
django.setup()

from django.utils import translation  # noqa: E402 - after the set-up

FIXTURES = ("network", "servers", "people", "site", "browser", "bedrock", "openid", "transcripts")
pytest_plugins = [f"tests.fixtures.{name}" for name in FIXTURES]


@pytest.fixture(autouse=True)
def _interface_in_english():
    """Begin each test in the default language: a request leaves its own behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let a worker make its own environment before it reads the settings: it inherits ours."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests over nothing, and those that need not run on this database.

    Files that may take longest come first, so that workers end together. Browser tests come last: once
    Playwright runs its loop in this process, no other loop can run in it.
    """
    kept = [item for item in items if is_about_something(item) and belongs_here(item)]
    config.hook.pytest_deselected(items=list(set(items).difference(kept)))
    longest: dict[Path, float] = {}
    for item in kept:
        longest[item.path] = max(longest.get(item.path, 0), patience(item))
    kept.sort(key=lambda item: -longest[item.path])
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("e2e") is not None)


def patience(item: pytest.Item) -> float:
    """Return for how many seconds a test may run; 0 where it says nothing of its own."""
    timeout = item.get_closest_marker("timeout")
    return float(timeout.args[0]) if timeout else 0.0


def belongs_here(item: pytest.Item) -> bool:
    """Tell whether a test is to run on the database at hand."""
    if ON_MARIADB:
        return touches_database(item) and item.get_closest_marker("pages") is None
    is_long = item.get_closest_marker("soak") is not None and touches_database(item)
    return item.get_closest_marker("processes") is None and not is_long


def is_about_something(item: pytest.Item) -> bool:
    """Tell whether a test has parameters where it asks for them: data beside the project may be absent."""
    skips = (mark.kwargs.get("reason", "") for mark in item.iter_markers("skip"))
    return not any("empty parameter set" in reason for reason in skips)


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database, by mark or by fixture."""
    fixtures = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None
