"""Posting a message: once, in order, answered at once where rules suffice."""

from uuid import uuid4

import pytest

from chat.domain.turns import Said
from chat.models import Conversation, ConversationEvent, Message, Reply
from chat.services.messages import post_message
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.exceptions import AlreadySubmitted
from forms_engine.models import Answer, Submission
from forms_engine.services.answers import set_answer
from forms_engine.services.submissions import submit_submission
from messerprise.core.exceptions import PermissionRefused
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import check_invariants


@pytest.fixture
def conversation(respondent):
    return make_conversation(respondent)


def said_by_assistant(conversation):
    return list(conversation.messages.filter(author="assistant").values_list("asked_path", flat=True))


def test_post_message_sets_the_answer_and_asks_the_next(conversation):
    message = tell(conversation, "Ada Lovelace", question="name")

    answer = Answer.objects.get(path="name")
    assert answer.value == "Ada Lovelace"
    assert answer.origin == OriginKind.SAID
    assert answer.origin_detail == {"door": "chat", "message": str(message.pk), "start": 0, "end": 12}
    assert said_by_assistant(conversation) == ["name", "colour"]
    check_invariants(conversation)


def test_post_message_takes_a_click_as_chosen(conversation):
    tell(conversation, "Ada", question="name")

    tell(conversation, "Red", question="colour", value="red")

    answer = Answer.objects.get(path="colour")
    assert (answer.value, answer.origin) == ("red", OriginKind.CHOSEN)
    assert said_by_assistant(conversation)[-1] == "born"


def test_post_message_writes_its_events_in_order(conversation):
    head = conversation.head_seq

    tell(conversation, "Ada", question="name")

    events = ConversationEvent.objects.filter(seq__gt=head)
    assert [event.type for event in events] == ["message.posted", "answers.changed", "message.said"]
    assert events[1].data["paths"] == ["name"]
    assert events[1].data["progress"]["answered"] == 1
    assert events[2].data["parts"]["ask"]["path"] == "colour"


def test_post_message_again_changes_nothing(conversation):
    client_id = uuid4()
    first = tell(conversation, "Ada", question="name", client_id=client_id)

    again = [tell(conversation, "Ada", question="name", client_id=client_id) for _ in range(4)]

    assert {message.pk for message in again} == {first.pk}
    assert Message.objects.filter(author="user").count() == 1
    assert Message.objects.filter(author="assistant").count() == 2
    check_invariants(conversation, [client_id])


def test_post_message_refuses_a_stranger(conversation, stranger):
    with pytest.raises(PermissionRefused):
        post_message(actor=stranger, conversation_id=conversation.pk, client_id=uuid4(), said=Said("hi"))

    assert not Message.objects.filter(author="user").exists()


def test_post_message_refuses_an_unknown_conversation(respondent):
    with pytest.raises(Conversation.DoesNotExist):
        post_message(actor=respondent, conversation_id=uuid4(), client_id=uuid4(), said=Said("hi"))


def test_post_message_after_submitting_is_refused(conversation, respondent):
    tell(conversation, "Ada", question="name")
    submit_submission(actor=respondent, submission_id=conversation.submission_id)

    with pytest.raises(AlreadySubmitted):
        tell(conversation, "one more thing")


def test_answer_from_a_form_page_is_told_in_the_same_transaction(conversation, respondent):
    head = conversation.head_seq
    origin = Origin(OriginKind.TYPED, {"door": "form"})

    set_answer(
        actor=respondent, submission_id=conversation.submission_id, path="colour", value="red", origin=origin
    )

    event = ConversationEvent.objects.get(seq=head + 1)
    assert event.type == "answers.changed"
    assert event.data["paths"] == ["born", "colour"]
    assert set(event.data) == {"revision", "paths", "progress"}  # no value travels


def test_submitting_is_told(conversation, respondent):
    tell(conversation, "Ada", question="name")

    submit_submission(actor=respondent, submission_id=conversation.submission_id)

    assert ConversationEvent.objects.last().type == "submission.submitted"
    assert Submission.objects.get().status == "submitted"


def test_post_message_to_the_natural_interviewer_answers_a_click_at_once(respondent):
    conversation = make_conversation(respondent, interviewer="natural")

    tell(conversation, "Ada", question="name", value="Ada")

    assert not Reply.objects.exists()
    assert said_by_assistant(conversation)[-1] == "colour"


def test_post_message_to_the_natural_interviewer_queues_a_reply(respondent):
    conversation = make_conversation(respondent, interviewer="natural")

    message = tell(conversation, "well, what do you want to know?", question="colour")

    reply = Reply.objects.get()
    assert (reply.message, reply.state) == (message, "queued")
    assert ConversationEvent.objects.last().type == "reply.queued"
