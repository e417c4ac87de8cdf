import pytest

from forms_engine.domain.languages import choose_language, language_code, pick
from tests.forms_engine.domain.builders import definition


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Italiano (it)", "it"),
        ("English (EN)", "en"),
        ("Português (pt-BR)", "pt-br"),
        ("italian", "it"),
        ("fr", "fr"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_language_code_reads_the_name(name, code):
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("en", "English (en)"), ("en-GB", "English (en)"), ("it", "Italiano (it)"), ("de", "Italiano (it)")],
)
def test_choose_language_falls_back_to_the_default(wanted, chosen):
    assert choose_language(definition(languages=("Italiano (it)", "English (en)")), wanted) == chosen


def test_pick_prefers_the_language_then_the_default_then_any():
    texts = {"Italiano (it)": "ciao", "English (en)": "", "": ""}
    assert pick(texts, "English (en)", "Italiano (it)") == "ciao"
    assert pick(texts, "Deutsch (de)", "Deutsch (de)") == "ciao"
    assert pick({}, "x", "y") == ""
