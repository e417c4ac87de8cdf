"""Believing an ID token, or not."""

import hmac
from typing import Any

import jwt
from django.conf import settings

from messerprise.accounts.clients.oidc.provider import keys_at, provider
from messerprise.accounts.exceptions import IdentityRefused

LEEWAY_SECONDS = 30
REQUIRED = ["exp", "iat", "sub", "aud", "iss", "nonce"]


def verified_payload(token: object, *, nonce: str) -> dict[str, Any]:
    """Return what the ID token says, once everything about it holds.

    Args:
        token: what the provider gave as ``id_token``.
        nonce: the one sent with this sign-in and no other.

    Raises:
        IdentityRefused: signature, algorithm, issuer, audience, times, nonce or use are wrong.
    """
    try:
        kid = jwt.get_unverified_header(token).get("kid", "")  # type: ignore[arg-type]  # checked there
        payload = jwt.decode(
            token,  # type: ignore[arg-type]
            keys_at(provider().jwks_uri).get_signing_key(kid),
            algorithms=["RS256"],
            audience=settings.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise IdentityRefused(type(error).__name__) from error
    _check_what_jwt_does_not(payload, nonce)
    return payload


def _check_what_jwt_does_not(payload: dict[str, Any], nonce: str) -> None:
    if not nonce or not hmac.compare_digest(str(payload["nonce"]).encode(), nonce.encode()):
        raise IdentityRefused("nonce")
    # A token that is meant for others too could be replayed by them.
    if payload["aud"] not in (settings.OIDC_RP_CLIENT_ID, [settings.OIDC_RP_CLIENT_ID]):
        raise IdentityRefused("audience")
    if payload.get("azp", settings.OIDC_RP_CLIENT_ID) != settings.OIDC_RP_CLIENT_ID:
        raise IdentityRefused("authorized_party")
    if payload.get("token_use", "id") != "id":  # Cognito signs access tokens with the same keys
        raise IdentityRefused("token_use")
