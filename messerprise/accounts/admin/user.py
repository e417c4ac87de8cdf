"""Users: list, roles, deactivation."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from messerprise.accounts import services
from messerprise.accounts.admin.access import AdministratorsOnly
from messerprise.accounts.admin.person_forms import PersonChangeForm, PersonCreationForm
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.exceptions import OwnAccount
from messerprise.accounts.labels import ROLE_LABELS, role_choices
from messerprise.accounts.models import Identity, User
from messerprise.audit.services import record
from messerprise.core.exceptions import MessErpriseError


class RoleFilter(admin.SimpleListFilter):
    """People of one role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer every role."""
        return role_choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Keep those who have the chosen one."""
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class IdentityInline(admin.TabularInline):
    """The accounts at the provider; made by signing in, not by hand."""

    model = Identity
    extra = 0
    fields = ("issuer", "subject", "created_at")
    readonly_fields = ["issuer", "subject", "created_at"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody links by hand."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Shown to whom the person is shown."""
        return True


@admin.register(User)
class PersonAdmin(AdministratorsOnly, UserAdmin):
    """People; every change goes through a service, which records it."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    inlines = [IdentityInline]
    list_display = ["username", "full_name", "email", "role_names", "is_active", "last_login"]
    list_filter = [RoleFilter, "is_active", "last_login"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language"]}),
        (_("What they may do"), {"fields": ["is_active", "roles"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2", "roles"]}),
    ]
    actions = ["deactivate", "activate", "end_sessions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch everybody's groups at once."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """Return first and last name."""
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        """Return the roles from the groups fetched with the list."""
        names = {group.name for group in user.groups.all()}
        return ", ".join(str(label) for role, label in ROLE_LABELS.items() if role in names)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say a service's refusal on the page; the transaction has undone everything."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except MessErpriseError as error:
            self.message_user(request, error.sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Save the person, then what has effects by its service."""
        super().save_model(request, obj, form, change)
        actor = cast("User", request.user)
        if "is_active" in form.changed_data:
            set_active = services.activate_user if obj.is_active else services.deactivate_user
            set_active(actor=actor, user=obj)
        roles = [Role(name) for name in form.cleaned_data["roles"]]
        services.assign_roles(actor=actor, user=obj, roles=roles)

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> LogEntry:
        """Record in the audit too."""
        record(actor=request.user, action="user.created", subject=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> LogEntry:
        """Record in the audit too; a new password comes by here as well."""
        record(actor=request.user, action="user.changed", subject=obj)
        return super().log_change(request, obj, message)

    @admin.action(description=_("Deactivate"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Close the chosen accounts."""
        try:
            with transaction.atomic():
                for user in queryset:
                    services.deactivate_user(actor=cast("User", request.user), user=user)
        except OwnAccount as error:
            self.message_user(request, error.sentence, messages.ERROR)

    @admin.action(description=_("Activate"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Open the chosen accounts again."""
        for user in queryset:
            services.activate_user(actor=cast("User", request.user), user=user)

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign the chosen people out everywhere."""
        with transaction.atomic():
            for user in queryset:
                services.end_sessions(actor=cast("User", request.user), user=user)
        self.message_user(request, _("They are signed out everywhere."), messages.SUCCESS)
