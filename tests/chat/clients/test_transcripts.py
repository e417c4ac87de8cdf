"""One contract, two stores: rows of the database and a real DynamoDB emulator."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from chat.clients.dynamodb import DynamoTranscripts
from chat.clients.transcript_rows import RowTranscripts
from chat.clients.transcripts import EventRefused, SequenceTaken, StoredEvent
from chat.models import ConversationEvent
from tests.factories.conversations import make_conversation
from tests.servers.aws import REGION

MADE = datetime(2026, 1, 31, 23, 59, 59, 123456, tzinfo=UTC)
LATER = MADE.replace(month=3)


def event(seq, **data):
    return StoredEvent(
        seq, "message.posted", {"text": "perché? 🙂", "ratio": 0.1, "none": None, **data}, MADE
    )


@pytest.fixture
def conversation(respondent):
    made = make_conversation(respondent)
    ConversationEvent.objects.filter(conversation=made).delete()
    return made.pk


@pytest.fixture(params=["rows", "dynamodb"])
def store(request, monkeypatch):
    if request.param == "rows":
        return RowTranscripts()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    made = DynamoTranscripts(f"transcripts-{uuid4()}", REGION, request.getfixturevalue("aws"), ttl_days=30)
    made.create_table()
    return made


def test_after_returns_what_was_appended_in_order(store, conversation):
    events = [event(seq) for seq in range(1, 13)]
    store.append(conversation, events[:10])
    store.append(conversation, events[10:])

    assert store.after(conversation, 0, 100) == events
    assert store.after(conversation, 9, 2) == events[9:11]
    assert store.after(conversation, 12, 5) == []
    assert store.count(conversation) == 12


def test_after_returns_more_than_one_page(store, conversation):
    events = [event(seq, padding="x" * 300_000) for seq in range(1, 6)]  # a page of DynamoDB ends at 1 MB
    store.append(conversation, events)

    assert store.after(conversation, 0, 100) == events
    assert store.count(conversation) == 5


def test_append_takes_the_same_again(store, conversation):
    store.append(conversation, [event(1)])

    store.append(conversation, [event(1), event(2)])

    assert store.after(conversation, 0, 100) == [event(1), event(2)]


@pytest.mark.parametrize("change", [{"type": "answer.set"}, {"data": {}}, {"created_at": LATER}])
def test_append_refuses_other_content_under_a_number(store, conversation, change):
    store.append(conversation, [event(1)])

    with pytest.raises(SequenceTaken, match="event 1 of conversation"):
        store.append(conversation, [replace(event(1), **change)])

    assert store.after(conversation, 0, 100) == [event(1)]


@pytest.mark.parametrize("store", ["dynamodb"], indirect=True)
def test_append_refuses_what_is_too_large(store, conversation):
    with pytest.raises(EventRefused, match="event 2 of conversation"):
        store.append(conversation, [event(1), event(2, padding="x" * 420_000), event(3)])

    assert store.after(conversation, 0, 100) == [event(1)]


def test_forget_erases_one_conversation_only(store, conversation, respondent):
    other = make_conversation(respondent).pk
    ConversationEvent.objects.filter(conversation=other).delete()
    store.append(conversation, [event(1), event(2)])
    store.append(other, [event(1)])

    store.forget(conversation)
    store.forget(conversation)

    assert store.count(conversation) == 0
    assert store.after(other, 0, 100) == [event(1)]
