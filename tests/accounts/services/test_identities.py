"""People whom a provider knows."""

import pytest

from messerprise.accounts.domain.claims import Claims
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.exceptions import IdentityRefused
from messerprise.accounts.models import Identity, User
from messerprise.accounts.services import deactivate_user
from messerprise.accounts.services.identities import _linked, admit_identity


def claims(subject="anna-1", groups=(), issuer="https://id.example"):
    return Claims(issuer, subject, "", "Anna", "Rossi", frozenset(groups))


@pytest.fixture(autouse=True)
def role_map(db, settings):
    settings.OIDC_ROLE_MAP = {"g-authors": "author"}


def test_admit_identity_keeps_one_person_a_subject():
    first = admit_identity(actor=None, claims=claims())

    assert admit_identity(actor=None, claims=claims()) == first
    assert admit_identity(actor=None, claims=claims("berta-2")) != first
    assert User.objects.count() == 2


def test_admit_identity_tells_issuers_apart():
    first = admit_identity(actor=None, claims=claims())

    assert admit_identity(actor=None, claims=claims(issuer="https://other.example")) != first


def test_admit_identity_follows_the_groups():
    admit_identity(actor=None, claims=claims(groups=["g-authors", "g-unknown"]))
    assert User.objects.get().roles == {Role.AUTHOR}

    admit_identity(actor=None, claims=claims())
    assert User.objects.get().roles == frozenset()


def test_admit_identity_refuses_the_deactivated_and_leaves_their_roles():
    user = admit_identity(actor=None, claims=claims(groups=["g-authors"]))
    deactivate_user(actor=None, user=user)

    with pytest.raises(IdentityRefused):
        admit_identity(actor=None, claims=claims())

    assert set(user.groups.values_list("name", flat=True)) == {"author"}


def test_second_tab_that_was_too_late_finds_the_person_of_the_first():
    first = admit_identity(actor=None, claims=claims())

    assert _linked(None, claims()).user == first
    assert Identity.objects.count() == User.objects.count() == 1
