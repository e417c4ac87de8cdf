"""The talk follows a submission to another version."""

import pytest

from chat.models import Conversation, Message
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.policy import PublishPolicy
from forms_engine.services.migrations import migrate_submission, undo_migration
from tests.factories.conversations import make_conversation, tell
from tests.factories.questionnaires import publish_next
from tests.faults.invariants import check_invariants

T = QuestionType


def ask(key, **fields):
    return Question(key=key, type=fields.pop("type", T.TEXT), label={"": f"The {key}?"}, **fields)


@pytest.fixture
def conversation(respondent):
    """Return a talk in which one question is answered and another one stands open."""
    conversation = make_conversation(respondent, ask("name"), ask("pet"), ask("city"))
    tell(conversation, "Ada", question="name")
    return conversation


def migrate(conversation, *children):
    submission = conversation.submission
    version = publish_next(submission.questionnaire, *children, policy=PublishPolicy.OFFER)
    migration = migrate_submission(actor=submission.owner, submission_id=submission.pk, version_id=version.pk)
    conversation.refresh_from_db()
    return migration


def test_what_is_new_is_told_and_asked_first(conversation):
    migrate(conversation, ask("name", hint={"": "All of it"}), ask("pet"), ask("one"), ask("two"))
    message = Message.objects.last()
    assert message.text.startswith(
        "Since you started, 2 questions are new and one changed. Let us begin with that"
    )
    assert message.parts["ask"]["path"] == "one"
    check_invariants(Conversation.objects.get())


def test_a_question_that_is_gone_stands_open_no_more_and_the_talk_goes_on(conversation):
    migrate(conversation, ask("name"), ask("city"))
    assert conversation.asked_path == "city"
    answer = tell(conversation, "Rome", question="city")
    assert answer.text == "Rome"
    submission = conversation.submission
    assert submission.answers.get(path="city").value == "Rome"
    check_invariants(Conversation.objects.get())


def test_an_answer_to_a_question_that_is_gone_changes_nothing(conversation):
    migrate(conversation, ask("name"), ask("city"))
    tell(conversation, "Rex", question="pet")
    assert not conversation.submission.answers.filter(path="pet").exists()
    check_invariants(Conversation.objects.get())


def test_an_undo_from_before_takes_back_nothing(conversation):
    migrate(conversation, ask("name"), ask("city"))
    tell(conversation, "undo")
    assert conversation.submission.answers.get(path="name").value == "Ada"


def test_the_way_back_is_told(conversation):
    migration = migrate(conversation, ask("name"), ask("city"))
    undo_migration(actor=conversation.submission.owner, migration_id=migration.pk)
    conversation.refresh_from_db()
    assert "back on the version" in Message.objects.last().text
    assert conversation.asked_path == "pet"
