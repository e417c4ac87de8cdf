"""Opening a conversation, and taking it up again."""

import pytest

from chat.domain.memory import Memory
from chat.models import Conversation, Message
from chat.services.conversations import open_conversation
from chat.services.edits import set_answer_from_chat
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.services.answers import set_answer
from messerprise.core.exceptions import PermissionRefused
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import check_invariants


@pytest.fixture
def conversation(respondent):
    return make_conversation(respondent)


def reopen(conversation, **fields):
    return open_conversation(
        actor=conversation.submission.owner, submission_id=conversation.submission_id, language="en", **fields
    )


def fill_in_the_form(conversation, path, value):
    set_answer(
        actor=conversation.submission.owner,
        submission_id=conversation.submission_id,
        path=path,
        value=value,
        origin=Origin(OriginKind.TYPED, {"door": "form"}),
    )


def test_open_conversation_greets_and_asks_the_first_question(conversation):
    message = Message.objects.get()
    assert message.author == "assistant"
    assert message.parts["ask"]["path"] == "name"
    assert (conversation.asked_path, conversation.head_seq) == ("name", 1)
    check_invariants(conversation)


def test_open_conversation_greets_whoever_is_new_though_a_default_is_an_answer(respondent):
    make_conversation(respondent, Question(key="name", type=QuestionType.TEXT, default="Ada"))

    assert Message.objects.get().text.startswith("Hello!")


def test_open_conversation_greets_whoever_comes_back(conversation):
    fill_in_the_form(conversation, "name", "Ada")
    reopen(conversation)

    assert Message.objects.last().text.startswith("Welcome back!")


def test_open_conversation_again_says_nothing_new(conversation):
    assert reopen(conversation).pk == conversation.pk

    assert Message.objects.count() == Conversation.objects.count() == 1


def test_open_conversation_goes_on_from_the_form(conversation):
    fill_in_the_form(conversation, "name", "Ada")

    assert reopen(conversation).asked_path == "colour"
    assert Message.objects.last().parts["ask"]["path"] == "colour"
    check_invariants(conversation)


def test_open_conversation_asks_the_question_named(conversation):
    assert reopen(conversation, question="colour").asked_path == "colour"
    assert reopen(conversation, question="nowhere").asked_path == "colour"


def test_open_conversation_refuses_a_stranger(conversation, stranger):
    with pytest.raises(PermissionRefused):
        open_conversation(actor=stranger, submission_id=conversation.submission_id, language="en")


def test_set_answer_from_chat_moves_on_from_the_open_question(conversation, respondent):
    edit = {"actor": respondent, "conversation_id": conversation.pk, "client_id": conversation.epoch}

    outcome = set_answer_from_chat(**edit, path="name", value="Ada")
    set_answer_from_chat(**edit, path="name", value="Ada")

    assert outcome.accepted
    conversation.refresh_from_db()
    assert conversation.asked_path == "colour"
    assert Message.objects.filter(author="assistant").count() == 2
    check_invariants(conversation)


def test_set_answer_from_chat_elsewhere_says_nothing(conversation, respondent):
    edit = {"actor": respondent, "conversation_id": conversation.pk, "client_id": conversation.epoch}

    set_answer_from_chat(**edit, path="colour", value="red")

    assert Message.objects.count() == 1


def test_memory_survives_its_json(conversation):
    tell(conversation, "Ada", question="name")
    conversation.refresh_from_db()

    memory = Memory.load(conversation.state)

    assert memory.changes[0].value == "Ada"
    assert memory.trail == ("name",)
    assert Memory.load(memory.dump()) == memory
