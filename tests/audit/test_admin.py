"""The record in the admin."""

import pytest

from messerprise.audit.models import AuditEvent
from messerprise.audit.services import record

LIST = "/admin/audit/auditevent/"


@pytest.fixture
def events(respondent, stranger):
    def add(number):
        for index in range(number):
            record(
                actor=[respondent, stranger][index % 2],
                action="submission.viewed",
                subject=respondent,
                page=index,
            )

    return add


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_record_is_read_by(client, events, request, role):
    client.force_login(request.getfixturevalue(role))
    events(1)

    page = client.get(LIST)

    assert page.status_code == 200
    assert "submission.viewed" in page.content.decode()


@pytest.mark.parametrize("role", ["author", "reviewer", "operator"])
def test_record_is_closed_to(client, request, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(LIST).status_code == 403


def test_record_is_changed_by_nobody(client, administrator, events):
    client.force_login(administrator)
    events(1)
    event = AuditEvent.objects.latest("id")

    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{event.pk}/change/", {"action": "nothing.happened"}).status_code == 403
    assert client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}{event.pk}/change/").status_code == 200
    assert "delete_selected" not in client.get(LIST).content.decode()


def test_record_list_costs_the_same_for_one_and_three(client, auditor, events, django_assert_num_queries):
    client.force_login(auditor)
    for number in (1, 2):
        events(number)
        with django_assert_num_queries(9):
            client.get(f"{LIST}?action=submission.viewed")


@pytest.mark.parametrize(
    "query",
    ["?q=submission", "?outcome__exact=done", "?action=submission.viewed", "?subject_type=accounts.user"],
)
def test_record_is_searched_and_filtered(client, auditor, events, query):
    client.force_login(auditor)
    events(2)
    record(actor=None, action="user.sign_in_refused", outcome="refused")

    page = client.get(LIST + query)

    found = {event.action for event in page.context["cl"].queryset}
    assert "submission.viewed" in found
    assert "user.sign_in_refused" not in found


def test_record_is_searched_by_the_id_of_the_thing(client, auditor, events, respondent):
    client.force_login(auditor)
    events(2)

    page = client.get(f"{LIST}?q={respondent.pk}")

    assert {event.subject_id for event in page.context["cl"].queryset} == {str(respondent.pk)}
