"""What accounts does when something happens elsewhere."""

from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from messerprise.accounts.models import User
from messerprise.accounts.network import client_address
from messerprise.accounts.services import announce_access
from messerprise.accounts.services.grants import ensure_groups, sync_grants
from messerprise.accounts.signals import access_changed
from messerprise.audit.services import record
from messerprise.realtime.groups import ring, user_group

ENDS_SESSIONS = frozenset({"is_active", "password"})


@receiver(post_migrate, dispatch_uid="accounts.sync_grants")
def give_grants(sender: AppConfig, apps: Apps = registry, **_kwargs: Any) -> None:
    """Bring the roles' permissions up to date once an app's tables stand; ``flush`` names no registry."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:  # migrated only in part: its turn comes
        return
    if sender.label == "accounts":
        ensure_groups()
    sync_grants(sender)


@receiver(user_logged_in, dispatch_uid="accounts.record_sign_in")
def record_sign_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Record every sign-in, by whichever door."""
    record(actor=user, action="user.signed_in", subject=user, address=client_address(request))


@receiver(user_logged_out, dispatch_uid="accounts.record_sign_out")
def record_sign_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """Record every sign-out of somebody."""
    if user is not None:
        record(actor=user, action="user.signed_out", subject=user, address=client_address(request))


@receiver(post_save, sender=User, dispatch_uid="accounts.person_changed")
def person_changed(
    instance: User, created: bool, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Announce a deactivation or another password, whoever saves it: a page, a command, a provider."""
    if not created and (update_fields is None or ENDS_SESSIONS & update_fields):
        announce_access(instance)


@receiver(access_changed, dispatch_uid="accounts.ring_sockets")
def ring_sockets(user_id: UUID, **_kwargs: Any) -> None:
    """Let the person's sockets look whether they may stay."""
    ring(user_group(user_id))
