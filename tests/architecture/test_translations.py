"""The interface is complete in every language."""

import subprocess

import pytest

from tests.architecture.source import ROOT

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def test_italian_has_a_catalogue():
    assert ROOT / "locale/it/LC_MESSAGES/django.po" in CATALOGUES


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda file: file.parts[-3])
def test_catalogue_is_complete(catalogue):
    said = subprocess.run(
        ["msgfmt", "--check", "--statistics", "--output-file=/dev/null", catalogue],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/usr/local/bin:/opt/homebrew/bin", "LC_ALL": "C"},
    ).stderr
    assert "untranslated" not in said
    assert "fuzzy" not in said
