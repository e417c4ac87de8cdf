"""A reply changes its state while somebody holds its conversation: who wants both takes that one first."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from chat.models import Conversation, Message, Reply
from chat.services.reclaiming import reclaim_replies
from chat.services.replies import claim_reply, queue_reply
from messerprise.celery import app
from tests.factories.conversations import make_conversation

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite has one lock for everything"),
]


@pytest.fixture
def reply(respondent, valkey):
    """Return a reply; its task is sent, and nobody takes it."""
    app.conf.task_always_eager = False
    conversation = make_conversation(respondent, interviewer="natural")
    yield queue_reply(Message.objects.filter(conversation=conversation).first())
    app.conf.task_always_eager = True


@pytest.mark.parametrize(
    ("state", "change"),
    [("running", lambda _reply: reclaim_replies()), ("queued", lambda reply: claim_reply(reply.pk))],
    ids=["the reconciler, too late a writer's", "a worker, a new one"],
)
def test_a_reply_is_taken_up_while_its_conversation_is_held(reply, state, change):
    Reply.objects.update(state=state, due_at=timezone.now())
    changed = []

    def take_up():
        try:
            changed.append(change(reply))
        finally:
            connections.close_all()

    taking = threading.Thread(target=take_up)
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=reply.conversation_id)
        taking.start()
        taking.join(10)
        was_waiting = taking.is_alive()
    taking.join()

    assert not was_waiting, "it waits for the conversation with the reply in hand"
    assert all(changed)
