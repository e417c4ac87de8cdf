"""Flow control, with a clock of the test's own."""

from uuid import uuid4

import pytest

from messerprise.realtime.frames import Ack, Position
from messerprise.realtime.limits import TokenBucket, bucket_of
from messerprise.realtime.pace import Pace

REPLY, OTHER = uuid4(), uuid4()
FULL = Pace.MOST_BYTES


@pytest.fixture
def pace():
    return Pace()


def text(tok_seq, reply=REPLY, attempt=1):
    """Return the mark of a piece of text."""
    return Position(reply, attempt, tok_seq)


def drawn(tok_seq, reply=REPLY, attempt=1, event_seq=0):
    """Return the acknowledgement of a client that has drawn a reply so far."""
    return Ack(event_seq, reply, attempt, tok_seq)


def test_pace_is_full_of_many_frames(pace):
    for seq in range(1, Pace.MOST_FRAMES + 1):
        assert not pace.is_full()
        pace.sent(text(seq), 1, 0)

    assert pace.is_full()
    pace.acknowledged(drawn(10), 1)
    assert not pace.is_full()


def test_pace_is_full_of_few_long_frames(pace):
    pace.sent(1, FULL - 1, 0)
    assert not pace.is_full()
    pace.sent(text(1), 1, 0)
    assert pace.is_full()

    pace.acknowledged(Ack(event_seq=1), 1)
    assert not pace.is_full()
    pace.sent(text(2), FULL - 2, 0)
    assert not pace.is_full()
    pace.sent(text(3), 1, 0)
    assert pace.is_full()


def test_one_frame_longer_than_all_may_go_out(pace):
    pace.sent(1, 10 * FULL, 0)

    assert pace.is_full()
    pace.acknowledged(Ack(event_seq=1), 1)
    assert not pace.is_full()


@pytest.mark.parametrize(
    "ack",
    [drawn(2), drawn(9), drawn(1, attempt=2), Ack(event_seq=3), Ack(3, OTHER, 1, 1)],
    ids=["that text", "later text", "a later attempt", "an event after it", "another reply after it"],
)
def test_whatever_came_before_has_arrived_too(pace, ack):
    pace.sent(1, 1, 0)
    pace.sent(text(2), FULL, 0)
    pace.sent(3, 1, 0)

    pace.acknowledged(ack, 1)

    assert not pace.is_full()


@pytest.mark.parametrize(
    "ack",
    [drawn(1), drawn(9, reply=OTHER), drawn(9, attempt=0), Ack(event_seq=1), Ack(event_seq=0)],
    ids=["text before", "another reply", "an earlier attempt", "an event before", "nothing"],
)
def test_what_is_not_told_of_is_under_way(pace, ack):
    pace.sent(1, 1, 0)
    pace.sent(text(2), FULL, 0)

    pace.acknowledged(ack, 1)

    assert pace.is_full()


def test_patience_ends_thirty_seconds_after_it_was_full_or_something_arrived(pace):
    pace.sent(1, 1, now=0)
    assert pace.patience(now=1000) is None, "nothing is held back"
    pace.sent(2, FULL, now=1000)
    pace.sent(3, FULL, now=1010)

    assert pace.patience(now=1010) == 20
    assert pace.patience(now=1031) == 0
    pace.acknowledged(Ack(event_seq=2), now=1020)
    assert pace.patience(now=1020) == 30
    pace.acknowledged(Ack(event_seq=2), now=1040)
    assert pace.patience(now=1040) == 10, "saying it again is no news"
    pace.acknowledged(Ack(event_seq=3), now=1045)
    assert pace.patience(now=2000) is None


def test_bucket_allows_a_burst_and_then_the_rate():
    bucket = TokenBucket(rate=2, burst=3, now=0)

    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(0.5), bucket.take(0.5)] == [True, False]
    assert [bucket.take(100) for _ in range(4)] == [True, True, True, False]


def test_bucket_is_shared_by_a_users_sockets():
    mine = bucket_of("me", 0)

    assert bucket_of("me", 5) is mine
    assert bucket_of("you", 0) is not mine
