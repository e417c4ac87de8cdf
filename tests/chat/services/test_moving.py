"""Old events moved to DynamoDB, whatever happens on the way."""

import json
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections

from chat.clients.dynamodb import configured_transcripts
from chat.clients.transcript_rows import RowTranscripts
from chat.models import Conversation, ConversationEvent
from chat.selectors import news_of, whole_news_of
from chat.services import moving as mover
from chat.services.moving import move_transcripts
from tests.factories.conversations import make_conversation, tell
from tests.servers.process import running

ROOT = Path(__file__).parents[3]


@pytest.fixture
def conversation(respondent):
    made = make_conversation(respondent)
    tell(made, "Ada", question="name")
    made.refresh_from_db()
    return made


def stored(conversation) -> list[int]:
    return [each.seq for each in configured_transcripts().after(conversation.pk, 0, 1000)]


def live(conversation) -> list[int]:
    return [each.seq for each in RowTranscripts().after(conversation.pk, 0, 1000)]


def read(conversation, after=0) -> list[int]:
    return [event.seq for event in whole_news_of(conversation.pk, after).events]


def test_old_events_are_moved_and_read_as_before(moving, conversation, grow_old):
    before = whole_news_of(conversation.pk, 0)
    grow_old()

    assert move_transcripts() == 4

    assert (live(conversation), stored(conversation)) == ([], [1, 2, 3, 4])
    assert whole_news_of(conversation.pk, 0) == before
    assert move_transcripts() == 0


def test_young_events_stay(moving, conversation, grow_old):
    grow_old(0.9)
    assert move_transcripts() == 0
    assert moving.calls == []

    grow_old(0.2)
    tell(conversation, "36", question="age")

    assert move_transcripts() == 4
    assert live(conversation)[0] == 5


def test_a_moved_conversation_goes_on(moving, conversation, grow_old):
    grow_old()
    move_transcripts()

    tell(conversation, "36", question="age")

    conversation.refresh_from_db()
    everything = list(range(1, conversation.head_seq + 1))
    assert read(conversation) == everything
    assert live(conversation) == everything[4:]
    grow_old()
    move_transcripts()
    assert (live(conversation), stored(conversation), read(conversation)) == ([], everything, everything)


def test_with_the_default_setting_nothing_is_moved(dynamodb, conversation, grow_old):
    grow_old()

    assert move_transcripts() == 0
    assert read(conversation) == [1, 2, 3, 4]
    assert dynamodb.calls == []


def test_what_was_moved_comes_back_with_the_setting(moving, conversation, grow_old, settings):
    events = RowTranscripts().after(conversation.pk, 0, 100)
    grow_old()
    move_transcripts()
    tell(conversation, "36", question="age")
    settings.TRANSCRIPT_STORE = "rows"
    assert not whole_news_of(conversation.pk, 0).is_whole

    call_command("copy_transcripts", "--from", "dynamodb", "--to", "rows")

    conversation.refresh_from_db()
    assert live(conversation) == read(conversation) == list(range(1, conversation.head_seq + 1))
    back = RowTranscripts().after(conversation.pk, 0, len(events))
    assert [each.data for each in back] == [each.data for each in events]


def test_a_hole_left_by_a_copy_that_was_stopped_is_no_hole(moving, conversation, grow_old):
    grow_old()
    move_transcripts()
    tell(conversation, "36", question="age")
    conversation.refresh_from_db()
    RowTranscripts().append(conversation.pk, configured_transcripts().after(conversation.pk, 0, 2))

    assert read(conversation) == [1, 2]
    assert read(conversation, 2) == list(range(3, conversation.head_seq + 1))


def test_a_batch_at_a_time_and_no_more_than_a_run_may(moving, conversation, grow_old, monkeypatch):
    grow_old()
    monkeypatch.setattr(mover, "BATCH", 1)
    monkeypatch.setattr(mover, "MOST", 3)

    assert [move_transcripts() for _ in range(3)] == [3, 1, 0]
    assert stored(conversation) == [1, 2, 3, 4]


