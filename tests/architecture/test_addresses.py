"""Every address with no session, and every id with a stranger's: generated from the routes."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.conversations import make_conversation
from tests.factories.documents import make_document
from tests.factories.questionnaires import make_draft, make_questionnaire

PUBLIC = {
    "home",
    "set_language",
    "accounts:sign_in",
    "accounts:sign_out",  # a post that only ends what there is
    "accounts:signed_out",
    "oidc_authentication_init",
    "oidc_authentication_callback",
    "ops:health_live",
    "ops:health_ready",
}
NO_IDS = {"slug": "nowhere", "page": "page", "name": "nowhere.png"}


def routes(resolver: URLResolver, names: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every route with its full name; those of the admin are walked by the admin's own test."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield names + str(entry.name), entry
        elif entry.namespace != "admin":
            yield from routes(entry, names + (f"{entry.namespace}:" if entry.namespace else ""))


ROUTES = {name: set(entry.pattern.converters) for name, entry in routes(get_resolver()) if entry.name}
WITH_IDS = sorted(name for name, parts in ROUTES.items() if parts - set(NO_IDS))


@pytest.fixture
def ids(respondent) -> dict[str, str]:
    """Return what the respondent owns, by the part of an address; a new part needs a line here."""
    document = make_document(respondent)
    conversation = make_conversation(respondent)
    draft = make_draft(make_questionnaire())
    return {
        "version_id": str(draft.pk),
        "document_id": str(document.pk),
        "conversation_id": str(conversation.pk),
        "submission_id": str(conversation.submission_id),
    }


def address(name: str, ids: dict[str, str]) -> str:
    return reverse(name, kwargs={part: {**NO_IDS, **ids}[part] for part in ROUTES[name]})


@pytest.mark.parametrize("name", sorted(set(ROUTES) - PUBLIC))
@pytest.mark.parametrize("method", ["get", "post"])
def test_address_sends_the_signed_out_to_the_door(client, ids, name, method):
    response = getattr(client, method)(address(name, ids))
    if response.status_code != 405:
        assert response.status_code == 302
        assert response.url.startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("name", WITH_IDS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_address_with_the_id_of_another_does_not_exist(client, ids, stranger, name, method):
    client.force_login(stranger)
    response = getattr(client, method)(address(name, ids))
    assert response.status_code in {404, 405}


@pytest.mark.parametrize("name", WITH_IDS)
def test_one_method_at_least_reaches_the_check(client, ids, stranger, name):
    client.force_login(stranger)
    assert 404 in {getattr(client, method)(address(name, ids)).status_code for method in ("get", "post")}


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_address_exists(name):
    assert name in ROUTES
