"""Who may talk; ``check_can_…`` raises with the sentence that the person is shown."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forms_engine.exceptions import AlreadySubmitted
from messerprise.core.exceptions import PermissionRefused

if TYPE_CHECKING:
    from forms_engine.models import Submission
    from messerprise.accounts.models import User


def check_can_converse(user: "User", submission: "Submission") -> None:
    """Refuse everybody but the person whose answers they are."""
    if submission.owner_id != user.pk or not user.is_active:
        raise PermissionRefused(_("Only the person who started these answers can talk about them."))


def check_can_post(user: "User", submission: "Submission") -> None:
    """Refuse whoever may not converse, and everybody once the answers are submitted."""
    check_can_converse(user, submission)
    if not submission.is_in_progress:
        raise AlreadySubmitted
