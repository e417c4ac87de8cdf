import pytest

from forms_engine.exceptions import AlreadySubmitted
from forms_engine.models import Submission
from forms_engine.services.doors import enter_submission
from forms_engine.services.submissions import start_submission
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(respondent):
    return start_submission(actor=respondent, questionnaire_id=make_questionnaire().pk, language="en")


def test_enter_submission_remembers_door_and_language_once(respondent, submission):
    for _ in range(2):
        enter_submission(actor=respondent, submission=submission, door="form", language="Italiano (it)")
    stored = Submission.objects.get()
    assert (stored.last_door, stored.language) == ("form", "Italiano (it)")
    assert AuditEvent.objects.filter(action="submission.entered").count() == 1


def test_enter_submission_is_no_change_to_the_answers(respondent, submission):
    before = Submission.objects.get().updated_at
    enter_submission(actor=respondent, submission=submission, door="form", language="")
    assert Submission.objects.get().updated_at == before


def test_enter_submission_refuses_others(stranger, submission):
    with pytest.raises(PermissionRefused):
        enter_submission(actor=stranger, submission=submission, door="form", language="")


def test_enter_submission_refuses_a_submitted_one(respondent, submission):
    submission.status = "submitted"
    with pytest.raises(AlreadySubmitted):
        enter_submission(actor=respondent, submission=submission, door="form", language="")
