"""People whom an OpenID provider knows."""

from django.conf import settings
from django.db import IntegrityError, transaction

from messerprise.accounts.domain.claims import Claims, roles_of
from messerprise.accounts.exceptions import IdentityRefused
from messerprise.accounts.models import Identity, User
from messerprise.accounts.services.people import assign_roles
from messerprise.audit.services import REFUSED, record


@transaction.atomic
def admit_identity(*, actor: User | None, claims: Claims) -> User:
    """Return the person behind verified claims, with the roles of their groups; created at the first sign-in.

    Raises:
        IdentityRefused: the account was deactivated here.
    """
    identity = _found(claims) or _linked(actor, claims)
    user = identity.user
    if not user.is_active:
        raise IdentityRefused("deactivated")
    user.email, user.first_name, user.last_name = claims.email, claims.given_name, claims.family_name
    user.save(update_fields=["email", "first_name", "last_name"])
    assign_roles(actor=actor, user=user, roles=roles_of(claims, settings.OIDC_ROLE_MAP))
    return user


def refuse_identity(*, actor: User | None, reason: str, address: str) -> None:
    """Record that a sign-in by the provider was not believed."""
    record(actor=actor, action="user.sign_in_refused", outcome=REFUSED, address=address, reason=reason)


def _found(claims: Claims) -> Identity | None:
    identity = (
        Identity.objects.select_related("user").filter(issuer=claims.issuer, subject=claims.subject).first()
    )
    # MySQL finds "abc" when asked for "ABC"; a provider tells them apart.
    if identity and (identity.issuer, identity.subject) != (claims.issuer, claims.subject):
        raise IdentityRefused("subject")
    return identity


def _linked(actor: User | None, claims: Claims) -> Identity:
    identity = Identity(issuer=claims.issuer, subject=claims.subject)
    try:
        with transaction.atomic():
            identity.user = User.objects.create_user(f"sso-{identity.pk}")
            identity.save()
    except IntegrityError:  # the same person's other tab was first
        return Identity.objects.select_related("user").get(issuer=claims.issuer, subject=claims.subject)
    record(actor=actor, action="identity.linked", subject=identity.user)
    return identity
