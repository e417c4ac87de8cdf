import pytest
from django.urls import reverse

from forms_engine.models import MediaFile
from tests.factories.media import SEEN, SIGNS, picture
from tests.factories.questionnaires import make_draft, make_questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire():
    questionnaire = make_questionnaire(SEEN, choice_lists=SIGNS)
    make_draft(questionnaire, SEEN, choice_lists=SIGNS)
    return questionnaire


@pytest.fixture
def address(questionnaire):
    return reverse("admin:forms_engine_questionnaire_media", args=[questionnaire.pk])


def test_page_names_what_is_missing_and_takes_it(client, author, address):
    client.force_login(author)
    assert "3 files are missing" in client.get(address).text
    response = client.post(address, {"uploads": [picture(), picture("stop.png")]}, follow=True)
    assert "2 files are kept." in response.text
    assert "1 file is missing" in response.text


def test_page_refuses_a_file_that_nothing_names(client, author, address):
    client.force_login(author)
    response = client.post(address, {"uploads": [picture("<b>.png")]})
    assert response.status_code == 422
    assert "“&lt;b&gt;.png”: no question or choice names this file" in response.text
    assert not MediaFile.objects.exists()


def test_page_without_a_file_asks_for_one(client, author, address):
    client.force_login(author)
    assert client.post(address, {}).status_code == 422


def test_page_is_for_authors(client, reviewer, address):
    client.force_login(reviewer)
    assert client.get(address).status_code == 403


def test_preview_and_publish_pages_tell_what_is_missing(client, author, questionnaire):
    client.force_login(author)
    for page in ("preview", "publish"):
        draft = questionnaire.draft_version
        text = client.get(reverse(f"admin:forms_engine_version_{page}", args=[draft.pk])).text
        assert "3 pictures and sounds are missing" in text
