"""Answers of a kind: kept in one way by every door, refused with a sentence, shown as people write them."""

import pytest
from django.utils import translation

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.instance import Instance
from forms_engine.domain.kinds.consent import fingerprint
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.models import Answer, AnswerEvent
from forms_engine.services.answers import set_answer
from forms_engine.services.filling import open_filling
from forms_engine.services.pages import save_page
from forms_engine.services.submissions import start_submission
from forms_engine.services.words import answer_in_words, node_in_words
from tests.factories.questionnaires import make_questionnaire

TYPED = Origin(OriginKind.TYPED, {"door": "form"})
T = QuestionType
IBAN = "IT60X0542811101000000123456"
QUESTIONS = (
    Question(key="iban", type=T.TEXT, appearance="iban", constraint="starts-with(., 'IT')"),
    Question(key="cost", type=T.DECIMAL, appearance="money", constraint=". < 5000"),
    Question(key="price", type=T.TEXT, appearance="money EUR USD"),
    Question(
        key="double", type=T.DECIMAL, appearance="money", calculation="${cost} div 3", read_only="true()"
    ),
    Question(
        key="agree",
        type=T.ACKNOWLEDGE,
        appearance="consent",
        label={"": "I agree"},
        hint={"": "to the **terms**"},
    ),
)


@pytest.fixture
def submission(respondent):
    questionnaire = make_questionnaire(*QUESTIONS)
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


@pytest.fixture
def answer(respondent, submission):
    def set_one(path, value):
        return set_answer(actor=respondent, submission_id=submission.pk, path=path, value=value, origin=TYPED)

    return set_one


def value(path):
    return Answer.objects.get(path=path, status="accepted").value


def test_answer_is_kept_in_the_way_of_its_kind(answer):
    assert answer("iban", "it60 x054 2811 1010 0000 0123 456").accepted
    assert answer("cost", "1.250,50 €").accepted
    assert answer("price", "1,250.5 USD").accepted
    assert (value("iban"), value("cost"), value("price")) == (IBAN, "1250.5", "1250.50 USD")


def test_answer_that_is_none_of_its_kind_is_refused_and_changes_nothing(answer):
    answer("iban", IBAN)
    refused = answer("iban", "IT61X0542811101000000123456")
    assert (
        refused.sentence
        == "This IBAN does not exist: compare it with a bank statement, character by character."
    )
    assert value("iban") == IBAN
    assert AnswerEvent.objects.filter(kind="refused").count() == 1
    assert answer("cost", "12 USD").sentence == "Write an amount in EUR, for example 1250.50."


def test_refusal_speaks_italian(answer):
    with translation.override("it"):
        sentence = answer("iban", "IT61X0542811101000000123456").sentence
    assert sentence.startswith("Questo IBAN non esiste")


def test_constraint_of_the_author_holds_besides(answer):
    assert not answer("iban", "GB29NWBK60161331926819").accepted
    assert not answer("cost", "9000").accepted


def test_calculated_amount_is_never_a_fault(answer, submission):
    answer("cost", "10")
    filling = open_filling(submission)
    assert filling.instance.node("double").value.startswith("3.33")
    assert filling.instance.node("double").violation is None


def test_stored_answer_of_no_kind_is_found_when_it_is_loaded(submission):
    form = open_filling(submission).form
    now = submission.created_at
    loaded = Instance.load(form, values={"iban": "once a text"}, occurrences={}, now=now)
    assert loaded.values() == {"iban": "once a text"}
    assert loaded.node("iban").violation == "constraint"


def test_default_counts_however_it_is_written(respondent):
    default = Question(
        key="iban", type=T.TEXT, appearance="iban", default="IT60 X054 2811 1010 0000 0123 456"
    )
    started = start_submission(
        actor=respondent, questionnaire_id=make_questionnaire(default).pk, language="en"
    )
    assert open_filling(started).instance.node("iban").violation is None


def test_page_without_scripts_meets_the_same_refusal(respondent, submission):
    refused = save_page(actor=respondent, submission_id=submission.pk, answers={"iban": ("nonsense", TYPED)})
    assert "begins with two letters" in refused["iban"].sentence


def test_consent_keeps_which_text_was_accepted(answer, submission):
    assert answer("agree", "OK").accepted
    row = Answer.objects.get(path="agree")
    text = fingerprint("I agree", "to the **terms**")
    assert row.origin_detail == {"door": "form", "text": text, "version": 1, "language": ""}
    assert AnswerEvent.objects.get(path="agree").origin_detail == row.origin_detail
    assert fingerprint("I agree", "to other terms") != text


def test_consent_taken_back_names_no_text(answer):
    answer("agree", "OK")
    answer("agree", "")
    assert AnswerEvent.objects.filter(path="agree").last().origin_detail == {"door": "form"}


def test_answers_read_as_people_write_them(answer, submission):
    answer("iban", IBAN)
    answer("cost", "1250.5")
    answer("price", "1250.5 USD")
    instance = open_filling(submission).instance
    assert node_in_words(instance, "iban", "") == "IT60 X054 2811 1010 0000 0123 456"
    assert node_in_words(instance, "cost", "") == "1,250.50 EUR"
    with translation.override("it"):
        assert node_in_words(instance, "price", "") == "1.250,50 USD"
    assert answer_in_words(QUESTIONS[1], "abc") == "abc"
