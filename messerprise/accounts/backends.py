"""Signing in by the OpenID provider."""

from typing import Any
from uuid import UUID

import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from messerprise.accounts.clients.oidc.hardening import Hardened
from messerprise.accounts.clients.oidc.provider import provider
from messerprise.accounts.clients.oidc.tokens import verified_payload
from messerprise.accounts.domain.claims import read_claims
from messerprise.accounts.exceptions import IdentityRefused
from messerprise.accounts.models import User
from messerprise.accounts.services.identities import admit_identity


class OpenIDBackend(Hardened, OIDCAuthenticationBackend):  # type: ignore[misc]  # the library is untyped
    """The library's code flow with our own checks.

    A person is found by issuer and subject, never by e-mail; roles come from the verified ID token.
    """

    def __init__(self) -> None:
        # Not the library's: Django makes a backend at each request, which must not ask the provider.
        self.UserModel = get_user_model()
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        self.OIDC_RP_CLIENT_SECRET = settings.OIDC_RP_CLIENT_SECRET

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 - the library's name
        """Where codes are exchanged for tokens."""
        return provider().token_endpoint

    def authenticate(self, request: HttpRequest | None, *, nonce: str, code_verifier: str) -> User | None:
        """Exchange the code and admit whom the ID token names.

        Keyword-only and required, so that a password form with ``?code=`` in its address never comes here.

        Raises:
            IdentityRefused: the provider or the token is not believed.
            ProviderUnreachable: its endpoints cannot be found.
        """
        try:
            user: User | None = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        except requests.RequestException as error:
            raise IdentityRefused("token_endpoint") from error
        except (AttributeError, TypeError, ValueError) as error:
            raise IdentityRefused("malformed") from error
        return user

    def verify_token(self, token: object, **kwargs: Any) -> dict[str, Any]:
        """Return the payload of a token that holds."""
        return verified_payload(token, nonce=kwargs["nonce"])

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:  # noqa: ARG002
        """Return the person; the ID token alone counts, the userinfo endpoint is not asked."""
        return admit_identity(actor=None, claims=read_claims(payload, settings.OIDC_GROUPS_CLAIM))

    def get_user(self, user_id: UUID) -> User | None:
        """Return the person of a session; the library would return deactivated ones too."""
        return User.objects.filter(pk=user_id, is_active=True).first()
