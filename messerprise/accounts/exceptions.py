"""What accounts refuses, with the sentence the person reads."""

from django.utils.translation import gettext as _

from messerprise.core.exceptions import MessErpriseError


class OwnAccount(MessErpriseError):
    """Administrators may not shut themselves out; so one always remains."""

    def __init__(self) -> None:
        super().__init__(
            _("You cannot deactivate yourself or give up being administrator; ask another administrator.")
        )


class TooManyAttempts(MessErpriseError):
    """Somebody is guessing passwords."""

    def __init__(self) -> None:
        super().__init__(_("Too many failed attempts. Wait fifteen minutes, then try again."))


class IdentityRefused(MessErpriseError):
    """A sign-in by the provider is not believed; ``reason`` is a code for the audit."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("The sign-in did not succeed. Try again, or ask your administrator."))
        self.reason = reason


class ProviderUnreachable(MessErpriseError):
    """The OpenID provider cannot be asked."""

    def __init__(self) -> None:
        super().__init__(_("The sign-in service does not answer. Try again in a minute."))
