import pytest
from django.urls import reverse

from forms_engine.services.media import store_media
from forms_engine.services.versions import publish_version
from tests.factories.media import PNG, SEEN, SIGNS, picture
from tests.factories.questionnaires import make_draft, make_questionnaire
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(author):
    questionnaire = make_questionnaire(SEEN, choice_lists=SIGNS)
    draft = make_draft(questionnaire, SEEN, choice_lists=SIGNS)
    store_media(actor=author, questionnaire=questionnaire, uploads=[picture(), picture("stop.png")])
    return publish_version(actor=author, version_id=draft.pk)


def address(version, name="road.png"):
    return reverse("forms_engine:media_detail", args=[version.pk, name])


def test_media_detail_sends_the_file_inline_and_harmless(client, respondent, version):
    client.force_login(respondent)
    response = client.get(address(version))
    assert b"".join(response.streaming_content) == PNG
    response.close()
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="road.png"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["lost.png", "../road.png", "road.mp3"])
def test_media_detail_knows_no_other_files(client, respondent, version, name):
    client.force_login(respondent)
    assert client.get(address(version, name)).status_code == 404


def test_media_of_a_draft_do_not_exist_for_respondents(client, author, respondent, version):
    draft = make_draft(version.questionnaire, SEEN, choice_lists=SIGNS)
    client.force_login(respondent)
    assert client.get(address(draft)).status_code == 404
    client.force_login(author)
    response = client.get(address(draft))
    assert response.status_code == 200
    response.close()


def test_page_shows_pictures_and_sounds_of_questions_and_choices(client, respondent, version):
    submission = make_submission(respondent, version.questionnaire, {})
    client.force_login(respondent)
    text = client.get(reverse("forms_engine:page_detail", args=[submission.pk]), follow=True).text
    assert f'<img class="medium" src="{address(version)}" alt="" loading="lazy">' in text
    assert f'<img class="option__image" src="{address(version, "stop.png")}"' in text
    assert "road.mp3" not in text  # it was never uploaded


def test_chat_shows_them_too(client, respondent, version):
    submission = make_submission(respondent, version.questionnaire, {})
    client.force_login(respondent)
    text = client.get(reverse("chat:conversation_detail", args=[submission.pk])).text
    assert f'<img class="medium" src="{address(version)}"' in text
    assert f'<img class="option__image" src="{address(version, "stop.png")}"' in text
