"""A whole sign-in by an OpenID provider, in a real browser, against providers that are not ours."""

import json
import os
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from django.db import connection
from playwright.sync_api import expect

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import Identity, User
from messerprise.audit.models import AuditEvent
from tests.servers.aws import REGION
from tests.servers.process import free_port, running
from tests.servers.site import running_site

pytestmark = pytest.mark.e2e

NODE = Path(__file__).parents[1] / "node"
ROLE_MAP = {"me-authors": "author", "me-people": "respondent"}
PASSWORD = "Tr0ub4dor&3"


@dataclass
class Provider:
    """What the site has to know of a provider, and where the site is for it."""

    site_port: int
    environment: dict[str, str]


@contextmanager
def site_with(provider: Provider, scratch: Path) -> Iterator[Provider]:
    """Run the site with a provider, on the database of the tests."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = f"{address.scheme}://{address.netloc}/{connection.settings_dict['NAME']}"
    place = scratch / f"site-{provider.site_port}"
    place.mkdir()
    with running_site(place, provider.site_port, {**provider.environment, "DATABASE_URL": database}):
        yield provider


@pytest.fixture(scope="module")
def cognito(aws, scratch, valkey, django_db_setup):
    """Return Cognito of the emulator, with Anna in two groups."""
    site_port = free_port()
    home = f"http://127.0.0.1:{site_port}/"
    client = boto3.client("cognito-idp", endpoint_url=aws, region_name=REGION)
    pool = client.create_user_pool(PoolName="people")["UserPool"]["Id"]
    client.create_user_pool_domain(Domain=f"me-{site_port}", UserPoolId=pool)
    app = client.create_user_pool_client(
        UserPoolId=pool,
        ClientName="mess-erprise",
        GenerateSecret=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"],
        CallbackURLs=[f"{home}oidc/callback/"],
        LogoutURLs=[home],
    )["UserPoolClient"]
    address = [{"Name": "email", "Value": "anna@example.it"}, {"Name": "email_verified", "Value": "true"}]
    client.admin_create_user(
        UserPoolId=pool, Username="anna", UserAttributes=address, MessageAction="SUPPRESS"
    )
    client.admin_set_user_password(UserPoolId=pool, Username="anna", Password=PASSWORD, Permanent=True)
    for group in ("me-authors", "canteen"):
        client.create_group(UserPoolId=pool, GroupName=group)
        client.admin_add_user_to_group(UserPoolId=pool, Username="anna", GroupName=group)
    with urllib.request.urlopen(f"{aws}/{pool}/.well-known/openid-configuration") as answer:
        document = json.load(answer)  # the emulator serves it elsewhere than its issuer says
    provider = Provider(
        site_port,
        {
            "OIDC_ISSUER": document["issuer"],
            "OIDC_ENDPOINTS": json.dumps(
                {name: told for name, told in document.items() if isinstance(told, str)}
            ),
            "OIDC_CLIENT_ID": app["ClientId"],
            "OIDC_CLIENT_SECRET": app["ClientSecret"],
            "OIDC_ROLE_MAP": json.dumps(ROLE_MAP),
        },
    )
    with site_with(provider, scratch):
        yield provider


@pytest.fixture(scope="module")
def certified(scratch, valkey, django_db_setup):
    """Return the certified provider, which demands PKCE; anybody may sign in there under any name."""
    site_port, port = free_port(), free_port()
    home = f"http://127.0.0.1:{site_port}/"
    known = {
        "port": port,
        "client_id": "mess-erprise",
        "client_secret": "the client's secret",
        "redirect_uri": f"{home}oidc/callback/",
        "home": home,
        "people": {"anna": {"email": "anna@example.it", "groups": ["me-authors", "canteen"]}},
    }
    issuer = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration") as answer:
            return answer.status == 200

    environment = {"PROVIDER": json.dumps(known)}
    argv = ["node", str(NODE / "openid_provider.mjs")]
    with running(argv, ready=ready, log=scratch / "openid.log", env=environment):
        provider = Provider(
            site_port,
            {
                "OIDC_ISSUER": issuer,
                "OIDC_CLIENT_ID": known["client_id"],
                "OIDC_CLIENT_SECRET": known["client_secret"],
                "OIDC_ROLE_MAP": json.dumps(ROLE_MAP),
            },
        )
        with site_with(provider, scratch):
            yield provider


@pytest.fixture
def visit(browser, transactional_db):
    """Return a function that opens a tab at the sign-in page and follows the provider's button."""
    with ExitStack() as open_things:

        def visit(provider: Provider):
            url = f"http://127.0.0.1:{provider.site_port}"
            context = open_things.enter_context(browser.new_context(base_url=url, locale="en-GB"))
            context.set_default_timeout(15_000)
            context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", lambda route: route.abort())
            page = context.new_page()
            page.goto("/accounts/sign-in/?next=/accounts/profile/")
            page.get_by_role("link", name="Sign in with your organisation's account").click()
            return page

        yield visit


def assert_anna_is_signed_in(page, provider):
    expect(page).to_have_url(re.compile("/accounts/profile/$"))
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    identity = Identity.objects.get()
    assert identity.issuer == provider.environment["OIDC_ISSUER"]
    assert identity.user.email == "anna@example.it"
    assert identity.user.roles == {Role.AUTHOR}
    assert identity.user.is_staff
    assert AuditEvent.objects.filter(action="user.signed_in", actor=identity.user).count() == 1


def sign_out(page):
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_anna_signs_in_and_out_by_cognito(cognito, visit):
    page = visit(cognito)
    assert "code_challenge_method=S256" in page.url
    page.fill("#username", "anna")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")

    assert_anna_is_signed_in(page, cognito)

    sign_out(page)
    expect(page).to_have_url(f"http://127.0.0.1:{cognito.site_port}/")
    page.goto("/accounts/profile/")
    expect(page).to_have_url(re.compile("/accounts/sign-in/"))


def test_anna_signs_in_and_out_by_the_certified_provider(certified, visit):
    page = visit(certified)
    page.get_by_placeholder("Enter any login").fill("anna")
    page.get_by_placeholder("and password").fill("any")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").click()

    assert_anna_is_signed_in(page, certified)

    sign_out(page)
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page).to_have_url(f"http://127.0.0.1:{certified.site_port}/")


def test_person_without_a_known_group_signs_in_and_may_do_nothing(certified, visit):
    page = visit(certified)
    page.get_by_placeholder("Enter any login").fill("berta")
    page.get_by_placeholder("and password").fill("any")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    assert User.objects.get().roles == frozenset()


def test_person_who_changes_their_mind_lands_on_an_ordinary_page(certified, visit):
    page = visit(certified)
    page.get_by_role("link", name="Cancel").click()

    expect(page.get_by_role("heading", name="Not signed in")).to_be_visible()
    assert not User.objects.exists()
    assert AuditEvent.objects.get().detail == {"reason": "provider"}
