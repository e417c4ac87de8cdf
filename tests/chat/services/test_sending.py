"""One thread sends what all replies of a process have to say."""

import threading
from uuid import uuid4

import pytest
import redis
from django.conf import settings

from chat.models import Reply
from chat.services import sending
from chat.services.replies import Claim
from chat.services.writing import Writing
from messerprise.realtime import keys
from messerprise.realtime.streams import StreamWriter
from tests.chat.services.test_keeping import until

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture
def server():
    client = redis.Redis.from_url(settings.REDIS_URL, decode_responses=True)
    yield client
    client.close()


def new_writing(attempt=1):
    claim = Claim(Reply(pk=uuid4(), conversation_id=uuid4()), attempt)
    return Writing(claim, until=float("inf"), leave=lambda: False)


def stream_of(server, writing):
    entries = server.xrange(keys.stream_key(writing.claim.reply_id))
    return [(fields["o"], fields["t"]) for _entry, fields in entries]


def test_first_words_go_at_once_and_the_others_soon(server):
    writing = new_writing()
    writing.grow("Hello")
    assert stream_of(server, writing) == [("0", "Hello")]

    writing.grow("Hello 🙂")
    writing.grow("Hello 🙂 you")

    until(lambda: stream_of(server, writing)[1:] == [("5", " 🙂 you")])
    assert (writing.kept.text, writing.kept.seq) == ("Hello 🙂 you", 2)


def test_last_words_come_after_all_others(server):
    writing = new_writing()
    writing.grow("a")
    for length in range(2, 60):
        writing.grow("a" * length)
        writing.flush()

    assert "".join(text for _offset, text in stream_of(server, writing)) == "a" * 59
    assert writing.seq == len(stream_of(server, writing))


def test_many_replies_go_in_one_round(server, monkeypatch):
    rounds = []
    send = sending.append_all
    monkeypatch.setattr(sending, "append_all", lambda entries: rounds.append(len(entries)) or send(entries))
    writings = [new_writing() for _time in range(20)]
    for writing in writings:
        writing.grow("a")
    for writing in writings:
        writing.grow("ab")

    until(lambda: all(writing.kept.text == "ab" for writing in writings))
    assert len(rounds) < 20 + 20  # each alone at first, together afterwards
    assert all(stream_of(server, writing) == [("0", "a"), ("1", "b")] for writing in writings)


def test_who_was_overtaken_learns_of_it_and_says_no_more(server):
    writing = new_writing()
    writing.grow("old")
    StreamWriter(writing.claim.reply.conversation_id, writing.claim.reply_id, 2).open()

    writing.grow("old words")

    until(lambda: writing.is_lost)
    assert writing.must_end()
    assert writing.next_entry() is None


def test_courier_knows_the_script_again_after_the_server_forgot_it(server):
    writing = new_writing()
    writing.grow("one")
    server.script_flush()

    writing.grow("one two")
    writing.flush()

    assert stream_of(server, writing) == [("0", "one"), ("3", " two")]


def test_courier_ends_when_nobody_has_anything_to_say():
    writing = new_writing()
    writing.grow("a")
    writing.grow("ab")

    until(lambda: all(thread.name != "courier" for thread in threading.enumerate()))
    assert writing.kept.text == "ab"
