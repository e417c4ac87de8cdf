"""Who may manage people."""

from django.utils.translation import gettext as _

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import User
from messerprise.core.exceptions import PermissionRefused


def check_can_manage_people(actor: User | None) -> None:
    """Let administrators pass, and the machine itself (``None``).

    Raises:
        PermissionRefused: the actor is no administrator.
    """
    if actor is not None and not actor.has_role(Role.ADMINISTRATOR):
        raise PermissionRefused(_("Only administrators manage people."))
