"""Metered calls in the admin."""

import pytest

from messerprise.llm.domain.outcome import Outcome
from messerprise.llm.models import LlmCall
from messerprise.llm.models.llm_call import OUTCOME_LABELS

LIST = "/admin/llm/llmcall/"


def call(**fields):
    return LlmCall.objects.create(purpose="converse", model_id="eu.model-a", **fields)


def test_every_outcome_has_its_label():
    assert set(OUTCOME_LABELS) == {each.value for each in Outcome}


@pytest.mark.parametrize("role", ["operator", "administrator"])
def test_calls_are_read_by(client, request, role):
    client.force_login(request.getfixturevalue(role))
    call(input_tokens=1234)

    assert "1234" in client.get(LIST).content.decode()


@pytest.mark.parametrize("role", ["author", "reviewer", "auditor"])
def test_calls_are_closed_to(client, request, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(LIST).status_code == 403


def test_calls_are_changed_by_nobody(client, administrator):
    client.force_login(administrator)
    row = call()

    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", {"purpose": "x"}).status_code == 403
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_calls_cost_the_same_for_one_and_three(client, operator, respondent, django_assert_num_queries):
    client.force_login(operator)
    for number in (1, 2):
        for _ in range(number):
            call(actor=respondent)
        with django_assert_num_queries(9):
            client.get(f"{LIST}?purpose=converse")


def test_call_outlives_its_person(respondent):
    row = call(actor=respondent)
    respondent.delete()

    row.refresh_from_db()
    assert row.actor is None
