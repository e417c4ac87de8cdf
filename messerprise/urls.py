"""Page routes of all apps."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from forms_engine.views.home import home

handler400 = "messerprise.core.views.bad_request"
admin.site.enable_nav_sidebar = False  # the lists need its width
urlpatterns = [
    path("", home, name="home"),
    path("admin/login/", RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("oidc/", include("messerprise.accounts.oidc_urls")),
    path("accounts/", include("messerprise.accounts.urls")),
    path("health/", include("messerprise.ops.urls")),
    path("", include("documents.urls")),
    path("", include("chat.urls")),
    path("", include("forms_engine.urls")),
]
