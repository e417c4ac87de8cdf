"""Addresses that the OpenID provider knows; outside any namespace, for mozilla-django-oidc reverses them."""

from django.urls import path

from messerprise.accounts.views import oidc

urlpatterns = [
    path("authenticate/", oidc.AuthenticateView.as_view(), name="oidc_authentication_init"),
    path("callback/", oidc.CallbackView.as_view(), name="oidc_authentication_callback"),
]
