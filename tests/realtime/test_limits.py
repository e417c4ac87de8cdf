"""Limits that all processes share: acts by the minute, open sockets."""

import asyncio
from uuid import uuid4

import pytest

from messerprise.realtime import limits, seats
from messerprise.realtime.limits import Act, take
from messerprise.realtime.seats import Seat, keep_seats, leave_seat, take_seat

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture(autouse=True)
def same_minute(monkeypatch):
    """No test begins in one minute and ends in another."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000.0)


def test_acts_of_one_person_are_counted(settings):
    settings.MESSAGES_PER_USER, user = 3, uuid4()

    assert [take(Act.MESSAGE, user_id=user, address=str(uuid4())) for _ in range(4)] == [True] * 3 + [False]
    assert take(Act.MESSAGE, user_id=uuid4(), address=str(uuid4()))
    assert take(Act.REQUEST, user_id=user)


def test_acts_from_one_address_are_counted_whoever_acts(settings):
    settings.MESSAGES_PER_ADDRESS, address = 3, str(uuid4())

    assert [take(Act.MESSAGE, user_id=uuid4(), address=address) for _ in range(4)] == [True] * 3 + [False]


def test_a_new_minute_counts_anew(settings, monkeypatch):
    settings.MESSAGES_PER_USER, user = 1, uuid4()
    assert [take(Act.MESSAGE, user_id=user) for _ in range(2)] == [True, False]

    monkeypatch.setattr(limits.time, "time", lambda: 1_000_060.0)

    assert take(Act.MESSAGE, user_id=user)


def test_nought_is_no_limit(settings):
    settings.MESSAGES_PER_USER = settings.SOCKETS_PER_USER = 0
    user = uuid4()

    assert all(take(Act.MESSAGE, user_id=user) for _ in range(500))
    assert all(take_seat(Seat(user, str(uuid4()))) for _ in range(50))


def test_without_a_broker_nobody_is_kept_out(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.MESSAGES_PER_USER = settings.SOCKETS_PER_USER = 1
    user = uuid4()

    assert all(take(Act.MESSAGE, user_id=user) for _ in range(3))
    assert all(take_seat(Seat(user, "")) for _ in range(3))


def test_seats_of_a_person_and_of_an_address(settings):
    settings.SOCKETS_PER_USER, settings.SOCKETS_PER_ADDRESS = 2, 3
    user, address = uuid4(), str(uuid4())

    assert [take_seat(Seat(user, address)) for _ in range(3)] == [True, True, False]
    assert [take_seat(Seat(uuid4(), address)) for _ in range(2)] == [True, False]


def test_seats_of_a_process_that_was_killed_are_forgotten(settings, monkeypatch):
    settings.SOCKETS_PER_USER = 1
    user = uuid4()
    assert [take_seat(Seat(user, "")) for _ in range(2)] == [True, False]

    monkeypatch.setattr(seats.time, "time", lambda: 1_000_000.0 + seats.VALID_SECONDS + 1)

    assert take_seat(Seat(user, ""))


def test_a_seat_is_kept_while_its_process_says_so(settings, monkeypatch):
    settings.SOCKETS_PER_USER = 1
    seat = Seat(uuid4(), "")
    assert take_seat(seat)

    monkeypatch.setattr(seats.time, "time", lambda: 1_000_000.0 + seats.VALID_SECONDS - 1)
    keep_seats([seat])
    monkeypatch.setattr(seats.time, "time", lambda: 1_000_000.0 + seats.VALID_SECONDS + 9)

    assert not take_seat(Seat(seat.user_id, ""))
    leave_seat(seat)
    assert take_seat(Seat(seat.user_id, ""))


async def test_a_process_says_so_by_itself(monkeypatch):
    monkeypatch.setattr(seats, "RENEWED_SECONDS", 0.01)
    kept = asyncio.Event()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(seats, "keep_seats", lambda _some: loop.call_soon_threadsafe(kept.set))
    seat = Seat(uuid4(), "")

    seats.seats().keep(seat)

    await asyncio.wait_for(kept.wait(), 20)
    await seats.seats().leave(seat)
