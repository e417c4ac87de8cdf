"""Writing the record of who did and saw what."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.crypto import salted_hmac

from messerprise.audit.models import AuditEvent, Outcome
from messerprise.core.prepared import PreparedInsert

_ADD = PreparedInsert(AuditEvent)

Detail = str | int | float | bool | list[str] | None

DONE, REFUSED, FAILED = Outcome.DONE, Outcome.REFUSED, Outcome.FAILED


def record(
    *,
    actor: Model | AnonymousUser | None,
    action: str,
    subject: Model | None = None,
    outcome: Outcome = DONE,
    address: str = "",
    **detail: Detail,
) -> None:
    """Append one act to the record.

    Args:
        actor: the user who acts; ``None`` or an anonymous user where nobody is signed in or a machine acts.
        action: ``subject.verb_past``, for instance ``version.published``.
        subject: the row acted on.
        outcome: how it ended; a refusal is worth as much as a success.
        address: the caller's network address; only a keyed digest of it is kept.
        detail: facts about the act: ids, numbers, codes – never answers, names or addresses of people.
    """
    event = AuditEvent(
        actor_id=actor.pk if actor is not None else None,
        action=action,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        outcome=outcome,
        detail=detail,
        address_digest=salted_hmac("messerprise.audit.address", address).hexdigest()[:16] if address else "",
    )
    _ADD(event)
