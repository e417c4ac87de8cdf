from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from forms_engine.domain.codec import from_json
from forms_engine.exceptions import DraftChanged, VersionFixed
from forms_engine.models import DraftEdit, Version
from forms_engine.services.designing import start_draft
from forms_engine.services.editing import Edited, edit_draft
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Make every call in a thread of its own; return what each returned or raised."""

    def made(call):
        try:
            return call()
        except (DraftChanged, VersionFixed) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(made, calls))


@pytest.fixture
def draft(author):
    return start_draft(actor=author, questionnaire_id=make_questionnaire().pk)


def test_edits_of_four_people_at_once_let_one_through(draft):
    def edit(person):
        operation = {"kind": "change", "path": "name", "fields": {"label": {"": person.username}}}
        return lambda: edit_draft(
            actor=person, version_id=draft.pk, expected_hash=draft.content_hash, operation=operation
        )

    outcomes = at_once(*(edit(make_person(Role.AUTHOR)) for _time in range(4)))

    assert outcomes.count(DraftChanged) == 3
    (edited,) = [each for each in outcomes if isinstance(each, Edited)]
    assert Version.objects.get(pk=draft.pk).content_hash == edited.version.content_hash
    row = DraftEdit.objects.get()
    assert dict(edited.definition.walk())["name"].label == {"": row.author.username}


def test_publishing_and_editing_at_once_never_publish_what_nobody_saw(author, draft):
    operation = {"kind": "delete", "path": "born"}
    seen = {"actor": author, "version_id": draft.pk, "expected_hash": draft.content_hash}

    outcomes = at_once(lambda: publish_version(**seen), lambda: edit_draft(**seen, operation=operation))

    version = Version.objects.get(pk=draft.pk)
    there = "born" in dict(from_json(version.definition).walk())
    assert (version.status, there) in {("published", True), ("draft", False)}
    assert any(refused in outcomes for refused in (DraftChanged, VersionFixed))


def test_draft_begun_twice_at_once_is_one(author):
    questionnaire = make_questionnaire()
    begin = {"actor": author, "questionnaire_id": questionnaire.pk}

    one, other = at_once(*[lambda: start_draft(**begin)] * 2)

    assert one == other
    assert questionnaire.versions.count() == 2
