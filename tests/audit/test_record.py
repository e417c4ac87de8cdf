"""The record of acts: appended to, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from messerprise.accounts.models import User
from messerprise.audit.exceptions import AppendOnly
from messerprise.audit.models import AuditEvent
from messerprise.audit.services import REFUSED, record


@pytest.fixture
def event(respondent):
    record(actor=respondent, action="version.published", subject=respondent, number=3)
    return AuditEvent.objects.latest("id")


def test_record_keeps_who_did_what_to_which_thing(event, respondent):
    assert event.actor == respondent
    assert (event.subject_type, event.subject_id) == ("accounts.user", str(respondent.pk))
    assert event.detail == {"number": 3}
    assert event.outcome == "done"


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_record_keeps_acts_of_nobody(db, nobody):
    record(actor=nobody, action="user.sign_in_refused", outcome=REFUSED)

    event = AuditEvent.objects.get()
    assert (event.actor, event.outcome, event.subject_type) == (None, "refused", "")


def test_record_keeps_only_a_digest_of_the_address(db, settings):
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        record(actor=None, action="user.signed_in", address=address)

    first, second, third = AuditEvent.objects.order_by("id").values_list("address_digest", flat=True)
    assert first == second != third
    assert "10.0" not in first


@pytest.mark.parametrize(
    "deed",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(action="nothing.happened"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["action"]),
        lambda event: AuditEvent.objects.update_or_create(
            pk=event.pk, defaults={"action": "nothing.happened"}
        ),
    ],
)
def test_record_refuses_to_be_changed(event, deed):
    event.action = "nothing.happened"

    with pytest.raises(AppendOnly):
        deed(event)

    assert AuditEvent.objects.get(pk=event.pk).action == "version.published"


def test_record_outlives_the_person(event, respondent):
    gone = respondent.pk
    User.objects.filter(pk=gone).delete()

    kept = AuditEvent.objects.select_related("actor").get(pk=event.pk)
    assert kept.actor_id == gone
    assert kept.actor is None


def test_record_shares_the_fate_of_its_transaction(respondent, db):
    before = AuditEvent.objects.count()
    with transaction.atomic():
        record(actor=respondent, action="version.published")
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == before
