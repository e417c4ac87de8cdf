"""What tests of conversations share."""

import pytest

from chat.models import Message
from chat.services.replies import queue_reply
from messerprise.celery import app
from tests.factories.conversations import make_conversation


@pytest.fixture
def waiting_reply(respondent, valkey):
    """Return a reply; its task is sent, and nobody takes it."""
    app.conf.task_always_eager = False
    conversation = make_conversation(respondent, interviewer="natural")
    yield queue_reply(Message.objects.filter(conversation=conversation).first())
    app.conf.task_always_eager = True
