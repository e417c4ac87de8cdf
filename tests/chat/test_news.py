"""What a conversation tells whoever asks for its news, while it goes on."""

import pytest
from django.db import connection

from chat.selectors import news_of
from chat.services.endings import give_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("table", ["chat_message", "chat_reply"])
def test_a_reply_that_ends_while_the_news_are_read_is_told(waiting_reply, table):
    reply, conversation = waiting_reply, waiting_reply.conversation
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
