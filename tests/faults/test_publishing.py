"""Many people answer while authors publish one version after another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.policy import PublishPolicy
from forms_engine.models import Submission, Version
from forms_engine.selectors import standing_of
from forms_engine.services.answers import set_answer
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.filling import form_of, open_filling
from forms_engine.services.migrations import migrate_submission
from forms_engine.services.submissions import start_submission
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire
from tests.factories.submissions import TYPED
from tests.factories.workbooks import make_workbook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]

KEYS = ("name", "pet", "town")
VERSIONS = 6


def ask(key):
    return Question(key=key, type=QuestionType.TEXT, label={"": key})


def closing(function, *arguments):
    """Call it in a thread, and leave no connection behind."""
    try:
        return function(*arguments)
    finally:
        connections.close_all()


def author_publishes(author, questionnaire, number, versions):
    for version in versions:
        rows = [("text", key, key, "") for key in KEYS] + [("text", f"new{number}{version}", "New", "")]
        content = make_workbook(
            survey=[("type", "name", "label", "relevant"), *rows], form_id=questionnaire.slug
        )
        draft = upload_workbook(actor=author, content=content, file_name="x.xlsx")
        try:
            publish_version(actor=author, version_id=draft.pk, policy=PublishPolicy.OFFER)
        except Version.DoesNotExist:
            continue  # the other author's draft replaced it


def person_answers(person, submission_id):
    for key in KEYS:
        path, value = key, f"{key} of {submission_id}"
        outcome = set_answer(actor=person, submission_id=submission_id, path=path, value=value, origin=TYPED)
        assert outcome.accepted
    submission = Submission.objects.select_related("version", "questionnaire").get(pk=submission_id)
    if target := standing_of(submission).target:
        migrate_submission(actor=person, submission_id=submission_id, version_id=target.pk)


def watch(questionnaire, done):
    """Return how many versions were published at each look."""
    seen = set()
    while not done.wait(0.02):
        seen.add(questionnaire.versions.filter(status="published").count())
    return seen


def test_no_answer_is_lost_while_versions_are_published(author):
    count = 250 if connection.vendor == "mysql" else 40
    questionnaire = make_questionnaire(*map(ask, KEYS))
    people = [make_person(Role.RESPONDENT) for _number in range(count)]
    started = {
        person: start_submission(actor=person, questionnaire_id=questionnaire.pk, language="en").pk
        for person in people
    }
    other, done = make_person(Role.AUTHOR), Event()
    with ThreadPoolExecutor(12) as pool:
        watching = pool.submit(closing, watch, questionnaire, done)
        authors = [
            pool.submit(closing, author_publishes, who, questionnaire, number, range(VERSIONS // 2))
            for number, who in enumerate((author, other))
        ]
        answering = [pool.submit(closing, person_answers, *each) for each in started.items()]
        errors = [each.exception() for each in (*authors, *answering)]
        done.set()
    refusals = [
        error for error in errors if error is not None and type(error).__name__ != "MigrationOutdated"
    ]
    assert refusals == []
    assert watching.result() == {1}

    assert Submission.objects.count() == count
    for submission in Submission.objects.select_related("version"):
        rows = dict(submission.answers.filter(status="accepted").values_list("path", "value"))
        assert rows == {key: f"{key} of {submission.pk}" for key in KEYS}
        assert set(open_filling(submission).instance.values()) == set(KEYS)
        assert set(form_of(submission.version).nodes) >= set(KEYS)
