"""The chat's page: which door, which language, which question."""

import pytest
from django.urls import reverse

from chat.models import Message
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.models import Submission
from tests.factories.conversations import make_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, respondent):
    conversation = make_conversation(
        respondent,
        Question(
            key="name", type=QuestionType.TEXT, label={"English (en)": "Name?", "Italiano (it)": "Nome?"}
        ),
        Question(key="age", type=QuestionType.INTEGER),
    )
    client.force_login(respondent)
    address = reverse("chat:conversation_detail", args=[conversation.submission_id])
    return lambda question="", **headers: client.get(address, {"question": question}, headers=headers)


def test_conversation_detail_remembers_the_door(page):
    Submission.objects.update(last_door="form")
    page()
    assert Submission.objects.get().last_door == "chat"


def test_conversation_detail_reloaded_asks_nothing_twice(page):
    page("age")
    said = Message.objects.count()
    page("age")
    assert Message.objects.count() == said


def test_conversation_detail_in_another_language_says_again_what_stands_open(page):
    page(**{"accept-language": "en"})
    said = Message.objects.count()
    page(**{"accept-language": "it"})
    page(**{"accept-language": "it"})
    assert Message.objects.count() == said + 1
