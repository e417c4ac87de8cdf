"""Messages that arrive at the same moment, through real connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from chat.models import Message, Reply
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.models import Answer, AnswerEvent
from forms_engine.services.answers import set_answer
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import check_invariants

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation(respondent):
    return make_conversation(respondent)


def at_once(*acts):
    """Run the acts in threads that begin together; return their results."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_tabs_answer_at_the_same_moment(conversation):
    acts = [
        lambda: tell(conversation, "Ada", question="name"),
        lambda: tell(conversation, "Red", question="colour", value="red"),
    ]

    for _ in range(5):
        at_once(*acts)

    assert (Answer.objects.get(path="name").value, Answer.objects.get(path="colour").value) == ("Ada", "red")
    assert Message.objects.filter(author="user").count() == 10
    check_invariants(conversation)


def test_two_tabs_answer_the_same_question_at_the_same_moment(conversation):
    at_once(
        lambda: tell(conversation, "Red", question="colour", value="red"),
        lambda: tell(conversation, "Blue", question="colour", value="blue"),
    )

    events = list(AnswerEvent.objects.filter(path="colour"))
    assert [event.revision for event in events] == [1, 2]
    assert events[1].previous == events[0].value
    assert Answer.objects.get(path="colour").value == events[1].value
    check_invariants(conversation)


def test_chat_and_form_answer_at_the_same_moment(conversation, respondent):
    origin = Origin(OriginKind.TYPED, {"door": "form"})
    form = {"actor": respondent, "submission_id": conversation.submission_id, "origin": origin}

    at_once(
        lambda: tell(conversation, "Ada", question="name"),
        lambda: set_answer(path="colour", value="blue", **form),
        lambda: set_answer(path="colour", value="red", **form),
    )

    conversation.submission.refresh_from_db()
    assert conversation.submission.revision == 3
    check_invariants(conversation)


@pytest.mark.parametrize("interviewer", ["economical", "natural"])
def test_the_same_message_five_times_at_once_counts_once(conversation, interviewer, bedrock):
    bedrock.rule({"tool": {"commands": [], "asks": "name", "reply": "What is your name?"}})
    conversation.__class__.objects.update(interviewer=interviewer)
    client_id = uuid4()

    posted = at_once(
        *[lambda: tell(conversation, "Who reads this?", question="colour", client_id=client_id)] * 5
    )

    assert len({message.pk for message in posted}) == 1
    assert Message.objects.filter(author="user").count() == 1
    assert Message.objects.filter(author="assistant").count() == 2
    assert Reply.objects.count() == len(bedrock.requests) == (interviewer == "natural")
    check_invariants(conversation, [client_id])
