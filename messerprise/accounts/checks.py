"""What is wrong with the settings of the sign-in, said before anybody tries it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from messerprise.accounts.domain.roles import Role


def check_role_map(**_kwargs: Any) -> list[CheckMessage]:
    """Name the roles in ``OIDC_ROLE_MAP`` that do not exist; people would be signed in without them."""
    unknown = sorted(set(settings.OIDC_ROLE_MAP.values()) - {role.value for role in Role})
    hint = f"Use one of {', '.join(Role)}."
    said = "OIDC_ROLE_MAP names a role that does not exist: {!r}."
    return [Error(said.format(name), hint=hint, id="accounts.E001") for name in unknown]


def check_way_in(**_kwargs: Any) -> list[CheckMessage]:
    """See that somebody can sign in at all."""
    if settings.AUTHENTICATION_BACKENDS:
        return []
    return [Error("Nobody can sign in.", hint="Set OIDC_ISSUER, or LOCAL_SIGN_IN=1.", id="accounts.E002")]