def test_throttling_is_waited_out(moving, conversation, grow_old):
    grow_old()
    moving.refuse("PutItem", "ProvisionedThroughputExceededException", times=2)
    moving.refuse("Query", "ThrottlingException")

    assert move_transcripts() == 4

    assert (moving.calls.count("PutItem"), moving.calls.count("Query")) == (4 + 2, 1 + 1)
    assert (live(conversation), read(conversation)) == ([], [1, 2, 3, 4])


@pytest.mark.parametrize("operation", ["PutItem", "Query"])
def test_where_the_store_fails_the_rows_stay(moving, conversation, grow_old, operation, caplog):
    grow_old()
    moving.refuse(operation, "ResourceNotFoundException")

    assert move_transcripts() == 0

    assert live(conversation) == [1, 2, 3, 4]
    assert "moved later: DynamoDB says ResourceNotFoundException" in caplog.text
    assert move_transcripts() == 4


def test_what_the_store_does_not_take_stays_and_stops_nobody(
    moving, conversation, grow_old, respondent, caplog
):
    other = make_conversation(respondent)
    grow_old()
    moving.refuse("PutItem", "ValidationException")

    assert move_transcripts() == 1

    assert (live(conversation), live(other)) == ([1, 2, 3, 4], [])
    assert f"event 1 of conversation {conversation.pk} is not taken" in caplog.text


def test_what_is_stored_with_other_content_stays_and_stops_nobody(
    moving, conversation, grow_old, respondent, caplog
):
    other = make_conversation(respondent)
    configured_transcripts().append(conversation.pk, RowTranscripts().after(conversation.pk, 0, 1))
    grow_old()  # the copy is younger now

    assert move_transcripts() == 1

    assert (live(conversation), live(other)) == ([1, 2, 3, 4], [])
    assert f"event 1 of conversation {conversation.pk} is stored with other content" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", ["PutItem", "Query"])
def test_a_mover_killed_before_it_deletes_loses_nothing(moving, conversation, grow_old, operation, scratch):
    grow_old()
    moving.held.add(operation)
    code = "from chat.services.moving import move_transcripts; move_transcripts()"
    argv = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    log = scratch / "mover.log"

    with running(argv, ready=moving.waiting.is_set, log=log, env=environment(moving)):
        pass  # killed here

    assert live(conversation) == [1, 2, 3, 4]
    moving.open()
    tell(conversation, "36", question="age")
    conversation.refresh_from_db()
    everything = list(range(1, conversation.head_seq + 1))
    assert read(conversation) == everything
    assert move_transcripts() == 4
    assert (stored(conversation), read(conversation)) == ([1, 2, 3, 4], everything)


def in_thread(work) -> Future:
    """Run it beside the test, with a connection of its own."""

    def run():
        try:
            return work()
        finally:
            connections.close_all()

    return ThreadPoolExecutor(1).submit(run)


def client_of(gate):
    return boto3.client("dynamodb", django_settings.AWS_REGION, endpoint_url=gate.url)


def environment(gate) -> dict[str, str]:
    database = connection.settings_dict
    address = "mysql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}"
    return {
        "DATABASE_URL": (address if database["HOST"] else "sqlite:///{NAME}").format(**database),
        "TRANSCRIPT_STORE": "dynamodb",
        "TRANSCRIPT_TABLE": django_settings.TRANSCRIPT_TABLE,
        "AWS_REGION": django_settings.AWS_REGION,
        "AWS_ENDPOINT_URL_DYNAMODB": gate.url,
    }


