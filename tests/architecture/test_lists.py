"""A list asks the database the same few questions, however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_engine.models import LibraryGroup
from messerprise.accounts.domain.roles import Role
from tests.factories.library import make_library_group
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire
from tests.factories.submissions import make_submission

CHANGELISTS = (
    "/admin/forms_engine/questionnaire/",
    "/admin/forms_engine/librarygroup/",
    "/admin/forms_engine/submission/",
    "/admin/accounts/user/",
    "/admin/documents/document/",
    "/admin/audit/auditevent/",
)


def queries(client, address: str) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def add_row(owner) -> None:
    """Add one of everything that lists show."""
    make_person(Role.RESPONDENT)
    make_library_group(key=f"group{LibraryGroup.objects.count()}")
    make_submission(owner, make_questionnaire(), {"name": "Anna"})


@pytest.mark.parametrize("address", ["/questionnaires/", "/submissions/", "/"])
def test_list_of_a_respondent_costs_the_same_with_more_rows(client, respondent, address):
    client.force_login(respondent)
    add_row(respondent)
    client.get(address)
    one = queries(client, address)
    add_row(respondent)
    add_row(respondent)
    assert queries(client, address) == one


@pytest.mark.parametrize("address", CHANGELISTS)
def test_list_of_the_admin_costs_the_same_with_more_rows(client, administrator, respondent, address):
    client.force_login(administrator)
    add_row(respondent)
    client.get(address)
    one = queries(client, address)
    add_row(respondent)
    add_row(respondent)
    assert queries(client, address) == one
