"""Save a whole form page at once, for browsers without JavaScript."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from forms_engine.domain.entries import Refused
from forms_engine.services.answers import set_answer

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.domain.origin import Origin
    from messerprise.accounts.models import User


@transaction.atomic
def save_page(
    *, actor: "User", submission_id: "UUID | str", answers: Mapping[str, tuple[str, "Origin"]]
) -> dict[str, Refused]:
    """Set the answers in order; return those refused, by path.

    A question that an earlier answer of the same page made irrelevant is passed over.

    Raises:
        as ``set_answer``.
    """
    refused: dict[str, Refused] = {}
    outcome = None
    for path, (text, origin) in answers.items():
        outcome = set_answer(actor=actor, submission_id=submission_id, path=path, value=text, origin=origin)
        if not outcome.accepted:
            refused[path] = Refused(text, outcome.sentence)
    if outcome is None:
        return {}
    instance = outcome.filling.instance
    return {path: each for path, each in refused.items() if instance.node(path).relevant}
