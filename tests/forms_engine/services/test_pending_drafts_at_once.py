from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from forms_engine.exceptions import DraftChanged, UploadGone, WorkbookUnchanged
from forms_engine.models import Questionnaire, Version
from forms_engine.services.drafts import hash_replaced, upload_workbook
from forms_engine.services.pending_drafts import accept_upload, open_upload
from messerprise.accounts.domain.roles import Role
from tests.factories.people import make_person
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db(transaction=True)


def pending_of(person, key):
    content = make_workbook(("text", key, "More?", ""))
    return open_upload(actor=person, content=content, file_name="colours.xlsx")


def accepted_at_once(files, replacing):
    """Accept every (person, file) in a thread of its own; return what each returned or raised."""

    def accept(file):
        person, pending = file
        try:
            return accept_upload(actor=person, pending_id=pending.pk, replacing=replacing)
        except (DraftChanged, UploadGone, WorkbookUnchanged) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(files)) as pool:
        return list(pool.map(accept, files))


def test_accept_upload_of_two_people_at_once_lets_one_through(author):
    upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    other = make_person(Role.AUTHOR)
    files = [(author, pending_of(author, "one")), (other, pending_of(other, "two"))]

    outcomes = accepted_at_once(files, hash_replaced(Questionnaire.objects.get()))

    assert outcomes.count(DraftChanged) == 1
    (draft,) = [each for each in outcomes if isinstance(each, Version)]
    assert Version.objects.get() == Questionnaire.objects.get().draft_version == draft


def test_accept_upload_twice_at_once_stores_one_draft(author):
    pending = pending_of(author, "one")

    outcomes = accepted_at_once([(author, pending)] * 2, "")

    assert sum(isinstance(each, Version) for each in outcomes) == 1
    assert {UploadGone, WorkbookUnchanged} & set(outcomes)
    assert Version.objects.count() == 1
