import pytest
from django.urls import reverse

from forms_engine.models import Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db

TOWN = ("text", "town", "Where do you live?", "")


def upload(actor, *rows):
    return upload_workbook(actor=actor, content=make_workbook(*rows), file_name="colours.xlsx")


@pytest.fixture
def old(author):
    first = publish_version(actor=author, version_id=upload(author).pk)
    publish_version(actor=author, version_id=upload(author, TOWN).pk)
    return Version.objects.get(pk=first.pk)


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def page_of(name, version):
    return reverse(f"admin:forms_engine_version_{name}", args=[version.pk])


def test_button_stands_on_older_versions_only(signed_in, old):
    assert page_of("restore", old) in signed_in.get(page_of("preview", old)).text
    current = Version.objects.get(status="published")
    assert page_of("restore", current) not in signed_in.get(page_of("preview", current)).text
    assert "Only a superseded or closed version" in signed_in.get(page_of("restore", current)).text


def test_page_shows_what_comes_back_then_restores_it(signed_in, old):
    page = signed_in.get(page_of("restore", old))
    assert [(part.kind.value, [row.path for row in part.rows]) for part in page.context["parts"]] == [
        ("removed", ["town"])
    ]
    response = signed_in.post(page_of("restore", old), {"replacing": page.context["replacing"]}, follow=True)
    draft = Version.objects.get(status="draft")
    assert response.redirect_chain[-1][0] == page_of("preview", draft)
    assert "is a copy of version 1" in response.text
    assert draft.definition == old.definition


def test_page_says_which_draft_is_replaced(signed_in, author, old):
    draft = upload(author, ("text", "street", "Which street?", ""))
    page = signed_in.get(page_of("restore", old))
    assert page.context["current"] == draft
    assert "The draft, version 3, is replaced." in page.text


def test_page_shows_a_new_diff_when_the_draft_changed_in_between(signed_in, author, old):
    seen = signed_in.get(page_of("restore", old)).context["replacing"]
    draft = upload(author, ("text", "street", "Which street?", ""))
    response = signed_in.post(page_of("restore", old), {"replacing": seen})
    assert response.status_code == 409
    assert response.context["current"] == draft
    assert Version.objects.get(status="draft") == draft


def test_page_says_that_there_is_nothing_to_restore(signed_in, author, old):
    upload(author)
    page = signed_in.get(page_of("restore", old))
    assert "there is nothing to restore" in page.text
    response = signed_in.post(page_of("restore", old), {"replacing": page.context["replacing"]}, follow=True)
    assert "identical to the current draft" in response.text
