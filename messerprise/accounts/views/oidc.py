"""The way to the OpenID provider and back."""

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from messerprise.accounts.clients.oidc.hardening import Hardened
from messerprise.accounts.clients.oidc.provider import provider
from messerprise.accounts.exceptions import IdentityRefused, ProviderUnreachable
from messerprise.accounts.network import client_address
from messerprise.accounts.services.identities import refuse_identity
from messerprise.accounts.views.language import remember_language
from messerprise.core.exceptions import MessErpriseError


def failed(request: HttpRequest, error: MessErpriseError, status: int) -> HttpResponse:
    """Say on an ordinary page why nobody is signed in."""
    return render(request, "accounts/sign_in_failed.html", {"sentence": error.sentence}, status=status)


@method_decorator(never_cache, name="dispatch")
class AuthenticateView(Hardened, OIDCAuthenticationRequestView):  # type: ignore[misc]  # the library is untyped
    """Send the browser to the provider, with state, nonce and PKCE challenge."""

    def __init__(self) -> None:
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID

    def get(self, request: HttpRequest) -> HttpResponse:
        """Start a sign-in."""
        if not settings.OIDC_ISSUER:
            raise Http404
        try:
            self.OIDC_OP_AUTH_ENDPOINT = provider().authorization_endpoint
        except ProviderUnreachable as error:
            return failed(request, error, 503)
        response: HttpResponse = super().get(request)
        return response


@method_decorator(never_cache, name="dispatch")
class CallbackView(Hardened, OIDCAuthenticationCallbackView):  # type: ignore[misc]  # the library is untyped
    """Take the browser back from the provider."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Sign the person in, or refuse on an ordinary page and in the audit."""
        if not settings.OIDC_ISSUER:
            raise Http404
        try:
            return self._answered(request)
        except ProviderUnreachable as error:
            return failed(request, error, 503)
        except IdentityRefused as error:
            refuse_identity(actor=None, reason=error.reason, address=client_address(request))
            return failed(request, error, 403)

    def login_success(self) -> HttpResponse:
        """Open a session with a new key, for the same person too: their roles may have changed."""
        address = self.success_url
        auth.login(self.request, self.user)
        self.request.session.cycle_key()
        response = HttpResponseRedirect(address)
        if self.user.language:
            remember_language(response, self.user)
        return response

    def login_failure(self) -> HttpResponse:
        """Refuse: nobody was found, or nothing was started in this browser."""
        raise IdentityRefused("nobody")

    def _answered(self, request: HttpRequest) -> HttpResponse:
        # Before the library: at an error it would end the session of whoever follows a forged link.
        if "error" in request.GET or not {"code", "state"} <= request.GET.keys():
            raise IdentityRefused("provider")
        try:
            response: HttpResponse = super().get(request)
        except SuspiciousOperation as error:
            raise IdentityRefused("state") from error
        return response
