"""People and their roles."""

from collections.abc import Iterable
from functools import partial

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, QuerySet

from messerprise.accounts.domain.roles import STAFF, Role
from messerprise.accounts.exceptions import OwnAccount
from messerprise.accounts.models import User
from messerprise.accounts.permissions import check_can_manage_people
from messerprise.accounts.signals import access_changed
from messerprise.audit.services import record


@transaction.atomic
def create_user(
    *,
    actor: User | None,
    username: str,
    roles: Iterable[Role] = (Role.RESPONDENT,),
    password: str | None = None,
    email: str = "",
    first_name: str = "",
    last_name: str = "",
    language: str = "",
) -> User:
    """Create a person with their roles; without a password they cannot sign in locally.

    Raises:
        PermissionRefused: the actor is no administrator.
    """
    check_can_manage_people(actor)
    user = User.objects.create_user(
        username, email, password, first_name=first_name, last_name=last_name, language=language
    )
    record(actor=actor, action="user.created", subject=user)
    assign_roles(actor=actor, user=user, roles=roles)
    return user


@transaction.atomic
def assign_roles(*, actor: User | None, user: User, roles: Iterable[Role]) -> None:
    """Give a person exactly these roles; groups that are no roles stay.

    Raises:
        PermissionRefused: the actor is no administrator.
        OwnAccount: administrators cannot give up their own role.
    """
    check_can_manage_people(actor)
    wanted = frozenset(roles)
    if actor == user and Role.ADMINISTRATOR not in wanted:
        raise OwnAccount
    held = frozenset(Role(name) for name in _role_groups(user).values_list("name", flat=True))
    user.is_staff, user.is_superuser = bool(wanted & STAFF), Role.ADMINISTRATOR in wanted
    user.save(update_fields=["is_staff", "is_superuser"])
    if held == wanted:
        return
    user.groups.remove(*_role_groups(user).exclude(name__in=wanted))
    user.groups.add(*(Group.objects.get_or_create(name=role.value)[0] for role in wanted - held))
    user.forget_roles()
    record(
        actor=actor,
        action="user.roles_assigned",
        subject=user,
        given=sorted(wanted - held),
        taken=sorted(held - wanted),
    )
    announce_access(user)


@transaction.atomic
def deactivate_user(*, actor: User | None, user: User) -> None:
    """Close a person's account: every session ends at its next request, nothing of theirs is deleted.

    Raises:
        PermissionRefused: the actor is no administrator.
        OwnAccount: nobody deactivates themselves.
    """
    if actor == user:
        raise OwnAccount
    _set_active(actor, user, active=False)


@transaction.atomic
def activate_user(*, actor: User | None, user: User) -> None:
    """Open a closed account again.

    Raises:
        PermissionRefused: the actor is no administrator.
    """
    _set_active(actor, user, active=True)


@transaction.atomic
def set_profile(*, actor: User, language: str) -> None:
    """Set what people choose for themselves: the language of the interface, empty for the browser's."""
    actor.language = language
    actor.save(update_fields=["language"])
    record(actor=actor, action="user.profile_set", subject=actor, language=language)


@transaction.atomic
def end_sessions(*, actor: User | None, user: User) -> None:
    """End every session of a person, on all their devices, with the sockets that they opened.

    Raises:
        PermissionRefused: the actor is neither that person nor an administrator.
    """
    if actor != user:
        check_can_manage_people(actor)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    record(actor=actor, action="user.sessions_ended", subject=user)
    announce_access(user)


def announce_access(user: User) -> None:
    """Tell, on commit, that what the person may do has changed, or how they sign in."""
    transaction.on_commit(partial(access_changed.send_robust, sender=User, user_id=user.pk))


def _set_active(actor: User | None, user: User, *, active: bool) -> None:
    check_can_manage_people(actor)
    user.is_active = active
    user.save(update_fields=["is_active"])
    user.forget_roles()
    record(actor=actor, action="user.activated" if active else "user.deactivated", subject=user)


def _role_groups(user: User) -> QuerySet[Group]:
    return user.groups.filter(name__in=[role.value for role in Role])
