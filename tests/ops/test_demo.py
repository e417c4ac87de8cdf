"""The demo questionnaires: built from their sources, complete in both languages, in pages people can bear."""

from pathlib import Path

import pytest

from forms_engine.domain.definition import Group, Question, QuestionType
from forms_engine.domain.form import compile_form
from forms_engine.domain.xlsform import read_workbook
from forms_engine.models import LibraryRevision
from messerprise.ops.demo.source import ENGLISH, ITALIAN, read_source
from messerprise.ops.services.demo import load_demo

DEMO = Path(__file__).parents[2] / "messerprise" / "ops" / "demo"
SIZES = {"incident_report": (12, 12), "supplier_qualification": (55, 65), "insurance_claim": (190, 210)}


@pytest.fixture(params=sorted(DEMO.glob("*.txt")), ids=lambda path: path.stem)
def source(request):
    return request.param


@pytest.fixture
def definition(source):
    return read_source(source.read_text("utf-8"))


def test_workbook_is_built_from_its_source(source, definition):
    reading = read_workbook(source.with_suffix(".xlsx").read_bytes(), name=source.with_suffix(".xlsx").name)
    assert (reading.definition, reading.problems) == (definition, ())


def test_definition_compiles(definition):
    compile_form(definition)


def test_number_of_questions_is_as_announced(source, definition):
    asked = sum(isinstance(node, Question) and node.type.is_asked for _, node in definition.walk())
    least, most = SIZES[source.stem]
    assert least <= asked <= most


def test_every_text_is_in_both_languages(definition):
    assert definition.languages == (ITALIAN, ENGLISH)
    for path, node in definition.walk():
        texts = [node.label, node.hint]
        if isinstance(node, Question):
            texts += [node.constraint_message, node.required_message]
        for text in texts:
            assert set(text) in ({ITALIAN, ENGLISH}, set()), path
    for name, choices in definition.choice_lists.items():
        assert all(set(choice.label) == {ITALIAN, ENGLISH} for choice in choices), name


def test_everything_people_see_has_a_label(definition):
    for path, node in definition.walk():
        is_shown = isinstance(node, Group) or node.type.is_asked or node.type is QuestionType.NOTE
        assert bool(node.label) is is_shown, path


def test_every_constraint_says_what_to_do(definition):
    for path, node in definition.walk():
        if isinstance(node, Question):
            assert bool(node.constraint) == bool(node.constraint_message), path


def test_pages_have_at_most_nine_questions(definition):
    for path, node in definition.walk():
        if isinstance(node, Group):
            asked = [child for child in node.children if isinstance(child, Question) and child.type.is_asked]
            assert len(asked) <= 9, path


@pytest.mark.django_db
def test_library_has_one_section_of_the_demo_however_often_it_is_loaded():
    for _time in range(2):
        load_demo(password="an-hour-of-rain")
    revision = LibraryRevision.objects.get()
    assert (revision.group.key, revision.number) == ("address", 1)
    assert "postcode" in [child["key"] for child in revision.definition["children"][0]["children"]]
