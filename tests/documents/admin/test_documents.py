import pytest

from documents.models import Document
from messerprise.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

LIST = "/admin/documents/document/"


@pytest.fixture
def make_document(respondent, submission):
    def make(name="contract.pdf"):
        return Document.objects.create(
            owner=respondent,
            submission=submission,
            path="paper",
            file="documents/x",
            name=name,
            content_type="application/pdf",
            size=2048,
            sha256="ab" * 32,
        )

    return make


@pytest.mark.parametrize(
    ("role", "status"), [("reviewer", 200), ("administrator", 200), ("author", 403), ("operator", 403)]
)
def test_documents_are_for_reviewers(request, client, make_document, role, status):
    client.force_login(request.getfixturevalue(role))
    document = make_document()
    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}{document.pk}/change/").status_code in {status, 302}


def test_document_page_links_to_the_download_and_is_recorded(client, reviewer, make_document):
    client.force_login(reviewer)
    document = make_document("<b>a.pdf")
    response = client.get(f"{LIST}{document.pk}/change/")
    assert f'<a href="/documents/{document.pk}/">&lt;b&gt;a.pdf</a>' in response.text
    event = AuditEvent.objects.get(action="document.viewed")
    assert (event.actor_id, event.subject_id) == (reviewer.pk, str(document.pk))


@pytest.mark.parametrize("rows", [1, 3])
def test_document_list_takes_the_same_queries_for_any_number(
    client, reviewer, make_document, rows, django_assert_num_queries
):
    client.force_login(reviewer)
    for number in range(rows):
        make_document(f"{number}.pdf")
    # session, user, permissions (own, groups'), roles; types for the filter, two counts, the rows
    with django_assert_num_queries(9):
        response = client.get(LIST)
    assert len(response.context["cl"].result_list) == rows


def test_document_list_searches_names_and_digests(client, reviewer, make_document):
    client.force_login(reviewer)
    document, _other = make_document("invoice.pdf"), make_document("photo.png")
    found = client.get(LIST, {"q": "invo"}).context["cl"].queryset
    assert list(found) == [document]
    assert client.get(LIST, {"q": "ab" * 32}).context["cl"].queryset.count() == 2


def test_documents_cannot_be_changed(client, administrator, make_document):
    client.force_login(administrator)
    document = make_document()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{document.pk}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"{LIST}{document.pk}/delete/", {"post": "yes"}).status_code == 403
    document.refresh_from_db()
    assert document.name == "contract.pdf"
