"""Addresses of accounts."""

from django.urls import path

from messerprise.accounts.views import profile, sign_in

app_name = "accounts"

urlpatterns = [
    path("sign-in/", sign_in.SignInView.as_view(), name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-out-everywhere/", sign_in.sign_out_everywhere, name="sign_out_everywhere"),
    path("signed-out/", sign_in.signed_out, name="signed_out"),
    path("profile/", profile.profile, name="profile"),
]
