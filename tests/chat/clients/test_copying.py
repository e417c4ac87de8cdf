"""Transcripts copied between the database and DynamoDB."""

import pytest
from django.core.management import CommandError, call_command

from chat.clients.dynamodb import configured_transcripts
from chat.clients.transcript_rows import RowTranscripts
from chat.models import ConversationEvent
from tests.factories.conversations import make_conversation


@pytest.fixture
def conversation(respondent, dynamodb):
    return make_conversation(respondent).pk


def copy(source="rows", target="dynamodb"):
    call_command("copy_transcripts", "--from", source, "--to", target)


def test_copy_transcripts_goes_there_and_back_and_again(conversation, capsys):
    events = RowTranscripts().after(conversation, 0, 100)
    assert events
    configured_transcripts().append(conversation, events[:1])  # a copy that was stopped

    copy()
    copy()

    assert configured_transcripts().after(conversation, 0, 100) == events
    assert capsys.readouterr().out.splitlines()[-1] == "Copied 0 events."
    ConversationEvent.objects.all().delete()
    copy("dynamodb", "rows")
    assert RowTranscripts().after(conversation, 0, 100) == events


def test_copy_transcripts_tells_only_what_it_copied(conversation, capsys):
    ConversationEvent.objects.create(conversation_id=conversation, seq=2, type="more")
    configured_transcripts().append(conversation, RowTranscripts().after(conversation, 0, 1))

    copy()

    assert capsys.readouterr().out.splitlines()[-1] == "Copied 1 events."


def test_copy_transcripts_without_a_table_says_so(conversation, settings):
    settings.TRANSCRIPT_TABLE = "nowhere"

    with pytest.raises(CommandError, match="ResourceNotFoundException"):
        copy()


def test_copy_transcripts_without_a_service_says_so(conversation, settings, monkeypatch):
    settings.TRANSCRIPT_TABLE = "far-away"
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1")

    with pytest.raises(CommandError, match="not reached"):
        copy()


def test_copy_transcripts_stops_where_the_copy_says_something_else(conversation):
    events = RowTranscripts().after(conversation, 0, 100)
    configured_transcripts().append(conversation, events)
    ConversationEvent.objects.filter(conversation=conversation, seq=1).update(type="other")

    with pytest.raises(CommandError, match="event 1 of conversation"):
        copy()
    with pytest.raises(CommandError, match="two different"):
        copy("rows", "rows")
