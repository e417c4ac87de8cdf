"""Where the OpenID provider's endpoints and keys are."""

import re
import time
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import requests
from django.conf import settings
from jwt import PyJWKClient

from messerprise.accounts.exceptions import ProviderUnreachable

TIMEOUT_SECONDS = 5
KEPT_SECONDS = 3600
COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/")


@dataclass(frozen=True, slots=True)
class Provider:
    """The endpoints we use, named as in a discovery document."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


def provider() -> Provider:
    """Return the endpoints: from ``OIDC_ENDPOINTS``, else as the issuer's discovery document says.

    Raises:
        ProviderUnreachable: the document cannot be had, or is not the issuer's.
    """
    if settings.OIDC_ENDPOINTS:
        return _from_document(settings.OIDC_ENDPOINTS)
    return _discovered(settings.OIDC_ISSUER, hour=int(time.time() / KEPT_SECONDS))


@lru_cache(maxsize=4)
def keys_at(jwks_uri: str) -> PyJWKClient:
    """Return the keys published there: kept for an hour, asked for once more when a key is unknown."""
    return PyJWKClient(jwks_uri, lifespan=KEPT_SECONDS, timeout=TIMEOUT_SECONDS, cooldown_duration=0)


def sign_out_address(*, back_to: str) -> str:
    """Return where the browser ends the provider's session, "" where there is none to end."""
    try:
        endpoint = provider().end_session_endpoint if settings.OIDC_ISSUER else ""
    except ProviderUnreachable:
        endpoint = ""
    if not endpoint:
        return ""
    # Cognito has its own word for it.
    name = "logout_uri" if COGNITO.match(settings.OIDC_ISSUER) else "post_logout_redirect_uri"
    return f"{endpoint}?{urlencode({'client_id': settings.OIDC_RP_CLIENT_ID, name: back_to})}"


@lru_cache(maxsize=4)
def _discovered(issuer: str, *, hour: int) -> Provider:  # noqa: ARG001 - a new hour asks again
    try:
        address = issuer.rstrip("/") + "/.well-known/openid-configuration"
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        document = answer.json()
        if document["issuer"] != issuer:
            raise ProviderUnreachable
        return _from_document(document)
    except (requests.RequestException, LookupError, TypeError) as error:
        raise ProviderUnreachable from error


def _from_document(document: dict[str, Any]) -> Provider:
    return Provider(**{each.name: document[each.name] for each in fields(Provider) if each.name in document})
