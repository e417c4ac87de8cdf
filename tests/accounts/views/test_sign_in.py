"""Signing in by user name and password, out, and the profile."""

import pytest
from django.core.cache import cache
from django.test import Client

from messerprise.accounts.clients import attempts
from messerprise.accounts.network import client_address
from messerprise.accounts.services import deactivate_user
from messerprise.audit.models import AuditEvent
from tests.factories.people import PASSWORD


@pytest.fixture(autouse=True)
def fresh_counts(db, monkeypatch):
    monkeypatch.setattr(attempts, "LIMIT_FOR_PAIR", 3)  # each attempt hashes for real
    cache.clear()


def sign_in(client, username="respondent", password=PASSWORD, **more):
    return client.post(
        "/accounts/sign-in/", {"username": username, "password": password, **more.pop("data", {})}, **more
    )


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_sign_in_page_asks_for_name_and_password(client):
    page = client.get("/accounts/sign-in/?next=/accounts/profile/").content.decode()

    assert 'name="password"' in page
    assert 'value="/accounts/profile/"' in page
    assert "/oidc/" not in page


def test_sign_in_lets_the_person_in_and_records_it(client, respondent):
    before = client.session.session_key

    response = sign_in(client, data={"next": "/accounts/profile/"})

    assert response["Location"] == "/accounts/profile/"
    assert signed_in(client) == str(respondent.pk)
    assert client.session.session_key != before
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor, event.outcome) == ("user.signed_in", respondent, "done")
    assert event.address_digest not in {"", "127.0.0.1"}


