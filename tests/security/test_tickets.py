"""A socket opens with a ticket: of its person, its session and its conversation, once, soon."""

import time

import pytest
from django.conf import settings
from django.test import Client

from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from messerprise.realtime import tickets
from tests.chat.consumers.browser import session_of, ticket_for
from tests.factories.conversations import make_conversation
from tests.factories.people import make_person


@pytest.fixture
def session(conversation):
    """Return the owner's session."""
    return session_of(conversation.submission.owner)


def refusals() -> list[str]:
    return list(AuditEvent.objects.filter(action="socket.refused").values_list("detail__reason", flat=True))


def test_a_ticket_opens_one_socket(knock, conversation, session):
    ticket = ticket_for(conversation.pk, session)

    with knock(session=session, ticket=ticket) as first, knock(session=session, ticket=ticket) as second:
        assert (first.status, second.status) == (101, 403)

    assert refusals() == ["forbidden"]
    assert AuditEvent.objects.get(action="socket.refused").actor_id == conversation.submission.owner_id


def test_a_ticket_of_another_session_of_the_same_person_opens_nothing(knock, conversation, session):
    other = session_of(conversation.submission.owner)

    with knock(session=session, ticket=ticket_for(conversation.pk, other)) as socket:
        assert socket.status == 403

    assert refusals() == ["forbidden"]


def test_a_ticket_for_another_conversation_opens_nothing(knock, conversation, session):
    other = make_conversation(conversation.submission.owner, form_id="other")

    with knock(session=session, ticket=ticket_for(other.pk, session)) as socket:
        assert socket.status == 403

    assert refusals() == ["forbidden"]


def test_a_ticket_of_somebody_else_opens_nothing(knock, conversation):
    others = session_of(make_person(Role.RESPONDENT))

    with knock(session=others) as socket:  # the owner's ticket, and somebody else's session
        assert socket.status == 403

    assert refusals() == ["forbidden"]
    assert AuditEvent.objects.get(action="socket.refused").actor_id != conversation.submission.owner_id


@pytest.mark.parametrize("ticket", ["", "none", "~~", "a~b~c"])
def test_what_is_no_ticket_opens_nothing(knock, ticket):
    with knock(ticket=ticket) as socket:
        assert socket.status == 403

    assert refusals() == ["forbidden"]


def test_a_ticket_ends_after_half_a_minute(conversation, session, monkeypatch):
    subject = (conversation.submission.owner_id, session, conversation.pk)
    ticket = tickets.issue(*subject)
    later = time.time() + tickets.VALID_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert not tickets.redeem(ticket, *subject)


def test_without_a_broker_a_ticket_counts_while_it_is_young(conversation, session, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    subject = (conversation.submission.owner_id, session, conversation.pk)
    ticket = tickets.issue(*subject)

    assert [tickets.redeem(ticket, *subject) for _ in range(2)] == [True, True]
    assert not tickets.redeem("none", *subject)


def test_a_ticket_is_asked_for_by_a_post_that_cannot_be_forged(conversation, session):
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    address = f"/conversations/{conversation.pk}/ticket/"

    assert client.post(address).status_code == 403
    assert client.get(address).status_code == 405
    secret = {settings.CSRF_COOKIE_NAME: "a" * 32}
    client.cookies.load(secret)
    answer = client.post(address, headers={"X-CSRFToken": "a" * 32})
    assert answer.json()["ticket"]
    assert "no-store" in answer["Cache-Control"]


def test_a_page_of_another_site_is_on_record(knock):
    with knock(origin="http://evil.example") as socket:
        assert socket.status == 403

    assert refusals() == ["origin"]
    assert AuditEvent.objects.get(action="socket.refused").address_digest


def test_sockets_of_one_person_are_counted_across_processes(knock, site, conversation):
    """The site allows twenty; they are counted where all its processes look."""
    opened = [knock() for _ in range(settings.SOCKETS_PER_USER)]
    try:
        with knock() as one_too_many:
            assert one_too_many.status == 403
        opened.pop().__exit__()
        assert wait_for_a_seat(knock) == 101
    finally:
        for each in opened:
            each.__exit__()
    assert "too_fast" in refusals()


def wait_for_a_seat(knock) -> int:
    """Knock until somebody who left is no longer counted."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with knock() as socket:
            if socket.status == 101:
                return socket.status
        time.sleep(0.1)
    return 0
