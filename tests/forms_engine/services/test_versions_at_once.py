from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from forms_engine.exceptions import VersionFixed, WorkbookUnchanged
from forms_engine.models import Questionnaire, Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times, service, **arguments):
    """Call the service in so many threads; return what each returned or raised."""

    def call(_time):
        try:
            return service(**arguments)
        except (VersionFixed, WorkbookUnchanged) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(call, range(times)))


def test_publish_version_twice_at_once_publishes_once(author):
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="x.xlsx")
    outcomes = at_once(2, publish_version, actor=author, version_id=draft.pk)
    assert sorted(map(str, outcomes)) == sorted(["version 1", str(VersionFixed)])


def test_upload_workbook_twice_at_once_makes_one_draft(author):
    outcomes = at_once(2, upload_workbook, actor=author, content=make_workbook(), file_name="x.xlsx")
    assert sorted(map(str, outcomes)) == sorted(["version 1", str(WorkbookUnchanged)])
    assert (Questionnaire.objects.count(), Version.objects.count()) == (1, 1)
