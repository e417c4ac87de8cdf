"""Flow control, with a clock of the test's own."""

from messerprise.realtime.limits import TokenBucket, bucket_of
from messerprise.realtime.pace import Pace


def test_pace_fills_up_and_empties_by_acknowledgements():
    pace = Pace()
    for seq in range(1, Pace.LIMIT + 1):
        pace.sent(1, seq, 0)

    assert pace.is_full()
    pace.acknowledged(1, 10, 1)
    assert not pace.is_full()


def test_pace_is_lost_after_thirty_silent_seconds():
    pace = Pace()
    pace.sent(1, 1, now=0)

    assert not pace.is_lost(30)
    assert pace.is_lost(31)
    pace.sent(1, 2, now=29)
    pace.acknowledged(1, 1, now=30)
    assert not pace.is_lost(59)
    assert pace.is_lost(61)


def test_pace_does_not_wait_when_nothing_is_under_way():
    pace = Pace()
    pace.sent(1, 1, now=0)
    pace.acknowledged(1, 1, now=1)

    assert not pace.is_lost(1000)
    pace.sent(2, 1, now=1000)
    pace.clear()
    assert not pace.is_lost(2000)


def test_bucket_allows_a_burst_and_then_the_rate():
    bucket = TokenBucket(rate=2, burst=3, now=0)

    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(0.5), bucket.take(0.5)] == [True, False]
    assert [bucket.take(100) for _ in range(4)] == [True, True, True, False]


def test_bucket_is_shared_by_a_users_sockets():
    mine = bucket_of("me", 0)

    assert bucket_of("me", 5) is mine
    assert bucket_of("you", 0) is not mine
