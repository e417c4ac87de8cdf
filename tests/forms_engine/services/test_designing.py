import pytest

from forms_engine.exceptions import TitleUnfit
from forms_engine.models import Questionnaire, Version
from forms_engine.services.designing import create_questionnaire, start_draft
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.questionnaires import make_draft, make_questionnaire

pytestmark = pytest.mark.django_db


def test_create_questionnaire_makes_an_empty_draft(author):
    draft = create_questionnaire(actor=author, title=" Visita  medica ", language="Italiano (it)")
    questionnaire = Questionnaire.objects.get()
    assert questionnaire.draft_version == draft
    assert (questionnaire.title, questionnaire.slug) == ("Visita medica", "visita-medica")
    assert draft.definition == {
        "form_id": "visita-medica",
        "title": "Visita medica",
        "languages": ["Italiano (it)"],
        "root": "data",
    }
    assert AuditEvent.objects.get(action="questionnaire.created").subject_id == str(questionnaire.pk)


def test_create_questionnaire_gives_each_a_short_name_of_its_own(author):
    titles = ["Visita", "Visita", "Visita!", "訪問"]
    slugs = [create_questionnaire(actor=author, title=each).questionnaire.slug for each in titles]
    assert slugs == ["visita", "visita-2", "visita-3", "questionnaire"]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "a\0b"])
def test_create_questionnaire_refuses_what_is_no_title(author, title):
    with pytest.raises(TitleUnfit):
        create_questionnaire(actor=author, title=title)
    assert not Questionnaire.objects.exists()


def test_start_draft_copies_what_is_published_once(author):
    questionnaire = make_questionnaire()
    draft = start_draft(actor=author, questionnaire_id=questionnaire.pk)
    assert (draft.number, draft.status) == (2, "draft")
    assert draft.definition == questionnaire.published_version.definition
    assert start_draft(actor=author, questionnaire_id=questionnaire.pk) == draft
    assert Version.objects.count() == 2


def test_start_draft_goes_on_with_the_draft_there_is(author):
    questionnaire = make_questionnaire()
    draft = make_draft(questionnaire)
    assert start_draft(actor=author, questionnaire_id=questionnaire.pk) == draft


def test_start_draft_of_a_closed_questionnaire_copies_its_last_version(author):
    questionnaire = make_questionnaire()
    Questionnaire.objects.update(published_version=None)
    Version.objects.update(status="closed")
    assert start_draft(actor=author, questionnaire_id=questionnaire.pk).number == 2


def test_designing_is_for_authors(respondent):
    with pytest.raises(PermissionRefused):
        create_questionnaire(actor=respondent, title="Mine")
    with pytest.raises(PermissionRefused):
        start_draft(actor=respondent, questionnaire_id=make_questionnaire().pk)
