import pytest

from forms_engine.models import Submission, Version

pytestmark = pytest.mark.django_db


def test_questionnaire_list_offers_both_doors(client, questionnaire):
    page = client.get("/questionnaires/").content.decode()
    assert "Household" in page
    assert f'action="/questionnaires/{questionnaire.slug}/start/"' in page
    assert 'value="chat"' in page
    assert 'value="form"' in page


def test_questionnaire_list_says_what_to_expect_when_nothing_is_open(client):
    assert b"Nothing to fill right now" in client.get("/questionnaires/").content


def test_questionnaire_list_is_empty_for_staff_who_do_not_answer(client, questionnaire, auditor):
    client.force_login(auditor)
    assert b"Household" not in client.get("/questionnaires/").content


@pytest.mark.parametrize(("door", "tail"), [("form", "form/"), ("chat", "chat/"), ("", "chat/")])
def test_submission_start_opens_the_door_chosen(client, questionnaire, respondent, door, tail):
    response = client.post(f"/questionnaires/{questionnaire.slug}/start/", {"door": door})
    submission = Submission.objects.get(owner=respondent)
    assert response.url == f"/submissions/{submission.pk}/{tail}"


def test_submission_start_of_a_closed_questionnaire_is_not_found(client, questionnaire):
    Version.objects.update(status="closed")
    assert client.post(f"/questionnaires/{questionnaire.slug}/start/").status_code == 404
    assert not Submission.objects.exists()


def test_submission_start_refuses_get(client, questionnaire):
    assert client.get(f"/questionnaires/{questionnaire.slug}/start/").status_code == 405
