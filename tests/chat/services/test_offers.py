"""A newer version of the questionnaire is offered in the talk."""

import pytest

from chat.models import Conversation, Message
from chat.services.conversations import open_conversation
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.policy import PublishPolicy
from forms_engine.services.migrations import undo_migration
from tests.factories.conversations import make_conversation, tell
from tests.factories.questionnaires import publish_next
from tests.faults.invariants import check_invariants

pytestmark = pytest.mark.django_db


def ask(key, **fields):
    return Question(key=key, type=QuestionType.TEXT, label={"": f"The {key}?"}, **fields)


NEXT = (ask("name", hint={"": "All of it"}), ask("city"), ask("one"), ask("two"), ask("three"))


@pytest.fixture
def conversation(respondent):
    """Return a talk in which one question is answered and another one stands open."""
    conversation = make_conversation(respondent, ask("name"), ask("city"))
    tell(conversation, "Ada", question="name")
    return conversation


def come_back(conversation, *, language="en", question=""):
    submission = conversation.submission
    return open_conversation(
        actor=submission.owner, submission_id=submission.pk, language=language, question=question
    )


def publish(conversation, policy=PublishPolicy.OFFER, children=NEXT):
    return publish_next(conversation.submission.questionnaire, *children, policy=policy)


def version_of(conversation):
    return type(conversation.submission).objects.get(pk=conversation.submission.pk).version


def test_a_newer_version_is_offered_on_coming_back_with_what_is_new(conversation):
    publish(conversation)
    come_back(conversation)
    message = Message.objects.latest("seq")
    assert message.text == (
        "Since you started, 3 questions are new and one changed. "
        "Shall we go on with the new version? Your answers come along."
    )
    assert [action["say"] for action in message.parts["actions"]] == ["Yes", "No"]
    assert message.parts["links"][0]["url"].endswith("/migration/")
    assert "ask" not in message.parts


@pytest.mark.parametrize("policy", [PublishPolicy.KEEP, PublishPolicy.OFFER])
def test_nothing_is_offered_where_nothing_is_to_be_decided(conversation, policy):
    if policy is PublishPolicy.KEEP:
        publish(conversation, policy)
    before = Message.objects.count()
    come_back(conversation)
    assert Message.objects.count() == before


def test_an_offer_is_made_once(conversation):
    publish(conversation)
    come_back(conversation)
    before = Message.objects.count()
    come_back(conversation)
    assert Message.objects.count() == before


def test_the_next_version_is_an_offer_of_its_own(conversation):
    publish(conversation)
    come_back(conversation)
    tell(conversation, "no")
    publish(conversation, children=(*NEXT, ask("four")))
    come_back(conversation)
    assert "4 questions are new" in Message.objects.latest("seq").text


def test_whoever_comes_for_one_question_is_asked_it(conversation):
    publish(conversation)
    come_back(conversation, question="name")
    assert Message.objects.latest("seq").parts["ask"]["path"] == "name"


def test_yes_goes_on_with_the_new_version_and_begins_with_what_is_new(conversation):
    version = publish(conversation)
    come_back(conversation)
    tell(conversation, "yes, please")
    assert version_of(conversation) == version
    message = Message.objects.latest("seq")
    assert "Let us begin with that" in message.text
    assert message.parts["ask"]["path"] == "one"
    assert conversation.submission.answers.get(path="name").value == "Ada"
    check_invariants(Conversation.objects.get())


def test_what_was_taken_back_is_not_offered_again(conversation):
    publish(conversation)
    come_back(conversation)
    tell(conversation, "yes")
    owner = conversation.submission.owner
    undo_migration(actor=owner, migration_id=conversation.submission.migrations.get().pk)
    before = Message.objects.count()
    come_back(conversation)
    assert Message.objects.count() == before


def test_no_stays_and_asks_what_stood_open(conversation):
    started_on = version_of(conversation)
    publish(conversation)
    come_back(conversation)
    message = tell(conversation, "no")
    assert version_of(conversation) == started_on
    reply = Message.objects.filter(seq__gt=message.seq).get()
    assert "stay with the version that you started with" in reply.text
    assert reply.parts["ask"]["path"] == "city"


def test_an_answer_instead_of_a_yes_is_taken_and_the_offer_falls(conversation):
    started_on = version_of(conversation)
    publish(conversation)
    come_back(conversation)
    tell(conversation, "Rome", question="city")
    tell(conversation, "yes")
    assert conversation.submission.answers.get(path="city").value == "Rome"
    assert version_of(conversation) == started_on


def test_a_yes_to_a_question_is_none_to_an_offer_not_seen_yet(conversation):
    started_on = version_of(conversation)
    publish(conversation)
    come_back(conversation)
    tell(conversation, "yes", question="city")
    assert version_of(conversation) == started_on
    assert conversation.submission.answers.get(path="city").value == "yes"


def test_a_yes_to_what_is_no_longer_offered_says_so_and_changes_nothing(conversation):
    started_on = version_of(conversation)
    publish(conversation)
    come_back(conversation)
    publish(conversation, children=(*NEXT, ask("four")))
    tell(conversation, "yes")
    assert version_of(conversation) == started_on
    assert any("has changed once more" in message.text for message in Message.objects.all())
    assert "4 questions are new" in Message.objects.latest("seq").text
    check_invariants(Conversation.objects.get())


def test_what_bars_submitting_is_offered_again_at_the_end(conversation):
    version = publish(conversation, PublishPolicy.MUST)
    tell(conversation, "Rome", question="city")
    assert "It can be submitted only in its new version." in Message.objects.latest("seq").text
    tell(conversation, "no")
    tell(conversation, "submit")
    assert "Shall we go on with the new version?" in Message.objects.latest("seq").text
    tell(conversation, "yes")
    assert version_of(conversation) == version


def test_an_open_offer_is_said_again_in_another_language(conversation):
    publish(conversation)
    come_back(conversation)
    come_back(conversation, language="it")
    assert "nuova versione" in Message.objects.latest("seq").text
