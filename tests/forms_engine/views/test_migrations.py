import pytest
from django.urls import reverse

from forms_engine.domain.definition import Group, Question, QuestionType
from forms_engine.domain.policy import PublishPolicy
from tests.factories.questionnaires import make_questionnaire, publish_next
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db
T = QuestionType


def ask(key, **fields):
    return Question(key=key, type=fields.pop("type", T.TEXT), label={"": f"Label of {key}"}, **fields)


@pytest.fixture
def submission(client, respondent):
    """Return a submission whose owner is signed in."""
    client.force_login(respondent)
    return make_submission(
        respondent, make_questionnaire(ask("name"), ask("pet")), {"name": "Ada", "pet": "<b>Rex</b>"}
    )


@pytest.fixture
def publish(submission):
    """Return a function that publishes the next version of the questionnaire."""

    def publish(*children, policy=PublishPolicy.OFFER):
        nodes = children or (Group(key="you", children=(ask("name"),)), ask("town", required="true()"))
        return publish_next(submission.questionnaire, *nodes, policy=policy)

    return publish


@pytest.fixture
def address(submission):
    """Return how to name the pages of the submission."""
    return lambda name: reverse(f"forms_engine:{name}", args=[submission.pk])


def text(response):
    return response.content.decode()


def test_migration_detail_tells_what_becomes_of_the_answers(client, publish, address):
    publish()
    page = text(client.get(address("migration_detail")))
    assert "One of your answers comes along as it is." in page
    assert "Label of town" in page
    assert "Questions that are gone" in page
    assert "&lt;b&gt;Rex&lt;/b&gt;" in page


@pytest.mark.parametrize("name", ["page_detail", "submission_summary"])
def test_pages_offer_the_new_version(client, publish, address, name):
    assert "See what is new" not in text(client.get(address(name), follow=True))
    publish()
    assert address("migration_detail") in text(client.get(address(name), follow=True))


def test_the_chat_offers_the_new_version(client, submission, publish, address):
    publish()
    page = text(client.get(reverse("chat:conversation_detail", args=[submission.pk])))
    assert address("migration_detail") in page


def test_migration_detail_migrates_and_offers_the_way_back(client, submission, publish, address):
    version = publish()
    answer = client.post(address("migration_detail"), {"version": version.pk}, follow=True)
    assert "your answers came along" in text(answer)
    submission.refresh_from_db()
    assert submission.version == version
    assert "Go back to the version before" in text(client.get(address("migration_detail")))
    client.post(address("migration_undo"))
    submission.refresh_from_db()
    assert submission.version.number == 1


def test_migration_detail_shows_the_plan_anew_where_another_version_was_published(client, publish, address):
    version = publish()
    publish(ask("name"), ask("colour"))
    answer = client.post(address("migration_detail"), {"version": version.pk}, follow=True)
    assert "has changed once more" in text(answer)
    assert "Label of colour" in text(answer)


@pytest.mark.parametrize("version", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_migration_detail_refuses_a_version_that_is_not_offered(
    client, submission, publish, address, version
):
    publish()
    client.post(address("migration_detail"), {"version": version})
    submission.refresh_from_db()
    assert submission.version.number == 1


def test_migration_detail_does_not_exist_where_nothing_is_new(client, publish, address):
    assert client.get(address("migration_detail")).status_code == 404
    publish(policy=PublishPolicy.KEEP)
    assert client.get(address("migration_detail")).status_code == 404
    assert client.post(address("migration_undo")).status_code == 404


def test_submission_submit_leads_to_what_is_new_where_the_policy_asks_for_it(client, publish, address):
    publish(policy=PublishPolicy.MUST)
    assert client.post(address("submission_submit")).url == address("migration_detail")


def test_a_stale_tab_is_told_and_changes_nothing(client, submission, publish, address):
    version = publish()
    client.post(address("migration_detail"), {"version": version.pk})
    answer = client.post(address("answer_set"), {"path": "pet", "pet": "Tom"}, headers={"HX-Request": "true"})
    assert (answer.status_code, "has changed since this page" in text(answer)) == (409, True)
    assert submission.answers.get(path="pet").value == "<b>Rex</b>"


def test_migration_detail_asks_few_queries(client, publish, address, django_assert_max_num_queries):
    publish(*(ask(f"q{number}") for number in range(30)))
    with django_assert_max_num_queries(14):
        client.get(address("migration_detail"))
