"""The page about oneself."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.forms import ProfileForm
from messerprise.accounts.labels import ROLE_LABELS
from messerprise.accounts.models import User
from messerprise.accounts.services import set_profile
from messerprise.accounts.views.language import remember_language


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and let one choose the language."""
    user = cast("User", request.user)
    form = ProfileForm(request.POST or None, initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        set_profile(actor=user, language=form.cleaned_data["language"])
        with override(user.language or None):
            messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        remember_language(response, user)
        return response
    roles = [ROLE_LABELS[role] for role in Role if role in user.roles]
    return render(request, "accounts/profile.html", {"form": form, "roles": roles})