def test_sign_in_never_leads_to_another_site(client, respondent):
    assert sign_in(client, data={"next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.parametrize(("username", "password"), [("respondent", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_sign_in_refuses_without_saying_which_is_wrong(client, respondent, username, password):
    response = sign_in(client, username, password)

    assert response.status_code == 200
    assert signed_in(client) is None
    if username:
        assert "User name and password do not match." in response.content.decode()
        event = AuditEvent.objects.latest("id")
        assert (event.action, event.outcome, event.detail) == (
            "user.sign_in_refused",
            "refused",
            {"reason": "credentials"},
        )


def test_sign_in_refuses_the_deactivated(client, respondent):
    deactivate_user(actor=None, user=respondent)

    sign_in(client)

    assert signed_in(client) is None


def test_sign_in_is_refused_after_failures_even_with_the_right_password(client, respondent):
    for _ in range(attempts.LIMIT_FOR_PAIR):
        sign_in(client, password="wrong")

    response = sign_in(client)

    assert signed_in(client) is None
    assert "Too many failed attempts. Wait fifteen minutes" in response.content.decode()
    assert AuditEvent.objects.latest("id").detail == {"reason": "attempts"}


def test_sign_in_brake_holds_for_one_name_from_one_address(client, respondent, stranger):
    for _ in range(attempts.LIMIT_FOR_PAIR):
        sign_in(client, username="Respondent", password="wrong")

    assert "Too many" in sign_in(client).content.decode()
    assert sign_in(client, username="stranger").status_code == 302
    client.logout()
    assert sign_in(client, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_sign_in_brake_holds_for_an_address_that_tries_many_names(client, respondent, monkeypatch):
    monkeypatch.setattr(attempts, "LIMIT_FOR_ADDRESS", 3)
    for number in range(3):
        sign_in(client, username=f"name{number}")

    assert "Too many" in sign_in(client).content.decode()


def test_sign_in_brake_ends_by_itself(client, respondent, monkeypatch):
    monkeypatch.setattr(attempts, "WINDOW_SECONDS", 1)
    monkeypatch.setattr(attempts, "LIMIT_FOR_PAIR", 1)
    sign_in(client, password="wrong")
    assert "Too many" in sign_in(client).content.decode()

    (key,) = [key for key, limit in attempts._limits("respondent", "127.0.0.1").items() if limit == 1]  # noqa: SLF001
    while cache.get(key) is not None:
        pass

    assert sign_in(client).status_code == 302


def test_sign_in_forgets_failures_after_a_success(client, respondent):
    for _ in range(attempts.LIMIT_FOR_PAIR - 1):
        sign_in(client, password="wrong")
    sign_in(client)
    client.logout()
    for _ in range(attempts.LIMIT_FOR_PAIR - 1):
        sign_in(client, password="wrong")

    assert sign_in(client).status_code == 302


def test_sign_in_goes_on_without_a_cache(client, respondent, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }

    assert sign_in(client, password="wrong").status_code == 200
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.0.0.7", "10.0.0.7"),
        (2, "6.6.6.6, 10.0.0.7, 10.0.0.8", "10.0.0.7"),
        (2, "6.6.6.6", "127.0.0.1"),
    ],
)
def test_address_is_what_our_own_proxies_say(rf, settings, count, forwarded, expected):

    settings.PROXY_COUNT = count

    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == expected


def test_sign_in_answers_in_the_persons_language(client, respondent):
    respondent.language = "it"
    respondent.save()

    assert sign_in(client).cookies["django_language"].value == "it"


def test_sign_in_page_says_who_may_not_open_the_page(client, respondent):
    client.force_login(respondent)

    page = client.get("/admin/", follow=True)

    assert page.redirect_chain[-1][0] == "/accounts/sign-in/?next=%2Fadmin%2F"
    assert "who may not open that page" in page.content.decode()


def test_sign_out_ends_the_session_by_post_only(client, respondent):
    client.force_login(respondent)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert signed_in(client)

    response = client.post("/accounts/sign-out/")

    assert response["Location"] == "/"
    assert signed_in(client) is None
    assert AuditEvent.objects.latest("id").action == "user.signed_out"


def test_sign_out_needs_the_token_of_its_page(respondent):

    client = Client(enforce_csrf_checks=True)
    client.force_login(respondent)

    assert client.post("/accounts/sign-out/").status_code == 403


def test_signing_out_everywhere_ends_this_session_and_all_others(client, respondent):
    elsewhere = Client()
    for each in (client, elsewhere):
        each.force_login(respondent)
    assert 'action="/accounts/sign-out-everywhere/"' in client.get("/accounts/profile/").content.decode()

    response = client.post("/accounts/sign-out-everywhere/")

    assert response["Location"] == "/"
    assert not signed_in(client)
    assert elsewhere.get("/accounts/profile/").status_code == 302
    actions = AuditEvent.objects.order_by("-id").values_list("action", flat=True)
    assert list(actions[:2]) == ["user.signed_out", "user.sessions_ended"]


def test_signing_out_everywhere_takes_a_form_of_ones_own(client, respondent):
    assert client.post("/accounts/sign-out-everywhere/")["Location"].startswith("/accounts/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(respondent)

    assert strict.post("/accounts/sign-out-everywhere/").status_code == 403
    assert strict.get("/accounts/sign-out-everywhere/").status_code == 405


def test_profile_is_for_people_who_are_signed_in(client):
    assert client.get("/accounts/profile/")["Location"] == "/accounts/sign-in/?next=/accounts/profile/"


def test_profile_sets_the_language_at_once(client, respondent):
    client.force_login(respondent)

    response = client.post("/accounts/profile/", {"language": "it"})

    respondent.refresh_from_db()
    assert respondent.language == "it"
    assert response.cookies["django_language"].value == "it"


def test_profile_leaves_the_language_to_the_browser(client, respondent):
    client.force_login(respondent)
    client.post("/accounts/profile/", {"language": "it"})

    response = client.post("/accounts/profile/", {"language": ""})

    assert response.cookies["django_language"]["max-age"] == 0


def test_profile_refuses_an_unknown_language(client, respondent):
    client.force_login(respondent)

    assert client.post("/accounts/profile/", {"language": "xx"}).status_code == 200
    respondent.refresh_from_db()
    assert respondent.language == ""


def test_profile_escapes_what_people_are_called(client, respondent):
    respondent.first_name = "<script>alert(1)</script>"
    respondent.save()
    client.force_login(respondent)

    assert b"<script>alert" not in client.get("/accounts/profile/").content