@pytest.mark.django_db(transaction=True)
def test_what_is_not_read_back_stays(moving, conversation, grow_old, caplog):
    grow_old()
    moving.held.add("Query")
    running_mover = in_thread(move_transcripts)
    assert moving.waiting.wait(60)
    key = {"conversation": {"S": str(conversation.pk)}, "seq": {"N": "3"}}
    client_of(moving).delete_item(TableName=django_settings.TRANSCRIPT_TABLE, Key=key)

    moving.open()
    running_mover.result(60)

    assert live(conversation) == [1, 2, 3, 4]
    assert "not all that was written is read back" in caplog.text
    assert move_transcripts() == 4


def test_a_long_conversation_is_read_page_by_page(moving, conversation, grow_old):
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation=conversation, seq=seq, type="answers.changed") for seq in range(5, 311)
    )
    Conversation.objects.filter(pk=conversation.pk).update(head_seq=310)
    grow_old()
    move_transcripts()
    tell(conversation, "36", question="age")
    conversation.refresh_from_db()

    assert read(conversation) == list(range(1, 301))
    assert read(conversation, 300) == list(range(301, conversation.head_seq + 1))


@pytest.mark.django_db(transaction=True)
def test_two_movers_at_once_do_it_once(moving, conversation, grow_old):
    for text in ("36", "blue"):
        tell(conversation, text)
    conversation.refresh_from_db()
    grow_old()

    for each in [in_thread(move_transcripts) for _ in range(2)]:
        each.result(60)

    everything = list(range(1, conversation.head_seq + 1))
    assert (live(conversation), stored(conversation), read(conversation)) == ([], everything, everything)


def test_what_is_read_while_it_is_moved_has_no_hole(moving, conversation, grow_old, monkeypatch):
    """Between the two reads of a reader everything else is moved."""
    grow_old()
    monkeypatch.setattr(mover, "BATCH", 2)
    monkeypatch.setattr(mover, "MOST", 2)
    move_transcripts()
    moved = configured_transcripts().after(conversation.pk, 0, 2)
    assert [each.seq for each in moved] == [1, 2]
    move_transcripts()

    news = news_of(conversation.pk, 0)

    assert (news.events, news.is_whole) == ((), False)
    assert read(conversation, 2) == [3, 4]


def test_a_turn_asks_no_store_and_the_tail_costs_the_same(
    moving, conversation, grow_old, settings, django_assert_num_queries
):
    grow_old()
    move_transcripts()
    moving.calls.clear()
    tail = conversation.head_seq
    tell(conversation, "36", question="age")
    conversation.refresh_from_db()
    head = conversation.head_seq

    for store in ("rows", "dynamodb"):
        settings.TRANSCRIPT_STORE = store
        with django_assert_num_queries(5):  # head, events, replies that ended, replies to come, head again
            assert news_of(conversation.pk, tail).is_whole
        with django_assert_num_queries(3):  # head, replies to come, head again
            assert news_of(conversation.pk, head).is_whole
    assert moving.calls == []


def test_moved_events_cost_one_call(moving, conversation, grow_old, django_assert_max_num_queries):
    grow_old()
    move_transcripts()
    moving.calls.clear()

    with django_assert_max_num_queries(4 + 4):
        assert read(conversation) == [1, 2, 3, 4]
    assert moving.calls == ["Query"]


def test_moved_events_are_written_as_documented(moving, conversation, grow_old, settings):
    settings.TRANSCRIPT_TTL_DAYS = 30
    grow_old()
    event = ConversationEvent.objects.get(conversation=conversation, seq=2)
    move_transcripts()

    table = {"TableName": settings.TRANSCRIPT_TABLE}
    client = client_of(moving)
    key = {"conversation": {"S": str(conversation.pk)}, "seq": {"N": "2"}}
    item = client.get_item(**table, Key=key)["Item"]

    assert item["type"] == {"S": "message.posted"}
    assert json.loads(item["data"]["S"]) == event.data
    assert int(item["expires_at"]["N"]) == int(event.created_at.timestamp()) + 30 * 24 * 3600
    expiry = client.describe_time_to_live(**table)["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
