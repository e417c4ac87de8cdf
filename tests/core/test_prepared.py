"""Queries compiled once answer as the query sets that they come from."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import DateTimeField, F, IntegerField, TextField, UUIDField
from django.utils import timezone

from messerprise.core.prepared import Given, Prepared, PreparedInsert, PreparedSave, PreparedUpdate
from messerprise.llm.models import LlmCall

pytestmark = pytest.mark.django_db

MODEL = "modèle %s"
PK = Given("pk", UUIDField())
BY_KEY = Prepared(lambda: LlmCall.objects.filter(pk=PK))
TRIED = Prepared(
    lambda: (
        LlmCall.objects.filter(output_tokens__gte=Given("least", IntegerField()), created_at__lt=SOON)
        .order_by("-output_tokens")
        .values_list("purpose", "output_tokens")[:2]
    )
)
SOON = Given("soon", DateTimeField())
TRY = PreparedUpdate(
    lambda: LlmCall.objects.filter(pk=PK),
    purpose=Given("name", TextField()),
    output_tokens=F("output_tokens") + Given("more", IntegerField()),
)
LOCKED = Prepared(lambda: LlmCall.objects.select_for_update().filter(pk=PK))
ADD, SAVE = PreparedInsert(LlmCall), PreparedSave(LlmCall, "purpose", "updated_at")


def make_calls(*attempts):
    return [
        LlmCall.objects.create(purpose=f"n{each}", model_id=MODEL, output_tokens=each) for each in attempts
    ]


def test_each_use_has_values_of_its_own():
    first, second = make_calls(1, 2)
    assert BY_KEY.get(pk=first.pk).model_id == MODEL
    assert [BY_KEY.get(pk=each.pk) for each in (second, first)] == [second, first]
    assert BY_KEY.first(pk=uuid4()) is None
    with pytest.raises(LlmCall.DoesNotExist):
        BY_KEY.get(pk=uuid4())


def test_order_slice_and_columns_stay_those_of_the_query_set():
    make_calls(1, 4, 2, 3)
    soon = timezone.now() + timedelta(minutes=1)
    assert TRIED.all(least=2, soon=soon) == [("n4", 4), ("n3", 3)]
    assert TRIED.all(least=4, soon=soon) == [("n4", 4)]
    assert TRIED.all(least=1, soon=soon - timedelta(days=1)) == []


def test_it_is_one_query_and_compiled_for_each_thread(django_assert_num_queries):
    (call,) = make_calls(1)
    BY_KEY.get(pk=call.pk)
    with django_assert_num_queries(1):
        BY_KEY.get(pk=call.pk)

    def elsewhere():
        try:
            return BY_KEY.statement({"pk": call.pk}).connection is connections["default"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(elsewhere).result()
    assert BY_KEY.get(pk=call.pk) == call


def test_update_counts_rows_and_computes_in_the_database():
    first, second = make_calls(1, 2)
    assert TRY(pk=first.pk, name="once", more=3) == 1
    assert TRY(pk=second.pk, name="twice", more=5) == 1
    assert TRY(pk=uuid4(), name="none", more=1) == 0
    for call in (first, second):
        call.refresh_from_db()
    assert [(each.purpose, each.output_tokens) for each in (first, second)] == [("once", 4), ("twice", 7)]


def test_insert_writes_what_save_would():
    rows = [LlmCall(purpose=f"added {number}", model_id=MODEL, input_tokens=number) for number in range(3)]
    ADD(rows[0])
    ADD(*rows[1:])
    found = {each.pk: each for each in LlmCall.objects.all()}
    assert [(found[row.pk].model_id, found[row.pk].input_tokens) for row in rows] == [
        (MODEL, n) for n in range(3)
    ]
    assert all(abs(found[row.pk].created_at - timezone.now()) < timedelta(minutes=1) for row in rows)
    rows[0].purpose = "changed"
    rows[0].save()  # it knows that it is stored
    assert LlmCall.objects.get(pk=rows[0].pk).purpose == "changed"


def test_save_stores_the_named_fields_and_when(django_assert_num_queries):
    first, second = make_calls(1, 2)
    changed = second.updated_at
    second.purpose, second.output_tokens = "changed", 9
    with django_assert_num_queries(1):
        SAVE(second)
    found = LlmCall.objects.get(pk=second.pk)
    assert (found.purpose, found.output_tokens) == ("changed", 2)
    assert found.updated_at == second.updated_at > changed
    assert LlmCall.objects.get(pk=first.pk).purpose == "n1"


def test_a_failed_write_spoils_the_transaction_as_always():
    row = LlmCall(purpose="once")
    with pytest.raises(IntegrityError), transaction.atomic():
        ADD(row, row)
    assert not LlmCall.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_transactions_only():
    (call,) = make_calls(1)
    with transaction.atomic():
        assert LOCKED.get(pk=call.pk) == call
    with pytest.raises(transaction.TransactionManagementError):
        LOCKED.get(pk=call.pk)


def test_a_missing_value_is_a_programming_error():
    with pytest.raises(KeyError):
        BY_KEY.all(key=uuid4())
