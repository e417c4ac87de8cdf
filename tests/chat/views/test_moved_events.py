"""Pages and requests of a conversation whose old events were moved out of the database."""

import pytest

from tests.factories.conversations import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(client, respondent, moved_conversation):
    client.force_login(respondent)
    return moved_conversation


@pytest.fixture
def look(client, conversation):
    def look(after):
        return client.get(f"/conversations/{conversation.pk}/events/", {"after": after}).json()["frames"]

    return look


def test_polling_tells_moved_and_live_events_in_one(look, conversation, moving):
    tell(conversation, "36", question="age")
    moving.calls.clear()

    welcome, *told = look(2)

    assert welcome["recovered"]
    assert [each["seq"] for each in told] == [3, 4, 5, 6]
    assert moving.calls == ["Query"]


def test_without_the_store_polling_asks_for_a_new_page(look, conversation, moving):
    moving.is_closed = True

    assert [each["recovered"] for each in look(0)] == [False]
    assert [each["recovered"] for each in look(conversation.head_seq)] == [True]


def test_the_page_needs_no_store(client, conversation, moving):
    moving.is_closed = True

    page = client.get(f"/submissions/{conversation.submission_id}/chat/")

    assert page.status_code == 200
    assert "Ada Lovelace" in page.content.decode()
    assert moving.calls == []
