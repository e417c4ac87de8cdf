"""A reviewer in the admin: finds a submission, reads it with its history, takes everything along as files."""

import csv
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.services.answers import set_answer
from forms_engine.services.submissions import submit_submission
from messerprise.accounts.domain.roles import Role
from tests.e2e.addresses import REPORT
from tests.factories.people import make_person
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.e2e


@pytest.fixture
def reports(publish_demo, site):
    """Return two people's reports: Anna's is submitted and corrected before, Bruno's in progress."""
    questionnaire = publish_demo("incident_report")
    anna = make_person(Role.RESPONDENT, first_name="Anna", last_name="Rossi")
    bruno = make_person(Role.RESPONDENT, first_name="Bruno", last_name="Bianchi")
    corrected = {"event/kind": "injury", "event/place": "yard"}
    other = make_submission(bruno, questionnaire, {"event/kind": "spill"})
    submission = make_submission(anna, questionnaire, corrected)
    for path, value in REPORT.items():
        origin = Origin(OriginKind.CHOSEN, {"door": "form"})
        set_answer(actor=anna, submission_id=submission.pk, path=path, value=value, origin=origin)
    submit_submission(actor=anna, submission_id=submission.pk)
    return submission, other


@pytest.fixture
def desk(page, sign_in, reports, full_site):
    """Return the list of submissions as the reviewer sees it."""
    sign_in(make_person(Role.REVIEWER))
    page.goto("/admin/forms_engine/submission/")
    return page


def rows(page):
    return page.locator("#result_list tbody tr")


def test_submissions_are_listed_searched_and_filtered(desk):
    expect(rows(desk)).to_have_count(2)

    desk.locator("#searchbar").fill("rossi")
    desk.locator("#searchbar").press("Enter")
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk)).to_contain_text("Anna Rossi")

    desk.goto("/admin/forms_engine/submission/")
    desk.locator("#changelist-filter").get_by_role("link", name="in progress").click()
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk)).to_contain_text("Bruno Bianchi")


def test_a_submission_is_read_with_origins_and_history(desk):
    desk.get_by_role("link", name="Anna Rossi").click()

    answer = desk.locator(".me-answer").filter(has=desk.get_by_text("event/kind", exact=True))
    expect(answer).to_contain_text("Damage to property or equipment")
    expect(answer.locator(".me-answer__origin").first).to_contain_text("chosen")
    answer.locator("summary").click()
    expect(answer.locator(".me-event").last).to_contain_text("Injury to a person")
    expect(answer.locator(".me-event").first).to_contain_text("Anna Rossi")


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_submissions_are_exported(desk, reports, kind):
    desk.goto("/admin/forms_engine/questionnaire/")
    desk.get_by_role("link", name="Incident report").first.click()
    desk.get_by_role("link", name="Export submissions").click()
    desk.get_by_label(kind).check()

    desk.get_by_role("button", name="Export").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download").click()

    table = read(download.value.path().read_bytes(), kind)
    assert len(table) == 1
    record = table[0]
    assert "Damage to property or equipment" in record.values()
    assert REPORT["event/description"] in record.values()
    assert str(reports[0].pk) in record.values()


def read(content, kind):
    if kind == "CSV":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]
