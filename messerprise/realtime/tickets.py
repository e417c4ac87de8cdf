"""One-use tickets: what a page asks for, beside its session, before it opens a socket.

A ticket carries nothing: person, session and subject are the salt of its signature, so it fits no other
socket. That it was used is a mark in the broker, for as long as the signature holds. Without a broker the
mark cannot be looked up, and the ticket counts: it is still bound, it still ends after ``VALID_SECONDS``, and
whoever repeats it needs the session's cookie besides.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from messerprise.realtime import keys
from messerprise.realtime.brokers import ask
from messerprise.realtime.groups import session_mark

VALID_SECONDS = 30
SUBPROTOCOL = "mess-erprise"  # what the server speaks; a browser wants an answer to what it offers
PREFIX = "ticket."


def issue(user_id: UUID, session_key: str, subject: UUID) -> str:
    """Return a ticket for one socket about ``subject``, good for ``VALID_SECONDS``."""
    return _signer(user_id, session_key, subject).sign(secrets.token_urlsafe(12))


def redeem(ticket: str, user_id: UUID, session_key: str, subject: UUID) -> bool:
    """Take a ticket; tell whether it was good and new."""
    try:
        name = _signer(user_id, session_key, subject).unsign(ticket, max_age=VALID_SECONDS)
    except BadSignature:
        return False
    key = keys.ticket_key(name)
    is_new = ask(lambda broker: bool(broker.set(key, "1", nx=True, ex=2 * VALID_SECONDS)))
    return is_new is not False


def ticket_among(subprotocols: Sequence[str]) -> str:
    """Return the ticket among what a socket offers to speak; an address would be logged on its way."""
    offered = (each.removeprefix(PREFIX) for each in subprotocols if each.startswith(PREFIX))
    return next(offered, "")


def _signer(user_id: UUID, session_key: str, subject: UUID) -> TimestampSigner:
    salt = f"messerprise.realtime.ticket {user_id} {session_mark(session_key)} {subject}"
    return TimestampSigner(sep="~", salt=salt)  # a subprotocol's name may hold no colon
