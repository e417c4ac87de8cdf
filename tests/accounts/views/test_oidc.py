"""Signing in by an OpenID provider: what is believed, and everything that is not."""

import base64
import hashlib
import hmac
import json
import time

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import Identity, User
from messerprise.accounts.services import deactivate_user
from messerprise.audit.models import AuditEvent
from tests.factories.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def callback_address(client, **query):
    """Go to the provider and return the address that it sends the browser back to."""
    start = client.get("/oidc/authenticate/", query)
    assert start.status_code == 302
    return requests.get(start["Location"], allow_redirects=False, timeout=5).headers["Location"]


def sign_in(client, **query):
    return client.get(callback_address(client, **query))


def signed_in(client):
    return client.session.get("_auth_user_id")


def assert_refused(client, response, reason=None):
    """A normal page, an audited refusal, nobody signed in and nobody linked."""
    assert response.status_code == 403
    assert "accounts/sign_in_failed.html" in [template.name for template in response.templates]
    assert signed_in(client) is None
    assert not Identity.objects.exists()
    event = AuditEvent.objects.filter(action="user.sign_in_refused").latest("id")
    assert event.outcome == "refused"
    assert event.address_digest
    if reason:
        assert event.detail == {"reason": reason}


def test_sign_in_creates_the_person_behind_issuer_and_subject(client, openid):
    openid.person |= {"email": "anna@example.it", "email_verified": True, "given_name": "Anna"}

    response = sign_in(client)

    assert response.status_code == 302
    identity = Identity.objects.get()
    assert (identity.issuer, identity.subject) == (openid.issuer, "anna-1")
    assert str(identity.user.pk) == signed_in(client)
    assert (identity.user.email, identity.user.first_name) == ("anna@example.it", "Anna")
    assert not identity.user.has_usable_password()
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["identity.linked", "user.signed_in"]


def test_sign_in_finds_the_same_person_again(client, openid):
    sign_in(client)
    client.logout()
    openid.person |= {"email": "new@example.it", "email_verified": True}
    sign_in(client)

    assert User.objects.get().email == "new@example.it"


def test_sign_in_returns_to_the_page_asked_for(client, openid):
    assert sign_in(client, next="/accounts/profile/")["Location"] == "/accounts/profile/"


def test_sign_in_never_returns_to_another_site(client, openid):
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


def test_sign_in_gives_the_roles_of_mapped_groups_only(client, openid):
    openid.person["cognito:groups"] = ["me-authors", "me-people", "me-typo", "administrator", "ME-ADMINS"]
    sign_in(client)

    assert User.objects.get().roles == {Role.AUTHOR, Role.RESPONDENT}


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"groups": ["me-admins"], "custom:groups": ["me-admins"], "roles": ["administrator"]},
        {"cognito:groups": "me-people me-admins"},
        {"cognito:groups": "me-people,me-admins"},
        {
            "cognito:groups": [
                "me-people,me-admins",
                " me-admins",
                "me-admins\n",
                ["me-admins"],
                {"me-admins": 1},
            ]
        },
        {"cognito:groups": {"me-admins": True}},
        {"is_superuser": True, "is_staff": True},
    ],
)
def test_sign_in_gives_no_role_by_injected_claims(client, openid, claims):
    openid.person |= claims
    sign_in(client)

    user = User.objects.get()
    assert user.roles == frozenset()
    assert not user.is_staff
    assert not user.is_superuser


def test_sign_in_takes_roles_that_are_gone(client, openid):
    openid.person["cognito:groups"] = ["me-admins"]
    sign_in(client)
    assert User.objects.get().is_superuser
    openid.person["cognito:groups"] = ["me-people"]

    sign_in(client)

    user = User.objects.get()
    assert user.roles == {Role.RESPONDENT}
    assert not user.is_staff
    assert not user.is_superuser


def test_sign_in_of_the_same_person_gets_a_new_session_key(client, openid):
    sign_in(client)
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


@pytest.mark.parametrize("verified", [True, False, "true", None])
def test_sign_in_never_finds_anybody_by_email(client, openid, verified):
    admin = make_person(Role.ADMINISTRATOR, username="boss", email="boss@example.it")
    openid.person |= {"email": "boss@example.it", "email_verified": verified, "preferred_username": "boss"}

    sign_in(client)

    user = Identity.objects.get().user
    assert user != admin
    assert user.roles == frozenset()
    assert user.email == ("boss@example.it" if verified else "")


def test_sign_in_tells_subjects_apart_by_case(client, openid):
    openid.person["sub"] = "abc"
    sign_in(client)
    first = signed_in(client)
    client.logout()
    openid.person["sub"] = "ABC"

    sign_in(client)

    assert signed_in(client) != first


def replaced(**claims):
    return lambda openid: lambda honest: openid.sign({**honest, **claims})


