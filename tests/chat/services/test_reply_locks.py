"""A reply changes its state while somebody holds its conversation: who wants both takes that one first."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from chat.models import Conversation, Reply
from chat.services.reclaiming import reclaim_replies
from chat.services.replies import claim_reply, delay_reply

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite has one lock for everything"),
]


@pytest.mark.parametrize(
    ("state", "change"),
    [("running", lambda _reply: reclaim_replies()), ("queued", lambda reply: claim_reply(reply.pk))],
    ids=["the reconciler, too late a writer's", "a worker, a new one"],
)
def test_a_reply_is_taken_up_while_its_conversation_is_held(waiting_reply, state, change):
    Reply.objects.update(state=state, due_at=timezone.now())
    changed = []

    def take_up():
        try:
            changed.append(change(waiting_reply))
        finally:
            connections.close_all()

    taking = threading.Thread(target=take_up)
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=waiting_reply.conversation_id)
        taking.start()
        taking.join(10)
        was_waiting = taking.is_alive()
    taking.join()

    assert not was_waiting, "it waits for the conversation with the reply in hand"
    assert all(changed)


def test_whoever_delays_a_reply_waits_for_its_conversation_without_it(waiting_reply):
    claim = claim_reply(waiting_reply.pk)
    wants_conversation = threading.Event()

    def told(execute, sql, *rest):
        if "chat_conversation" in sql and "FOR UPDATE" in sql:
            wants_conversation.set()
        return execute(sql, *rest)

    def put_off():
        try:
            with connection.execute_wrapper(told):
                delay_reply(claim, timedelta(seconds=1), "throttled")
        finally:
            connections.close_all()

    delaying = threading.Thread(target=put_off)
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=waiting_reply.conversation_id)
        delaying.start()
        assert wants_conversation.wait(10)
        Reply.objects.select_for_update(nowait=True).get(pk=waiting_reply.pk)
    delaying.join()

    waiting_reply.refresh_from_db()
    assert (waiting_reply.state, waiting_reply.error_code) == ("queued", "throttled")
