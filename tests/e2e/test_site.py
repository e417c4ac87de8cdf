"""The ground of the browser tests."""

import pytest

from messerprise.accounts.domain.roles import Role
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.e2e


def test_page_shows_what_the_test_saved(page, sign_in):
    sign_in(make_person(Role.RESPONDENT))
    make_questionnaire(title="Of a test")
    page.goto("/questionnaires/")
    page.get_by_text("Of a test").first.wait_for()


def test_worker_that_was_killed_comes_back(full_site):
    before = full_site.child("llm").pid
    full_site.restart("llm")
    assert full_site.child("llm").pid != before
