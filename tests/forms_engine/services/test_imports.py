import json

import pytest

from forms_engine.domain.codec import from_json, to_json
from forms_engine.exceptions import WorkbookRefused, WorkbookUnchanged
from forms_engine.models import Questionnaire, Version
from forms_engine.services.imports import import_questionnaire, open_questionnaire
from forms_engine.services.versions import publish_version
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.workbooks import make_workbook
from tests.forms_engine.domain.builders import definition, question
from tests.forms_engine.domain.fhir.questionnaires import item
from tests.forms_engine.domain.limesurvey import surveys

pytestmark = pytest.mark.django_db


def fhir(*items, **fields):
    payload = {
        "resourceType": "Questionnaire",
        "id": "intake",
        "title": "Intake",
        "item": list(items),
        **fields,
    }
    return json.dumps(payload).encode()


def own(*children, **fields):
    return json.dumps(to_json(definition(*children)) | fields).encode()


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (make_workbook(), "colours"),
        (surveys.survey(surveys.question("Q", "S")), "file"),
        (fhir(item("a")), "intake"),
        (own(question("a", label={"": "A"})), "f"),
    ],
)
def test_import_questionnaire_makes_a_draft_of_every_format(author, content, slug):
    version = import_questionnaire(actor=author, content=content, file_name="file.dat")

    questionnaire = Questionnaire.objects.get()
    assert (questionnaire.slug, questionnaire.draft_version, version.uploaded_by) == (slug, version, author)
    event = AuditEvent.objects.get(action="version.uploaded")
    assert event.actor_id == author.pk


def test_import_questionnaire_stores_what_can_be_published_and_exported(author):
    version = import_questionnaire(actor=author, content=fhir(item("a"), item("b", "boolean")), file_name="x")
    publish_version(actor=author, version_id=version.pk)
    again = json.dumps(Version.objects.get().definition).encode()
    with pytest.raises(WorkbookUnchanged):
        import_questionnaire(actor=author, content=again, file_name="x.json")


def test_import_questionnaire_refuses_people_who_are_no_authors(respondent):
    with pytest.raises(PermissionRefused):
        import_questionnaire(actor=respondent, content=fhir(item("a")), file_name="x.json")
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", "", "empty"),
        (b"hello", "", "no questionnaire"),
        (b"{hello", "", "damaged"),
        (b'{"resourceType": "Patient"}', "", "no questionnaire"),
        (fhir(), "", "no questions"),
        (own(question("a", relevant="${nobody} = 1")), "a", "names no question"),
        (own(question("a b")), "a b", "not allowed"),
    ],
)
def test_import_questionnaire_names_the_problem_and_changes_nothing(author, content, place, words):
    with pytest.raises(WorkbookRefused) as refused:
        import_questionnaire(actor=author, content=content, file_name="x.json")
    (problem,) = refused.value.problems
    assert problem.sheet == place
    assert words in problem.sentence
    assert not Questionnaire.objects.exists()


def test_import_questionnaire_refuses_a_huge_file_before_reading_it(author, settings):
    settings.WORKBOOK_MAX_BYTES = 10
    with pytest.raises(WorkbookRefused) as refused:
        import_questionnaire(actor=author, content=fhir(item("a")), file_name="x.json")
    assert "larger than 10" in refused.value.problems[0].sentence


def test_import_questionnaire_refuses_another_type_at_its_place_in_the_original(author):
    version = import_questionnaire(actor=author, content=fhir(item("a.1")), file_name="x")
    publish_version(actor=author, version_id=version.pk)
    with pytest.raises(WorkbookRefused) as refused:
        import_questionnaire(actor=author, content=fhir(item("a.1", "integer")), file_name="x")
    assert [(each.sheet, each.column) for each in refused.value.problems] == [("a.1", "type")]


def test_open_questionnaire_tells_what_could_not_be_carried_over(author):
    opened = open_questionnaire(fhir(item("a", "reference")), "x.json")
    assert opened.format == "fhir"
    assert [(each.sheet, each.is_error) for each in opened.workbook.warnings] == [("a", False)]
    assert from_json(to_json(opened.workbook.definition)) == opened.workbook.definition
