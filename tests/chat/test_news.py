"""What a conversation tells whoever asks for its news, while it goes on."""

import pytest
from django.db import connection

from chat.models import Message
from chat.selectors import news_of
from chat.services.endings import give_up
from chat.services.replies import queue_reply
from messerprise.celery import app
from tests.factories.conversations import make_conversation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reply(respondent, valkey):
    """Return a reply; its task is sent, and nobody takes it."""
    app.conf.task_always_eager = False
    conversation = make_conversation(respondent, interviewer="natural")
    yield queue_reply(Message.objects.filter(conversation=conversation).first())
    app.conf.task_always_eager = True


@pytest.mark.parametrize("table", ["chat_message", "chat_reply"])
def test_a_reply_that_ends_while_the_news_are_read_is_told(reply, table):
    conversation = reply.conversation
    conversation.refresh_from_db()
    before, ends = conversation.head_seq, [lambda: give_up(reply.pk, 0, "attempts_exhausted")]

    def meanwhile(execute, sql, *rest):
        if table in sql and ends:
            ends.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        news = news_of(conversation.pk, before, reply.pk)

    assert not ends
    assert [event.seq for event in news.events] == list(range(before + 1, news.head_seq + 1))
    assert [done.reply for done in news.ended] == [reply.pk]
    assert not news.unfinished
