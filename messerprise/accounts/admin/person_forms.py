"""The admin's forms of a person."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.forms import LanguageField
from messerprise.accounts.labels import role_choices


class RolesField(forms.MultipleChoiceField):
    """The roles as boxes to tick."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Roles"), choices=role_choices, required=False, widget=forms.CheckboxSelectMultiple
        )


class PersonChangeForm(UserChangeForm):
    """A person with their roles."""

    language = LanguageField()
    roles = RolesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["roles"] = [role.value for role in Role if role in self.instance.roles]


class PersonCreationForm(AdminUserCreationForm):
    """A new person with their roles."""

    roles = RolesField()
