"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "messerprise.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from django.core.checks import register

        from messerprise.accounts import checks, receivers  # noqa: F401 - connects them
        from messerprise.accounts.domain.grants import grant
        from messerprise.accounts.domain.roles import Role

        register(checks.check_role_map)
        register(checks.check_way_in)
        # The platform's apps below know no roles.
        grant(Role.AUDITOR, "audit.AuditEvent", "view")
        grant(Role.OPERATOR, "llm.LlmCall", "view")
