"""Remember how a person last came to their answers."""

from typing import TYPE_CHECKING

from django.db import transaction

from forms_engine.permissions import check_can_edit_submission
from messerprise.audit.services import record

if TYPE_CHECKING:
    from forms_engine.models import Submission
    from messerprise.accounts.models import User


def enter_submission(*, actor: "User", submission: "Submission", door: str, language: str) -> None:
    """Keep the door ("form", "chat") and the questionnaire's language; does nothing where both are known.

    Raises:
        PermissionRefused, AlreadySubmitted: the actor may not change it, or not any more.
    """
    check_can_edit_submission(actor, submission)
    if (submission.last_door, submission.language) == (door, language):
        return
    submission.last_door, submission.language = door, language
    with transaction.atomic():
        submission.save(update_fields=["last_door", "language"])
        record(actor=actor, action="submission.entered", subject=submission, door=door)
