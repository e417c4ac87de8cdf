"""The settings of mozilla-django-oidc that nobody may soften."""

from typing import Any

from mozilla_django_oidc.utils import import_from_settings

from messerprise.accounts.clients.oidc.provider import TIMEOUT_SECONDS

FIXED: dict[str, object] = {
    "OIDC_RP_SIGN_ALGO": "RS256",
    "OIDC_RP_SCOPES": "openid email",
    "OIDC_USE_NONCE": True,
    "OIDC_USE_PKCE": True,
    "OIDC_PKCE_CODE_CHALLENGE_METHOD": "S256",
    "OIDC_TIMEOUT": TIMEOUT_SECONDS,
    "OIDC_VERIFY_SSL": True,
    "OIDC_VERIFY_KID": True,
    "OIDC_ALLOW_UNSECURED_JWT": False,
    "OIDC_STORE_ACCESS_TOKEN": False,
    "OIDC_STORE_ID_TOKEN": False,
}


class Hardened:
    """Mixed into the library's classes: the fixed settings stand before Django's."""

    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        """Return a setting as the library's classes ask for it."""
        return FIXED[attr] if attr in FIXED else import_from_settings(attr, *args)
