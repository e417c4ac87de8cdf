"""An author keeps a section in the library, uses it elsewhere, and takes what is new later."""

import pytest
from playwright.sync_api import expect

from forms_engine.models import LibraryGroup, Questionnaire
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from tests.e2e.accessibility import faults_of
from tests.factories.people import make_person
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.e2e

ADDRESS = (
    ("begin_group", "address", "Address", ""),
    ("text", "street", "Which street?", "yes"),
    ("text", "city", "Which city?", "yes"),
    ("end_group", "", "", ""),
)
ABROAD = (*ADDRESS[:3], ("select_one colours", "abroad", "Which colour has the flag?", ""), ADDRESS[3])


def upload(*rows, form_id="colours", title="Colours"):
    content = make_workbook(*rows, form_id=form_id, title=title)
    return upload_workbook(actor=None, content=content, file_name=f"{form_id}.xlsx")


def test_an_author_saves_inserts_revises_and_updates(page, sign_in):
    source = upload(*ADDRESS)
    publish_version(actor=None, version_id=source.pk)
    other = upload(("text", "street", "Favourite street?", ""), form_id="trip", title="A trip")
    publish_version(actor=None, version_id=other.pk)
    sign_in(make_person(Role.AUTHOR))

    page.goto(f"/admin/forms_engine/version/{source.pk}/preview/")
    page.get_by_role("link", name="Save to the library… Address").click()
    page.get_by_label("Title").fill("Postal address")
    page.get_by_role("button", name="Save to the library").click()
    expect(page.locator(".messagelist")).to_contain_text("The library has “Postal address”, revision 1.")
    expect(page.locator(".me-line")).to_have_count(2)

    page.goto(f"/admin/forms_engine/questionnaire/{other.questionnaire_id}/change/")
    page.get_by_role("link", name="Insert from the library…").click()
    page.get_by_label("Group").select_option(label="Postal address")
    page.get_by_label("Place").select_option(label="After “What is your name?”")
    page.get_by_role("button", name="Insert", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("“Postal address” is in the draft")
    section = page.locator("#address")
    expect(section).to_contain_text("from the library")
    expect(section).to_contain_text("address_street")
    publish(page)

    publish_version(actor=None, version_id=upload(*ABROAD).pk)
    page.goto("/admin/forms_engine/questionnaire/?q=colours")
    page.get_by_role("link", name="Colours").click()
    page.get_by_role("link", name="Preview the published version").click()
    page.get_by_role("link", name="Save to the library… Address").click()
    expect(page.locator("#added li")).to_contain_text("Which colour has the flag?")
    page.get_by_label("What is new").fill("The flag")
    page.get_by_role("button", name="Save the revision").click()
    expect(page.get_by_role("row", name="revision 2 The flag")).to_be_visible()
    expect(page.get_by_role("row", name="A trip")).to_contain_text("update available")
    assert not faults_of(page)

    page.get_by_role("link", name="A trip").click()
    page.get_by_role("link", name="See what changes in “Postal address”").click()
    expect(page.locator("#added li")).to_have_text("Which colour has the flag? address/abroad")
    assert not faults_of(page)
    page.get_by_role("button", name="Take the update").click()
    expect(page.locator(".messagelist")).to_contain_text("up to date in the draft")
    expect(page.locator("#address .me-line")).to_have_count(3)
    publish(page)
    trip = Questionnaire.objects.get(slug="trip")
    assert trip.published_version.library_uses.get().number == LibraryGroup.objects.get().number == 2


def publish(page):
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("published")
