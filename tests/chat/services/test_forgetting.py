"""Erased conversations leave nothing in DynamoDB."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from chat.clients.dynamodb import configured_transcripts
from chat.clients.transcript_rows import RowTranscripts
from chat.models import ForgottenTranscript
from chat.services.forgetting import LATE, forget_transcripts
from chat.services.moving import move_transcripts
from messerprise.audit.models import AuditEvent
from tests.factories.conversations import make_conversation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation(respondent, moving, grow_old):
    made = make_conversation(respondent)
    grow_old()
    move_transcripts()
    return made


def count(conversation_id) -> int:
    return configured_transcripts().count(conversation_id)


def records() -> list[tuple[str, bool]]:
    """Return which conversations are on record as forgotten, and whether for the last time."""
    found = AuditEvent.objects.filter(action="transcript.forgotten", actor=None).order_by("id")
    assert set(found.values_list("subject_type", flat=True)) <= {"chat.conversation"}
    return list(found.values_list("subject_id", "detail__last"))


def test_erasing_a_submission_erases_what_was_moved(conversation, respondent, grow_old):
    other = make_conversation(respondent)
    grow_old()
    move_transcripts()
    pk = conversation.pk
    assert count(pk) == 1

    conversation.submission.delete()

    assert (count(pk), count(other.pk)) == (0, 1)
    assert records() == [(str(pk), False)]


def test_erasing_that_is_rolled_back_erases_nothing(conversation):
    pk = conversation.pk
    with transaction.atomic():
        conversation.submission.delete()
        transaction.set_rollback(True)

    forget_transcripts()

    assert count(pk) == 1
    assert records() == []


def test_erasing_is_repeated_until_it_is_done(conversation, moving, caplog):
    pk = conversation.pk
    moving.refuse("DeleteItem", "InternalServerError", times=8)
    moving.refuse("DeleteItem", "ResourceNotFoundException", times=2)

    conversation.submission.delete()
    assert count(pk) == 1
    assert records() == []
    assert "copies of erased conversations are not erased yet" in caplog.text

    while count(pk):
        forget_transcripts()
    assert records() == [(str(pk), False)]
    assert moving.refusals["DeleteItem"] == type(moving.refusals["DeleteItem"])()


def test_what_a_mover_writes_late_is_erased_later(conversation):
    pk, late = conversation.pk, configured_transcripts().after(conversation.pk, 0, 10)
    conversation.submission.delete()
    configured_transcripts().append(pk, late)  # it had read them before
    assert forget_transcripts() == 0

    ForgottenTranscript.objects.update(erased_at=timezone.now() - LATE, due_at=timezone.now() - timedelta(1))
    forget_transcripts()

    assert count(pk) == 0
    assert not ForgottenTranscript.objects.exists()
    assert records() == [(str(pk), False), (str(pk), True)]
    forget_transcripts()
    assert len(records()) == 2


def test_copies_are_erased_too_where_nothing_is_moved(respondent, dynamodb):
    made = make_conversation(respondent)
    configured_transcripts().append(made.pk, RowTranscripts().after(made.pk, 0, 10))
    pk = made.pk

    made.delete()

    assert count(pk) == 0


def test_without_a_table_nothing_is_promised(respondent):
    make_conversation(respondent).submission.delete()

    assert not ForgottenTranscript.objects.exists()
