import json
from collections.abc import Callable

import pytest

from messerprise.accounts.domain.roles import Role
from tests.chat.consumers.browser import session_of, ticket_for
from tests.factories.conversations import make_conversation
from tests.factories.people import make_person
from tests.security.raw_socket import RawSocket


@pytest.fixture
def conversation(site):
    """Return somebody's conversation."""
    return make_conversation(make_person(Role.RESPONDENT))


@pytest.fixture
def knock(site, conversation) -> Callable[..., RawSocket]:
    """Return a function that asks for the conversation's socket, as its owner unless told otherwise."""
    session = session_of(conversation.submission.owner)

    def knock(**fields) -> RawSocket:
        given = {"session": session, "ticket": ticket_for(conversation.pk, session)} | fields
        return RawSocket(site, f"/ws/conversations/{conversation.pk}/", **given)

    return knock


@pytest.fixture
def hello(conversation) -> bytes:
    """Return the first frame that the owner's page sends."""
    where = {"conversation": str(conversation.pk), "epoch": str(conversation.epoch)}
    return json.dumps({"type": "hello", **where, "event_seq": conversation.head_seq, "reply": None}).encode()
