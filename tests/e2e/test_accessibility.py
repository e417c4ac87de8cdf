"""Every page, light and dark, on a phone and on a desk, in both languages, keeps WCAG 2.2 AA."""

import pytest

from messerprise.accounts.domain.roles import Role
from tests.e2e.accessibility import faults_of
from tests.e2e.addresses import FOR_ALL, OF_JOBS, OF_RESPONDENTS, OF_STAFF, make_ids, make_job_ids
from tests.factories.people import make_person

pytestmark = [pytest.mark.e2e, pytest.mark.pages]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
WAYS = {  # every pair of scheme, size and language is among them
    "light-phone-en": ("light", PHONE, "en-GB"),
    "dark-desk-en": ("dark", DESK, "en-GB"),
    "dark-phone-it": ("dark", PHONE, "it-IT"),
    "light-desk-it": ("light", DESK, "it-IT"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_page_breaks_a_rule(way, publish_demo, open_context, sign_in):
    scheme, size, locale = way
    person, administrator = make_person(Role.RESPONDENT), make_person(Role.ADMINISTRATOR)
    incident, supplier = publish_demo("incident_report"), publish_demo("supplier_qualification")
    ids = make_ids(person, incident, supplier) | make_job_ids(administrator, incident)
    faults = []
    for who, addresses in ((None, FOR_ALL), (person, OF_RESPONDENTS), (administrator, OF_STAFF + OF_JOBS)):
        context = open_context(color_scheme=scheme, viewport=size, locale=locale, reduced_motion="reduce")
        if who:
            sign_in(who, context)
        page = context.new_page()
        for address in addresses:
            answer = page.goto(address.format(**ids))
            assert answer is None or answer.status in {200, 404}, address
            faults += [f"{address}: {fault}" for fault in faults_of(page)]
    assert not faults, "\n".join(faults)
