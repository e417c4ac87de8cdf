"""What a verified ID token says about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from messerprise.accounts.domain.roles import Role

LONGEST = 255


@dataclass(frozen=True, slots=True)
class Claims:
    """Who somebody is at the provider; ``issuer`` and ``subject`` identify, the rest is for display."""

    issuer: str
    subject: str
    email: str
    given_name: str
    family_name: str
    groups: frozenset[str]


def read_claims(payload: Mapping[str, Any], groups_claim: str) -> Claims:
    """Read the payload of a token whose signature, issuer and audience hold.

    Raises:
        ValueError: the token names nobody.
    """
    subject = payload["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
        raise ValueError("subject")
    return Claims(
        issuer=payload["iss"],
        subject=subject,
        email=_text(payload, "email")[:254] if payload.get("email_verified") in (True, "true") else "",
        given_name=_text(payload, "given_name")[:150],
        family_name=_text(payload, "family_name")[:150],
        groups=_groups(payload.get(groups_claim)),
    )


def roles_of(claims: Claims, role_map: Mapping[str, str]) -> frozenset[Role]:
    """Return the roles of the groups that the map names letter by letter; other groups count for nothing."""
    names = {role_map[group] for group in claims.groups if group in role_map}
    return frozenset(role for role in Role if role.value in names)


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def _groups(value: object) -> frozenset[str]:
    names = value if isinstance(value, list) else [value]
    return frozenset(name for name in names if isinstance(name, str))
