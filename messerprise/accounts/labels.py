"""What the roles are called on pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messerprise.accounts.domain.roles import Role

ROLE_LABELS: dict[Role, str | Promise] = {
    Role.RESPONDENT: _("Respondent"),
    Role.AUTHOR: _("Author"),
    Role.REVIEWER: _("Reviewer"),
    Role.OPERATOR: _("Operator"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}


def role_choices() -> list[tuple[str, str | Promise]]:
    """Return the roles for a form's choices."""
    return [(role.value, label) for role, label in ROLE_LABELS.items()]
