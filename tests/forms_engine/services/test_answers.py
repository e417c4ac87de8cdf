"""Setting answers: stored with origin and history, or refused with a sentence; safe against repeats."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.exceptions import AlreadySubmitted, NoSuchQuestion
from forms_engine.models import Answer, AnswerEvent, Submission
from forms_engine.services.answers import set_answer
from forms_engine.services.submissions import start_submission, submit_submission
from forms_engine.signals import answers_changed
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.questionnaires import make_questionnaire

TYPED = Origin(OriginKind.TYPED, {"door": "form"})
T = QuestionType
QUESTIONS = (
    Question(key="age", type=T.INTEGER, constraint=". < 150", constraint_message={"": "At most 149."}),
    Question(key="double", type=T.CALCULATE, calculation="${age} * 2"),
    Question(key="note", type=T.TEXT, relevant="${age} > 17"),
    Question(key="fixed", type=T.TEXT, read_only="true()"),
)


@pytest.fixture
def submission(respondent):
    questionnaire = make_questionnaire(*QUESTIONS)
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


@pytest.fixture
def answer(respondent, submission):
    def set_one(path, value, **fields):
        fields = {"actor": respondent, "origin": TYPED} | fields
        return set_answer(submission_id=submission.pk, path=path, value=value, **fields)

    return set_one


def values(submission):
    rows = submission.answers.filter(status="accepted")
    return dict(rows.values_list("path", "value"))


def test_set_answer_stores_value_origin_and_what_follows(answer, submission):
    outcome = answer("age", "40")

    assert outcome.accepted
    assert outcome.changed == {"age", "double", "note"}
    assert values(submission) == {"age": "40", "double": "80"}
    origins = dict(submission.answers.values_list("path", "origin"))
    assert origins == {"age": "typed", "double": "calculated"}
    assert submission.answers.get(path="age").origin_detail == {"door": "form"}


def test_set_answer_keeps_the_history(answer, submission, respondent):
    answer("age", "40")
    answer("age", "41")
    answer("age", "")

    events = submission.events.filter(path="age")
    assert [(each.kind, each.previous, each.value) for each in events] == [
        ("set", None, "40"),
        ("set", "40", "41"),
        ("cleared", "41", None),
    ]
    assert {each.actor for each in events} == {respondent}
    assert [each.revision for each in events] == [1, 2, 3]


def test_set_answer_counts_progress(answer, submission):
    answer("age", "40")

    submission.refresh_from_db()
    assert (submission.answered_count, submission.askable_count, submission.revision) == (1, 2, 1)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("age", "old", "Write a whole number, for example 12."),
        ("age", "200", "At most 149."),
        ("fixed", "x", "This answer is filled in automatically and cannot be changed."),
        ("note", "x", "This question no longer applies, because of another answer."),
    ],
)
def test_set_answer_refuses_with_a_sentence_and_changes_nothing(answer, submission, path, value, sentence):
    answer("age", "10")

    outcome = answer(path, value)

    assert not outcome.accepted
    assert outcome.sentence == sentence
    assert values(submission) == {"age": "10", "double": "20"}
    submission.refresh_from_db()
    assert submission.revision == 1


def test_set_answer_keeps_what_was_refused_in_the_history(answer, submission):
    answer("age", "200")

    event = submission.events.get()
    assert (event.kind, event.path, event.value) == ("refused", "age", "200")


def test_set_answer_again_with_the_same_client_id_counts_once(answer, submission):
    client_id = uuid4()

    outcomes = [answer("age", "40", client_id=client_id) for _ in range(5)]

    assert all(outcome.accepted for outcome in outcomes)
    assert submission.events.filter(path="age").count() == 1
    assert {outcome.revision for outcome in outcomes} == {1}


def test_a_refusal_repeated_is_the_same_refusal(answer, submission):
    client_id = uuid4()

    sentences = {answer("age", "200", client_id=client_id).sentence for _ in range(3)}

    assert sentences == {"At most 149."}
    assert submission.events.count() == 1


def test_a_hidden_answer_is_kept_and_comes_back(answer, submission):
    answer("age", "40")
    answer("note", "kept")
    answer("age", "10")
    assert values(submission)["note"] == "kept"

    outcome = answer("age", "50")

    assert outcome.filling.instance.node("note").value == "kept"


def test_set_answer_to_an_unknown_question_is_refused(answer):
    with pytest.raises(NoSuchQuestion):
        answer("../../etc/passwd", "x")


def test_set_answer_of_somebody_else_is_refused(answer, stranger, submission):
    with pytest.raises(PermissionRefused):
        answer("age", "40", actor=stranger)

    assert not Answer.objects.filter(submission=submission).exists()


def test_set_answer_after_submitting_is_refused(answer, submission, respondent):
    submit_submission(actor=respondent, submission_id=submission.pk)

    with pytest.raises(AlreadySubmitted):
        answer("age", "40")


def test_set_answer_of_nothing_is_no_submission(respondent):
    with pytest.raises(Submission.DoesNotExist):
        set_answer(actor=respondent, submission_id=uuid4(), path="age", value="1", origin=TYPED)


def test_set_answer_tells_the_apps_above(answer, submission):
    told = []

    def listen(**news):
        told.append(news)

    answers_changed.connect(listen)
    answer("age", "40")
    answers_changed.disconnect(listen)

    assert told[0]["submission_id"] == submission.pk
    assert told[0]["changed"] == {"age", "double", "note"}
    assert told[0]["revision"] == 1


def test_set_answer_is_audited_without_the_value(answer, submission):
    answer("age", "40")

    event = AuditEvent.objects.get(action="answer.set")
    assert event.subject_id == str(submission.pk)
    assert "40" not in str(event.detail)


def test_set_answer_needs_few_queries_however_large_the_questionnaire(
    respondent, django_assert_max_num_queries
):
    small = make_questionnaire(*(Question(key=f"q{n}", type=T.TEXT) for n in range(3)))
    large = make_questionnaire(*(Question(key=f"q{n}", type=T.TEXT) for n in range(300)))
    for questionnaire in (small, large):
        started = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
        set_answer(actor=respondent, submission_id=started.pk, path="q0", value="x", origin=TYPED)
        with django_assert_max_num_queries(10):
            set_answer(actor=respondent, submission_id=started.pk, path="q1", value="x", origin=TYPED)


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_are_all_kept(respondent):
    questionnaire = make_questionnaire(*(Question(key=f"q{n}", type=T.TEXT) for n in range(8)))
    submission = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")

    def set_one(number):
        try:
            set_answer(
                actor=respondent, submission_id=submission.pk, path=f"q{number}", value="x", origin=TYPED
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(set_one, range(8)))

    submission.refresh_from_db()
    assert len(values(submission)) == 8
    assert (submission.revision, submission.answered_count) == (8, 8)
    revisions = AnswerEvent.objects.filter(submission=submission).values_list("revision", flat=True)
    assert sorted(revisions) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_five_times_at_once_counts_once(respondent):
    questionnaire = make_questionnaire(Question(key="q", type=T.TEXT))
    submission = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
    client_id = uuid4()

    def set_one(_number):
        try:
            return set_answer(
                actor=respondent,
                submission_id=submission.pk,
                path="q",
                value="x",
                origin=TYPED,
                client_id=client_id,
            ).accepted
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert all(pool.map(set_one, range(5)))

    assert AnswerEvent.objects.filter(submission=submission).count() == 1
