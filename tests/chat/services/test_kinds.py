"""Answers of a kind in the economical chat: read out of a sentence, confirmed where heard, else refused."""

import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.models import Answer
from tests.factories.conversations import make_conversation, tell

T = QuestionType


def converse(person, appearance, kind=T.TEXT):
    question = Question(key="q", type=kind, label={"": "Which?"}, appearance=appearance, required="true()")
    return make_conversation(person, question)


def stored():
    return dict(Answer.objects.filter(status="accepted").values_list("path", "value"))


def last(conversation):
    return conversation.messages.order_by("-seq").first()


@pytest.mark.parametrize(
    ("appearance", "message", "value"),
    [
        ("codice-fiscale", "my tax code is rss mra 85t10 a562s", "RSSMRA85T10A562S"),
        ("partita-iva", "IT 00743110157", "00743110157"),
        ("iban", "it's IT60 X054 2811 1010 0000 0123 456, thanks", "IT60X0542811101000000123456"),
        ("phone", "call me at 333 123 4567", "+393331234567"),
        ("email", "write to anna@example.it.", "anna@example.it"),
        ("address", "Via Roma 12, 20121 Milano (MI)", "Via Roma, 12 – 20121 Milano (MI)"),
        ("money EUR USD", "1,250 dollars", "1250.00 USD"),
    ],
)
def test_value_is_read_out_of_a_message(respondent, appearance, message, value):
    tell(converse(respondent, appearance), message)
    assert stored() == {"q": value}


def test_amount_is_read_in_words_and_in_its_own_currency_only(respondent):
    conversation = converse(respondent, "money", T.DECIMAL)
    tell(conversation, "five hundred dollars")
    assert "Write an amount in EUR" in last(conversation).text
    assert stored() == {}
    tell(conversation, "five hundred euro")
    assert stored() == {"q": "500.0"}


def test_address_spelled_out_waits_for_a_yes(respondent):
    conversation = converse(respondent, "email")
    tell(conversation, "anna at example dot it")
    assert "did you mean “anna@example.it”?" in last(conversation).text
    assert stored() == {}
    tell(conversation, "yes")
    assert stored() == {"q": "anna@example.it"}


def test_message_without_a_value_is_told_what_to_write(respondent):
    conversation = converse(respondent, "iban")
    tell(conversation, "I cannot find it right here")
    assert "An IBAN begins with two letters" in last(conversation).text
    assert stored() == {}


@pytest.mark.parametrize(
    ("appearance", "kind", "control", "mode"),
    [
        ("phone", T.TEXT, "text", "tel"),
        ("money EUR USD", T.TEXT, "money", "decimal"),
        ("money", T.DECIMAL, "decimal", "decimal"),
        ("address", T.TEXT, "address", ""),
        ("signature", T.IMAGE, "signature", ""),
        ("consent", T.ACKNOWLEDGE, "consent", ""),
    ],
)
def test_question_is_asked_with_the_control_of_its_kind(respondent, appearance, kind, control, mode):
    ask = last(converse(respondent, appearance, kind)).parts["ask"]
    assert (ask["kind"], ask["mode"]) == (control, mode)


def test_consent_by_chat_keeps_its_text_and_the_message(respondent):
    tell(converse(respondent, "consent", T.ACKNOWLEDGE), "yes")
    detail = Answer.objects.get(path="q").origin_detail
    assert detail.keys() >= {"door", "message", "text", "version", "language"}
