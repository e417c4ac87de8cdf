"""Signing in and out."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from messerprise.accounts.clients.oidc.provider import sign_out_address
from messerprise.accounts.forms import SignInForm
from messerprise.accounts.models import User
from messerprise.accounts.services import end_sessions
from messerprise.accounts.views.language import remember_language


class SignInView(LoginView):
    """The sign-in page: the provider's button, the local form, or both."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take user name and password where local accounts are in use."""
        if not settings.LOCAL_SIGN_IN:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let the person in, in their language."""
        response = super().form_valid(form)
        if form.get_user().language:
            remember_language(response, form.get_user())
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which doors are open."""
        return super().get_context_data(
            local=settings.LOCAL_SIGN_IN, provider=bool(settings.OIDC_ISSUER), **kwargs
        )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session here, then at the provider."""
    logout(request)
    return redirect("accounts:signed_out" if settings.OIDC_ISSUER else "home")


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponseBase:
    """End all sessions of the person, on other devices too, then this one."""
    user = cast("User", request.user)
    end_sessions(actor=user, user=user)
    return sign_out(request)


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Send the browser on to end the provider's session.

    By a page and no redirect: the CSP's ``form-action`` forbids a form to lead to another site.
    """
    address = sign_out_address(back_to=request.build_absolute_uri(reverse("home")))
    return render(request, "accounts/signed_out.html", {"address": address})
