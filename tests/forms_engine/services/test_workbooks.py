"""Uploaded workbooks: what is wrong is said in the author's language."""

import subprocess

import pytest
from django.utils import translation

from forms_engine.exceptions import WorkbookRefused
from forms_engine.services.workbooks import open_workbook
from tests.factories.workbooks import SURVEY, make_workbook

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "The function %(function)s() is not supported."
msgstr "Non c'è la funzione %(function)s()."
"""


@pytest.fixture
def italian(tmp_path, settings):
    folder = tmp_path / "it" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    subprocess.run(["msgfmt", "-o", folder / "django.mo", "-"], input=CATALOGUE.encode(), check=True)
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("it"):
        yield


def test_open_workbook_says_what_the_engine_found_in_the_authors_language(italian):
    survey = [(*SURVEY[0], "relevant"), ("text", "a", "A", "", "zzzzzz() = 1")]
    with pytest.raises(WorkbookRefused) as refused:
        open_workbook(make_workbook(survey=survey), "colours.xlsx")
    [problem] = refused.value.problems
    assert (problem.row, problem.sentence) == (2, "Non c'è la funzione zzzzzz().")


def test_open_workbook_warns_of_a_column_that_a_choice_list_lacks():
    survey = [
        ("type", "name", "label", "choice_filter"),
        ("text", "a", "A", ""),
        ("select_one colours", "b", "B", "shade = ${a}"),
    ]
    workbook = open_workbook(make_workbook(survey=survey), "colours.xlsx")
    [warning] = workbook.warnings
    assert (warning.sheet, warning.row, warning.column) == ("survey", 3, "choice_filter")
    assert "“colours” has no column “shade”" in warning.sentence
    assert not warning.is_error
