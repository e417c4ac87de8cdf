"""A person who can sign in."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from messerprise.accounts.domain.roles import Role


class User(AbstractUser):
    """A person; what they may do follows from their roles.

    ``is_staff`` and ``is_superuser`` are derived from the roles by ``services.assign_roles``. A session holds
    while password and ``session_epoch`` are those under which it was opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("Empty: the language of the browser."),
    )
    session_epoch = models.PositiveIntegerField(_("age of sessions"), default=0, editable=False)

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles of this person; none once deactivated."""
        if not self.is_active:
            return frozenset()
        names = set(self.groups.values_list("name", flat=True))
        return frozenset(
            role for role in Role if role in names or (role is Role.ADMINISTRATOR and self.is_superuser)
        )

    def has_role(self, *roles: Role) -> bool:
        """Tell whether this person has one of the roles; an administrator has them all."""
        return not self.roles.isdisjoint({*roles, Role.ADMINISTRATOR})

    def get_session_auth_hash(self) -> str:
        """Return what a session must hold to count."""
        return self._of_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield what it may hold too while an older ``SECRET_KEY`` is accepted."""
        return map(self._of_epoch, super().get_session_auth_fallback_hash())

    def _of_epoch(self, session_hash: str) -> str:
        return f"{session_hash}.{self.session_epoch}" if self.session_epoch else session_hash

    def forget_roles(self) -> None:
        """Read the roles anew at the next question; also what Django remembers of permissions."""
        for name in ("roles", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            self.__dict__.pop(name, None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and with it the roles."""
        self.forget_roles()
        super().refresh_from_db(*args, **kwargs)

    @property
    def display_name(self) -> str:
        """The name shown to others: the full name, else the address, else the user name."""
        return self.get_full_name() or self.email or self.username
