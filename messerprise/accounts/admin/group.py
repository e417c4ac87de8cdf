"""The groups of the roles, to look at."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from messerprise.accounts.admin.access import AdministratorsOnly

admin.site.unregister(Group)


@admin.register(Group)
class RoleGroupAdmin(AdministratorsOnly, GroupAdmin):
    """What each role may do in the admin: the code says it, so nobody edits it here."""

    list_display = ["name", "people"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Count the people with the list."""
        return super().get_queryset(request).annotate(count=Count("user"))

    @admin.display(description=_("people"), ordering="count")
    def people(self, group: Group) -> int:
        """Return how many have this role."""
        return group.count  # type: ignore[attr-defined,no-any-return]  # annotated above

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Roles are made in code."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Their permissions follow from the grants at each migrate."""
        return False
