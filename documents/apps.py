"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from messerprise.accounts.domain.grants import grant
        from messerprise.accounts.domain.roles import Role

        grant(Role.REVIEWER, "documents.Document", "view")