def without(name):
    return lambda openid: lambda honest: openid.sign({key: honest[key] for key in honest if key != name})


def public_pem(openid):
    return openid.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def hs256_by_hand(claims, key):
    """Sign as an attacker would: PyJWT refuses to take a public key for a secret."""

    def part(content):
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "typ": "JWT", "kid": "first"}) + b"." + part(claims)
    signature = base64.urlsafe_b64encode(hmac.new(key, signed, hashlib.sha256).digest()).rstrip(b"=")
    return (signed + b"." + signature).decode()


STRANGER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGERIES = {
    "audience of another client": (replaced(aud="another-client"), "InvalidAudienceError"),
    "audience of others too": (replaced(aud=["mess-erprise", "another-client"]), "audience"),
    "authorized party": (replaced(azp="another-client"), "authorized_party"),
    "issuer": (replaced(iss="https://evil.example"), "InvalidIssuerError"),
    "expired": (replaced(exp=int(time.time()) - 60), "ExpiredSignatureError"),
    "from the future": (replaced(iat=int(time.time()) + 3600), "ImmatureSignatureError"),
    "not yet": (replaced(nbf=int(time.time()) + 3600), "ImmatureSignatureError"),
    "nonce of another sign-in": (replaced(nonce="a" * 32), "nonce"),
    "nonce empty": (replaced(nonce=""), "nonce"),
    "nonce no text": (replaced(nonce=None), "MissingRequiredClaimError"),
    "access token": (replaced(token_use="access"), "token_use"),
    "subject no text": (replaced(sub=7), None),
    "subject empty": (replaced(sub=""), "malformed"),
    "subject too long": (replaced(sub="x" * 256), "malformed"),
    **{f"without {name}": (without(name), None) for name in ("exp", "iat", "sub", "aud", "iss", "nonce")},
    "alg none": (
        lambda openid: lambda honest: openid.sign(honest, key="", alg="none"),
        "InvalidAlgorithmError",
    ),
    "alg HS256 by the client's secret": (
        lambda openid: lambda honest: openid.sign(honest, key="the client's secret" * 2, alg="HS256"),
        "InvalidAlgorithmError",
    ),
    "alg HS256 by the public key": (
        lambda openid: lambda honest: hs256_by_hand(honest, public_pem(openid)),
        "InvalidAlgorithmError",
    ),
    "alg RS512": (lambda openid: lambda honest: openid.sign(honest, alg="RS512"), "InvalidAlgorithmError"),
    "signed by a stranger": (
        lambda openid: lambda honest: openid.sign(honest, key=STRANGER_KEY),
        "InvalidSignatureError",
    ),
    "unknown key": (lambda openid: lambda honest: openid.sign(honest, kid="second"), "PyJWKClientError"),
    "no key named": (lambda openid: lambda honest: openid.sign(honest, kid=""), "PyJWKClientError"),
    "cut": (lambda openid: lambda honest: openid.sign(honest)[:-4], None),
    "no token": (lambda _openid: lambda _honest: "hello", "DecodeError"),
    "nothing": (lambda _openid: lambda _honest: None, None),
    "an object": (lambda _openid: lambda honest: honest, None),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_sign_in_refuses_a_token_that_does_not_hold(client, openid, forgery):
    make_forgery, reason = FORGERIES[forgery]
    openid.forge = make_forgery(openid)

    assert_refused(client, sign_in(client), reason)
    assert not User.objects.exists()


def test_sign_in_refuses_another_algorithm_even_when_the_key_is_published_for_it(client, openid):
    openid.key_alg = "RS512"
    openid.forge = lambda honest: openid.sign(honest, alg="RS512")

    assert_refused(client, sign_in(client), "InvalidAlgorithmError")


def test_sign_in_refuses_the_token_of_an_earlier_sign_in(client, openid):
    caught = []
    openid.forge = lambda honest: caught.append(openid.sign(honest)) or caught[0]
    sign_in(client)
    client.logout()
    Identity.objects.all().delete()

    assert_refused(client, sign_in(client), "nonce")


def test_callback_refuses_the_same_address_twice(client, openid):
    address = callback_address(client)
    client.get(address)

    assert client.get(address).status_code == 403
    assert AuditEvent.objects.latest("id").detail == {"reason": "state"}


def test_callback_refuses_what_another_browser_started(client, openid):
    victim = client.__class__()
    victim.get("/oidc/authenticate/")

    assert_refused(victim, victim.get(callback_address(client)), "state")


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?error=access_denied&state=x", "?code=x&state=x"]
)
def test_callback_refuses_what_nobody_started(client, openid, query):
    assert_refused(client, client.get(f"/oidc/callback/{query}"))


