from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forms_engine.domain.definition import Choice, Question, QuestionType
from forms_engine.models import Version
from forms_engine.services.impact import impact_of
from tests.factories.questionnaires import make_draft, make_questionnaire
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db
T = QuestionType
COLOUR = Question(key="colour", type=T.SELECT_ONE, choice_list="c", label={"": "Colour"})


def ask(key, **fields):
    return Question(key=key, type=T.TEXT, label={"": key}, **fields)


@pytest.fixture
def questionnaire(respondent):
    """Return a questionnaire that somebody is under way with."""
    lists = {"c": (Choice(value="red"), Choice(value="blue"))}
    questionnaire = make_questionnaire(ask("name"), ask("pet"), COLOUR, choice_lists=lists)
    make_submission(respondent, questionnaire, {"name": "Ada", "pet": "Rex", "colour": "red"})
    return questionnaire


@pytest.fixture
def draft(questionnaire):
    """Return a draft that keeps one answer, asks one again and sets one aside."""
    nodes = (ask("name"), COLOUR, ask("town", required="true()"))
    return make_draft(questionnaire, *nodes, choice_lists={"c": (Choice(value="blue"),)})


@pytest.fixture
def address(client, author, draft):
    """Return the page on which the draft is published; its author is signed in."""
    client.force_login(author)
    return reverse("admin:forms_engine_version_publish", args=[draft.pk])


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_impact_of_counts_what_becomes_of_answers(draft):
    impact = impact_of(draft)
    assert impact.by_version == ((1, 1),)
    told = {name: impact.counts[name] for name in ("kept", "reasked", "orphaned", "fresh", "required")}
    assert told == {"kept": 1, "reasked": 1, "orphaned": 1, "fresh": 1, "required": 1}
    assert (impact.keys["orphaned"], impact.keys["reasked"]) == ((("pet", 1),), (("colour", 1),))


def test_publish_page_shows_the_impact(client, address):
    page = client.get(address).text
    assert "1 submission in progress on version 1." in page
    assert "<code>pet</code> × 1" in page


def test_publish_page_takes_the_policy_and_the_dates(client, address, draft):
    tomorrow = timezone.now() + timedelta(days=1)
    client.post(address, {"policy": "close", "older_close_at": local(tomorrow), "closes_at": local(tomorrow)})
    draft.refresh_from_db()
    assert (draft.status, draft.publish_policy, draft.opens_at) == ("published", "close", None)
    assert abs(draft.closes_at - tomorrow) < timedelta(minutes=1)
    assert abs(Version.objects.get(number=1).closes_at - tomorrow) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"policy": "close"}, "Say until when older versions can be submitted."),
        ({"policy": "keep", "closes_at": "2020-01-01T10:00"}, "It closes before it opens"),
        (
            {"policy": "keep", "opens_at": "2100-01-02T10:00", "closes_at": "2100-01-01T10:00"},
            "It closes before it opens",
        ),
        ({"policy": "nonsense"}, "Select a valid choice"),
        ({"policy": "keep", "opens_at": "soon"}, "Enter a valid date/time"),
    ],
)
def test_publish_page_refuses_what_makes_no_sense(client, address, draft, given, sentence):
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert sentence in answer.text
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_publish_page_refuses_a_draft_that_nobody_could_fill(client, author, questionnaire):
    client.force_login(author)
    draft = make_draft(questionnaire, ask("name", relevant="${nobody} = 1"))
    address = reverse("admin:forms_engine_version_publish", args=[draft.pk])
    assert "The draft has faults" in client.get(address).text
    client.post(address, {"policy": "keep"})
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_version_opens_and_closes_by_its_dates(client, respondent, draft, address, questionnaire):
    client.post(address, {"policy": "keep", "opens_at": local(timezone.now() + timedelta(days=1))})
    client.force_login(respondent)
    start = reverse("forms_engine:submission_start", args=[questionnaire.slug])
    assert start not in client.get("/questionnaires/").text
    assert client.post(start, {"door": "form"}).status_code in {404, 409}
    Version.objects.filter(pk=draft.pk).update(opens_at=timezone.now())
    assert client.post(start, {"door": "form"}).status_code == 302
    Version.objects.filter(pk=draft.pk).update(closes_at=timezone.now())
    assert client.post(start, {"door": "form"}).status_code in {404, 409}
