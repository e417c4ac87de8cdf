"""What the journeys have in common: published demo questionnaires, a phone, a way to sign in as people do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from forms_engine.models import Questionnaire
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from messerprise.accounts.models import User
from messerprise.ops.services.demo import WORKBOOKS
from tests.factories.people import PASSWORD

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

expect.set_options(timeout=10_000)


@pytest.fixture
def publish_demo(site) -> Callable[[str], Questionnaire]:
    """Return a function that publishes one of the demo's questionnaires."""

    def publish(slug: str) -> Questionnaire:
        file = WORKBOOKS / f"{slug}.xlsx"
        draft = upload_workbook(actor=None, content=file.read_bytes(), file_name=file.name)
        return publish_version(actor=None, version_id=draft.pk).questionnaire

    return publish


@pytest.fixture
def phone(open_context) -> BrowserContext:
    """Return a browser as on a phone."""
    return open_context(**PHONE)


@pytest.fixture
def sign_in_by_form(site) -> Callable[[Page, User], None]:
    """Return a function that signs a person in as people do."""

    def sign_in(page: Page, person: User) -> None:
        page.goto("/")
        page.get_by_role("link", name="Sign in and start").click()
        page.get_by_label("Username").fill(person.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")

    return sign_in
