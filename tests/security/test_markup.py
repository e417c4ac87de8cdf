"""Markup in every text that people can write: it stays text on every page."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from chat.domain.turns import Said
from chat.models import Conversation
from chat.services.messages import post_message
from documents.services.documents import store_document
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from messerprise.ops.services.demo import WORKBOOKS
from tests.documents.files import PNG
from tests.e2e.addresses import OF_RESPONDENTS, OF_STAFF, make_ids
from tests.e2e.chat_page import ChatPage
from tests.factories.people import make_person

pytestmark = [pytest.mark.e2e, pytest.mark.pages]

IMAGE = "<img src=x onerror=alert(1)>"
EVIL = (
    f"{IMAGE}<script>alert(2)</script></script>'\"--><svg onload=alert(3)>{{{{7*7}}}}[a](javascript:alert(4))"
)
FOREIGN = """() => [...document.querySelectorAll(
    "img[src=x], svg[onload], [onerror], script:not([src], [type='application/json']), a[href^='javascript:']"
)].map((each) => each.outerHTML)"""


def spoiled(slug: str) -> bytes:
    """Return a demo workbook with markup in each text that people see."""
    workbook = openpyxl.load_workbook(WORKBOOKS / f"{slug}.xlsx")
    for sheet in workbook:
        head = [str(cell.value) for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for name, cell in zip(head, row, strict=True):
                if cell.value and name.startswith(("label", "hint", "constraint_message", "form_title")):
                    cell.value = f"{cell.value} {EVIL}"
    workbook.save(file := io.BytesIO())
    return file.getvalue()


@pytest.fixture
def person(site):
    return make_person(Role.RESPONDENT, first_name=EVIL[:40], last_name="Rossi")


@pytest.fixture
def ids(person):
    """Return the ids of submissions in which everything that can be written is markup."""
    published = {}
    for slug in ("incident_report", "supplier_qualification"):
        draft = upload_workbook(actor=None, content=spoiled(slug), file_name=f"{slug}.xlsx")
        published[slug] = publish_version(actor=None, version_id=draft.pk, note=EVIL[:90]).questionnaire
    ids = make_ids(person, *published.values(), event__description=EVIL)
    file = SimpleUploadedFile(EVIL.replace("/", "") + ".png", PNG)
    store_document(actor=person, submission_id=ids["open"], path="consequences/photo", upload=file)
    conversation = Conversation.objects.get(submission=ids["open"])
    post_message(actor=person, conversation_id=conversation.pk, client_id=conversation.epoch, said=Said(EVIL))
    return ids


@pytest.fixture
def page(page):
    """Return a tab in which no dialog may open."""
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    return page


@pytest.mark.parametrize(("role", "addresses"), [("", OF_RESPONDENTS), (Role.ADMINISTRATOR, OF_STAFF)])
def test_markup_stays_text_on_every_page(page, sign_in, person, ids, role, addresses):
    sign_in(make_person(role) if role else person)
    shown = 0
    for address in addresses:
        page.goto(address.format(**ids))
        assert page.evaluate(FOREIGN) == [], address
        shown += IMAGE in page.locator("body").inner_text()
    assert shown >= len(addresses) // 2  # so that the proof is one


def test_markup_stays_text_where_scripts_draw(page, sign_in, person, ids):
    sign_in(person)
    page.goto(f"/submissions/{ids['open']}/chat/?question=event/description")
    chat = ChatPage(page)

    chat.say(EVIL * 2)

    chat.expect_asked(EVIL[:30])
    expect(chat.last.locator(".understood")).to_contain_text(EVIL[:60])
    expect(page.locator(".message--user").last).to_contain_text(EVIL)
    expect(page.locator("[data-path='event/description']")).to_contain_text(IMAGE)
    assert page.evaluate(FOREIGN) == []


def test_markup_stays_text_where_a_form_page_is_redrawn(page, sign_in, person, ids):
    sign_in(person)
    page.goto(f"/submissions/{ids['open']}/form/event/")

    page.locator("[data-path='event/description'] textarea").fill("<b>x</b>")
    page.locator("[data-path='event/description'] textarea").press("Tab")

    expect(page.locator("[data-path='event/description'] .field__error")).to_contain_text(IMAGE)
    assert page.evaluate(FOREIGN) == []
