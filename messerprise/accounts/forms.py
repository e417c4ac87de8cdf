"""Forms of the sign-in and the profile."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from messerprise.accounts.exceptions import TooManyAttempts
from messerprise.accounts.network import client_address
from messerprise.accounts.services import sign_in


class SignInForm(AuthenticationForm):
    """User name and password, with a brake for guessers."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("User name and password do not match. Check both; capital letters count."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        """Check the pair, unless it failed too often."""
        pair = {
            "username": self.cleaned_data.get("username", ""),
            "address": client_address(self.request),
        }
        try:
            sign_in.check_attempts(**pair)
        except TooManyAttempts as error:
            raise ValidationError(error.sentence) from error
        try:
            cleaned = super().clean()
        except ValidationError:
            sign_in.count_failure(**pair)
            raise
        if self.get_user():
            sign_in.forget_failures(**pair)
        return cleaned


class LanguageField(forms.ChoiceField):
    """One of the site's languages, or the browser's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Language of the pages"),
            required=False,
            choices=lambda: [("", _("As my browser says")), *settings.LANGUAGES],
            **kwargs,
        )


class ProfileForm(forms.Form):
    """What people choose for themselves."""

    language = LanguageField(widget=forms.Select(attrs={"class": "input input--medium"}))
