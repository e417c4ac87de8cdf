"""One thread keeps all replies of a worker alive; texts go to a real Valkey and a real database."""

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Reply
from chat.services import keeping
from chat.services.replies import claim_reply
from chat.services.writing import Writing
from messerprise.realtime.streams import request_stop
from tests.factories.conversations import make_conversation, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("valkey")]
PATIENCE = 20


def until(is_so):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def reply(respondent, bedrock):
    conversation = make_conversation(respondent, interviewer="natural")
    return tell(conversation, "Good morning, what is this about?", question="colour").reply


@pytest.fixture
def writing(reply, monkeypatch):
    monkeypatch.setattr(keeping, "CHECKPOINT", 0.2)
    writing = Writing(claim_reply(reply.pk), until=time.monotonic() + 60, leave=lambda: False)
    writing.open()
    yield writing
    writing.close()


def test_keeper_stores_what_was_sent(reply, writing):
    writing.grow("Hello 🙂")

    until(lambda: Reply.objects.filter(pk=reply.pk, checkpoint_text="Hello 🙂", checkpoint_seq=1).exists())


def test_keeper_renews_the_lease_in_silence(reply, writing, settings):
    settings.REPLY_LEASE_SECONDS = 2
    soon = timezone.now() + timedelta(seconds=1)
    Reply.objects.filter(pk=reply.pk).update(due_at=soon)

    until(lambda: Reply.objects.get(pk=reply.pk).due_at > soon)


def test_keeper_tells_of_a_wish_to_stop(reply, writing):
    request_stop(reply.pk)

    until(lambda: writing.is_stopped)
    assert writing.must_end()


def test_keeper_tells_of_a_wish_that_only_the_database_knows(reply, writing):
    Reply.objects.filter(pk=reply.pk).update(stop_requested=True)
    writing.grow("Hello")

    until(lambda: writing.is_stopped)


def test_keeper_tells_whose_reply_is_another_attempts(reply, writing):
    Reply.objects.filter(pk=reply.pk).update(attempt=9)
    writing.grow("Hello")

    until(lambda: writing.is_lost)
    assert Reply.objects.get(pk=reply.pk).checkpoint_text == ""


def test_keeper_ends_with_the_last_reply(reply, writing):
    writing.close()

    until(lambda: all(thread.name != "keeper" for thread in threading.enumerate()))
    assert keeping.keeper.load == 0
