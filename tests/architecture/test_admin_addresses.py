"""Every page of the admin, with ids that exist, for those who have no business there."""

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.documents import make_document

NOBODY = "00000000-0000-7000-8000-000000000000"
NO_ROWS = {"content_type_id": 1, "url": "nowhere"}
OPEN = {
    "login",
    "logout",
    "jsi18n",
    "app_list",
    "view_on_site",
}  # Django's own: doors, words for scripts, redirects


def admin_routes() -> dict[str, list[str]]:
    """Return every route of the admin with the names of its parts."""
    site = next(entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "admin")
    found = list(site.url_patterns)
    for entry in found:
        if not isinstance(entry, URLPattern):
            found += entry.url_patterns
    patterns = [entry for entry in found if isinstance(entry, URLPattern) and entry.name]
    return {entry.name: list(entry.pattern.converters) for entry in patterns if entry.name not in OPEN}


ROUTES = admin_routes()


def row_of(name: str):
    """Return the key of a row of the model that a route is about, if there is one."""
    for model in apps.get_models():
        if name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            row = model.objects.first()
            return row.pk if row else NOBODY
    return NOBODY


@pytest.mark.parametrize("person", ["", "stranger"])
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_admin_sends_away_whoever_is_no_staff(request, client, respondent, name, person):
    make_document(respondent)
    if person:
        client.force_login(request.getfixturevalue(person))
    address = reverse(
        f"admin:{name}", kwargs={part: NO_ROWS.get(part, row_of(name)) for part in ROUTES[name]}
    )
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code in {302, 403, 405}
        if response.status_code == 302:
            assert "sign-in" in response.url or "login" in response.url


def test_admin_routes_are_found():
    assert {"index", "forms_engine_version_publish", "accounts_user_change"} <= set(ROUTES)
