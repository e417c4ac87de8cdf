"""Moved events read by somebody who waits."""

from uuid import uuid4

import pytest

from chat.clients import moved
from chat.clients.dynamodb import configured_transcripts
from chat.clients.moved import moved_transcripts
from tests.chat.clients.test_transcripts import event


@pytest.fixture
def conversation(moving):
    made = uuid4()
    configured_transcripts().append(made, [event(1), event(2)])
    moving.calls.clear()
    return made


def read(conversation) -> list[int]:
    return [each.seq for each in moved_transcripts().after(conversation, 0, 10)]


def test_there_is_no_such_store_by_default(dynamodb):
    assert moved_transcripts() is None


def test_throttling_is_waited_out(moving, conversation):
    moving.refuse("Query", "ProvisionedThroughputExceededException", times=2)

    assert read(conversation) == [1, 2]
    assert moving.calls == ["Query"] * 3


def test_a_store_that_is_away_is_left_alone_for_a_while(moving, conversation, monkeypatch, caplog):
    moving.is_closed = True

    assert [read(conversation) for _ in range(5)] == [[]] * 5

    assert moving.calls == ["Query"] * 3
    assert caplog.text.count("moved transcripts cannot be read") == 1
    assert "perché" not in caplog.text
    moving.is_closed = False
    monkeypatch.setattr(moved.time, "monotonic", lambda: float("inf"))
    assert read(conversation) == [1, 2]
