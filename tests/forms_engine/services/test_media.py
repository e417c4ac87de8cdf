import pytest

from forms_engine.exceptions import MediaRefused
from forms_engine.models import MediaFile
from forms_engine.selectors import media_of, versions_visible_to
from forms_engine.services.media import media_addresses, store_media
from forms_engine.services.versions import publish_version
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.media import MP3, PNG, SEEN, SIGNS, picture
from tests.factories.questionnaires import make_draft, make_questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire():
    return make_questionnaire(SEEN, choice_lists=SIGNS)


@pytest.fixture
def draft(questionnaire):
    return make_draft(questionnaire, SEEN, choice_lists=SIGNS)


def store(actor, questionnaire, *uploads):
    return store_media(actor=actor, questionnaire=questionnaire, uploads=uploads)


def test_store_media_keeps_files_by_name_and_type(author, questionnaire):
    kept = store(author, questionnaire, picture(), picture("road.mp3", MP3))
    assert [(file.name, file.content_type) for file in kept] == [
        ("road.png", "image/png"),
        ("road.mp3", "audio/mpeg"),
    ]
    with kept[0].file.open("rb") as stored:
        assert stored.read() == PNG
    assert AuditEvent.objects.filter(action="media.stored").count() == 2


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("other.png", PNG, "no question or choice names this file"),
        ("road.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of the types"),
        ("road.png", b"", "none of the types"),
        ("road.mp3", PNG, "none of the types"),
    ],
)
def test_store_media_refuses_with_a_sentence_and_keeps_nothing(
    author, questionnaire, name, content, sentence
):
    with pytest.raises(MediaRefused, match=sentence):
        store(author, questionnaire, picture(), picture(name, content))
    assert not MediaFile.objects.exists()


def test_store_media_refuses_a_large_file(author, questionnaire, settings):
    settings.DOCUMENT_MAX_BYTES = 10
    with pytest.raises(MediaRefused, match="too big"):
        store(author, questionnaire, picture())


def test_store_media_is_for_authors(respondent, questionnaire):
    with pytest.raises(PermissionRefused):
        store(respondent, questionnaire, picture())


def test_a_draft_shows_the_newest_file_of_a_name(author, questionnaire, draft):
    store(author, questionnaire, picture())
    newest = store(author, questionnaire, picture())[0]
    assert media_of(draft) == {"road.png": newest}


def test_a_published_version_keeps_what_it_showed(author, questionnaire, draft):
    first = store(author, questionnaire, picture(), picture("stop.png"))
    version = publish_version(actor=author, version_id=draft.pk)
    store(author, questionnaire, picture())
    version.refresh_from_db()
    assert media_of(version) == {file.name: file for file in first}


def test_addresses_of_a_published_version_need_no_query(
    author, questionnaire, draft, django_assert_num_queries
):
    store(author, questionnaire, picture())
    version = publish_version(actor=author, version_id=draft.pk)
    with django_assert_num_queries(0):
        assert media_addresses(version) == {"road.png": f"/versions/{version.pk}/media/road.png"}


def test_versions_are_visible_to_those_who_fill_them_and_to_staff(
    author, reviewer, respondent, questionnaire, draft
):
    published = questionnaire.published_version
    assert set(versions_visible_to(respondent)) == {published}
    assert set(versions_visible_to(author)) == set(versions_visible_to(reviewer)) == {published, draft}
