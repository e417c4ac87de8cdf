"""The groups of the roles, and what Django lets them do."""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import F

from messerprise.accounts.domain.grants import grants_on
from messerprise.accounts.domain.roles import Role


def ensure_groups() -> None:
    """See that every role has its group."""
    Group.objects.bulk_create([Group(name=role.value) for role in Role], ignore_conflicts=True)


def sync_grants(app: AppConfig) -> None:
    """Make the roles' permissions on one app's models exactly what has been granted.

    Runs after each migrate, and is no data migration, because it must hold again after a test emptied
    the tables, and for apps that come later.
    """
    granted = {(each.role.value, each.model, each.codename) for each in grants_on(app.label)}
    held = set(
        Permission.objects.filter(content_type__app_label=app.label, group__name__in=list(Role)).values_list(
            "group__name", "content_type__model", "codename"
        )
    )
    if held == granted:
        return
    create_permissions(app, verbosity=0)
    permissions = {
        (each["model"], each["codename"]): each["pk"]
        for each in Permission.objects.filter(content_type__app_label=app.label).values(
            "pk", "codename", model=F("content_type__model")
        )
    }
    ensure_groups()
    for group in Group.objects.filter(name__in=list(Role)):
        group.permissions.add(*_keys(permissions, granted - held, group.name))
        group.permissions.remove(*_keys(permissions, held - granted, group.name))


def _keys(permissions: dict[tuple[str, str], int], grants: set[tuple[str, str, str]], role: str) -> list[int]:
    return [permissions[model, codename] for name, model, codename in grants if name == role]