def test_callback_with_an_error_ends_nobodys_session(client, openid):
    sign_in(client)
    before = signed_in(client)

    client.get("/oidc/callback/?error=access_denied")

    assert before is not None
    assert signed_in(client) == before


def test_sign_in_fails_where_the_code_is_intercepted(client, openid):
    """PKCE: without the verifier of this browser the provider gives no token."""
    address = callback_address(client)
    for asked in openid.codes.values():
        asked["code_challenge"] = "of-another-browser"

    assert_refused(client, client.get(address), "token_endpoint")


@pytest.mark.parametrize(
    ("path", "status"), [("/token", 400), ("/token", 500), ("/token", 0), ("/jwks", 500), ("/jwks", 0)]
)
def test_sign_in_survives_a_broken_provider(client, openid, path, status):
    openid.failing[path] = status

    assert_refused(client, sign_in(client))


@pytest.mark.parametrize("status", [500, 0, 302])
def test_sign_in_cannot_start_without_discovery(client, openid, status):
    openid.failing["/.well-known/openid-configuration"] = status

    response = client.get("/oidc/authenticate/")

    assert response.status_code == 503
    assert "accounts/sign_in_failed.html" in [template.name for template in response.templates]


def test_sign_in_believes_no_discovery_document_of_another_issuer(client, openid):
    openid.issuer_told = "https://evil.example"

    assert client.get("/oidc/authenticate/").status_code == 503


def test_sign_in_works_with_endpoints_by_hand(client, openid, settings):
    settings.OIDC_ENDPOINTS = openid.discovery()
    openid.failing["/.well-known/openid-configuration"] = 500

    assert sign_in(client).status_code == 302


def test_sign_in_asks_for_discovery_and_keys_once(client, openid):
    for _ in range(3):
        sign_in(client)

    assert openid.asked.count("/.well-known/openid-configuration") == 1
    assert openid.asked.count("/jwks") == 1
    assert "/userinfo" not in openid.asked


def test_sign_in_asks_for_the_keys_once_more_after_a_rotation(client, openid):
    sign_in(client)
    openid.new_key("second")

    assert sign_in(client).status_code == 302
    assert openid.asked.count("/jwks") == 2


def test_sign_in_refuses_a_deactivated_person(client, openid):
    sign_in(client)
    client.logout()
    deactivate_user(actor=None, user=User.objects.get())

    response = sign_in(client)

    assert response.status_code == 403
    assert signed_in(client) is None


def test_session_ends_when_its_person_is_deactivated(client, openid):
    sign_in(client)
    assert client.get("/accounts/profile/").status_code == 200
    deactivate_user(actor=None, user=User.objects.get())

    assert client.get("/accounts/profile/").status_code == 302


def test_password_form_never_redeems_a_code(client, openid, settings):
    settings.LOCAL_SIGN_IN = True
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "django.contrib.auth.backends.ModelBackend",
    ]
    address = callback_address(client)

    client.post("/accounts/sign-in/?" + address.partition("?")[2], {"username": "x", "password": PASSWORD})

    assert signed_in(client) is None
    assert "/token" not in openid.asked


def test_oidc_pages_do_not_exist_without_a_provider(client):
    assert client.get("/oidc/authenticate/").status_code == 404
    assert client.get("/oidc/callback/?code=x&state=x").status_code == 404


def test_local_form_is_closed_with_a_provider(client, openid, respondent):
    page = client.get("/accounts/sign-in/").content.decode()
    answer = client.post("/accounts/sign-in/", {"username": respondent.username, "password": PASSWORD})

    assert "/oidc/authenticate/" in page
    assert 'name="password"' not in page
    assert answer.status_code == 404


def test_both_doors_are_open_where_local_accounts_are_kept(client, openid, settings):
    settings.LOCAL_SIGN_IN = True

    page = client.get("/accounts/sign-in/?next=/accounts/profile/").content.decode()

    assert 'href="/oidc/authenticate/?next=%2Faccounts%2Fprofile%2F"' in page
    assert 'name="password"' in page


def test_sign_out_leads_on_to_the_provider(client, openid):
    sign_in(client)

    page = client.post("/accounts/sign-out/", follow=True)

    assert signed_in(client) is None
    assert (
        f"{openid.issuer}/logout?client_id=mess-erprise&amp;post_logout_redirect_uri="
        in page.content.decode()
    )


def test_sign_out_speaks_cognitos_words(client, openid, settings):
    settings.OIDC_ENDPOINTS = openid.discovery()
    settings.OIDC_ISSUER = "https://cognito-idp.eu-south-1.amazonaws.com/eu-south-1_abc"

    page = client.get("/accounts/signed-out/").content.decode()

    assert "/logout?client_id=mess-erprise&amp;logout_uri=http%3A%2F%2Ftestserver%2F" in page
