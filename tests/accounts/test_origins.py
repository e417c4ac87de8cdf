"""Refused sockets are on record, and nobody fills the record by them."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from messerprise.accounts import origins
from messerprise.accounts.origins import record_refused_socket
from messerprise.audit.models import AuditEvent
from messerprise.realtime import limits
from messerprise.realtime.limits import TokenBucket
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

AT_MOST = 60  # of a process at once; then one a second


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """Let no time pass, and nothing be recorded before."""
    clock = SimpleNamespace(
        time=lambda: 1_000_000.0, monotonic=lambda: 0.0
    )  # the broker's client has its own
    monkeypatch.setattr(limits, "time", clock)
    monkeypatch.setattr(origins, "time", clock)
    monkeypatch.setattr(origins, "_recorded", TokenBucket(rate=1, burst=AT_MOST, now=0.0))


def refuse(times, user=None, address=None):
    """Refuse sockets, each from another address unless told; return how many are on record."""
    for _ in range(times):
        record_refused_socket(user, address or str(uuid4()), "forbidden")
    return AuditEvent.objects.filter(action="socket.refused").count()


def test_a_refusal_is_on_record(respondent):
    address = str(uuid4())

    record_refused_socket(respondent, address, "forbidden")

    event = AuditEvent.objects.get(action="socket.refused")
    assert (event.actor, event.outcome, event.detail) == (respondent, "refused", {"reason": "forbidden"})
    assert event.address_digest not in {"", address}


def test_of_one_person_ten_a_minute_are_on_record(respondent, monkeypatch):
    assert refuse(15, respondent) == 10
    assert refuse(1, make_person()) == 11

    monkeypatch.setattr(limits.time, "time", lambda: 1_000_060.0)
    assert refuse(1, respondent) == 12


def test_of_one_address_sixty_a_minute_are_on_record(monkeypatch):
    monkeypatch.setattr(origins, "_recorded", TokenBucket(rate=1, burst=1000, now=0.0))

    assert refuse(70, address=str(uuid4())) == 60


@pytest.mark.parametrize("url", [None, "redis://127.0.0.1:1/0"], ids=["with a broker", "without"])
def test_from_ever_new_addresses_a_process_records_so_many(settings, monkeypatch, url):
    settings.REDIS_URL = url or settings.REDIS_URL

    assert refuse(2 * AT_MOST) == AT_MOST
    monkeypatch.setattr(limits.time, "monotonic", lambda: 5.0)
    assert refuse(2 * AT_MOST) == AT_MOST + 5
