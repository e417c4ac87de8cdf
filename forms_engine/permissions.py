"""Who may do what; ``check_can_…`` raises with the sentence that the person is shown."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forms_engine.exceptions import AlreadySubmitted
from messerprise.accounts.domain.roles import Role
from messerprise.core.exceptions import PermissionRefused

if TYPE_CHECKING:
    from forms_engine.models import Submission
    from messerprise.accounts.models import User


def check_can_answer(user: "User") -> None:
    """Refuse people who may not fill questionnaires."""
    if not user.has_role(Role.RESPONDENT):
        raise PermissionRefused(_("Your account may not fill questionnaires: ask an administrator."))


def check_can_edit_submission(user: "User", submission: "Submission") -> None:
    """Refuse everybody but the owner, and the owner too once the answers are submitted."""
    if submission.owner_id != user.pk:
        raise PermissionRefused(_("Only the person who started these answers can change them."))
    if not submission.is_in_progress:
        raise AlreadySubmitted


def check_can_migrate(user: "User | None", submission: "Submission") -> None:
    """Refuse everybody but the owner and those who publish versions, and all once it is submitted."""
    if user is not None and submission.owner_id != user.pk:
        check_can_author(user)
    if not submission.is_in_progress:
        raise AlreadySubmitted


def check_can_author(user: "User | None") -> None:
    """Refuse people who may not design questionnaires; ``None`` is the machine itself."""
    if user is not None and not user.has_role(Role.AUTHOR):
        raise PermissionRefused(_("Your account may not design questionnaires: ask an administrator."))


def check_can_review(user: "User") -> None:
    """Refuse people who may not read other people's submissions."""
    if not user.has_role(Role.REVIEWER):
        raise PermissionRefused(_("Your account may not read submissions: ask an administrator."))
