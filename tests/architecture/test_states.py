"""Every status has a table of moves, and the pictures show it."""

import pytest
from django.apps import apps

from tests.architecture.source import ROOT
from tests.architecture.states import document, tables

STATUS_FIELDS = [
    field
    for model in apps.get_models()
    if model.__module__.split(".")[0] in {"chat", "documents", "forms_engine", "messerprise"}
    for field in model._meta.get_fields()
    if field.name in {"status", "state"} and getattr(field, "choices", None)
]


@pytest.mark.parametrize("name", dict(tables()))
def test_table_covers_all_states_and_leads_nowhere_else(name):
    table = dict(tables())[name]
    states = set(type(next(iter(table))))
    assert set(table) == states
    assert set().union(*table.values()) <= states


@pytest.mark.parametrize("field", STATUS_FIELDS, ids=str)
def test_status_field_has_a_table_of_all_its_values(field):
    values = {value for value, _label in field.choices}
    assert any({state.value for state in table} == values for _name, table in tables())


def test_pictures_are_those_of_the_tables():
    assert (ROOT / "docs" / "states.md").read_text() == document(), "run `make diagrams`"
