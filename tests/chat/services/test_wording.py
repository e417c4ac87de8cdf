"""What the interviewer offers to say, it understands."""

import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.reading import commands as spoken
from forms_engine.domain.reading.affirmations import NO, YES, read_yes_or_no
from forms_engine.domain.reading.orders import read_command
from tests.factories.conversations import make_conversation, tell

T = QuestionType
QUESTIONS = (
    Question(key="name", type=T.TEXT, label={"": "?"}, required="true()"),
    Question(key="remark", type=T.TEXT, label={"": "??"}),
)


@pytest.fixture(params=["en", "it"])
def language(request):
    return request.param


@pytest.fixture
def talk(respondent, language):
    def begin(*questions):
        conversation = make_conversation(respondent, *questions)
        conversation.language = language
        conversation.save()
        return conversation

    return begin


def offered(conversation):
    parts = conversation.messages.filter(author="assistant").last().parts
    return [action["say"] for action in parts["actions"]]


def orders(conversation, language):
    return [read_command(say, language, question_type=T.TEXT) for say in offered(conversation)]


def test_orders_beside_a_question_are_understood(talk, language):
    conversation = talk(*QUESTIONS)
    tell(conversation, "Anna")
    assert orders(conversation, language) == [spoken.Skip(), spoken.Back(), spoken.Why()]


def test_order_where_answers_are_missing_is_understood(talk, language):
    conversation = talk(*QUESTIONS)
    tell(conversation, "skip")
    tell(conversation, value="Niente", question="remark")
    assert orders(conversation, language) == [spoken.Summary()]


def test_order_at_the_end_is_understood(talk, language):
    conversation = talk(*QUESTIONS)
    tell(conversation, "Anna")
    tell(conversation, value="Niente", question="remark")
    assert orders(conversation, language) == [spoken.Submit()]


def test_yes_and_no_to_a_guess_are_understood(talk, language):
    conversation = talk(Question(key="sure", type=T.ACKNOWLEDGE, label={"": "?"}, required="true()"))
    tell(conversation, "no yes")
    assert [read_yes_or_no(say, language).value for say in offered(conversation)] == [YES, NO]
