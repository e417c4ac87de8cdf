"""Bring an older version back, as a draft."""

from typing import TYPE_CHECKING

from django.db import transaction

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import content_hash
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import VersionCurrent, VersionDamaged, VersionFixed, WorkbookUnchanged
from forms_engine.models import Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import store_draft
from forms_engine.services.imports import workbook_of

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

OLDER = frozenset({VersionStatus.SUPERSEDED, VersionStatus.CLOSED})


@transaction.atomic
def restore_version(
    *, actor: "User | None", version_id: "UUID | str", replacing: str | None = None
) -> Version:
    """Copy a superseded or closed version as the draft, in place of the draft there may be.

    Args:
        actor: an author, or ``None`` for the command line.
        version_id: which version; it stays as it is.
        replacing: what the author compared it with, by ``hash_replaced``; ``None`` for whatever is there.

    Raises:
        PermissionRefused: the actor is no author.
        Version.DoesNotExist: there is no such version.
        VersionFixed: it is the draft or what is published.
        VersionDamaged: its definition is not what was uploaded.
        VersionCurrent: the draft or the published version says the same.
        DraftChanged: something else than ``replacing`` is there by now.
    """
    check_can_author(actor)
    version = Version.objects.select_related("questionnaire").get(pk=version_id)
    if version.status not in OLDER:
        raise VersionFixed
    if content_hash(version.definition) != version.content_hash:
        raise VersionDamaged
    try:
        return store_draft(
            actor=actor,
            workbook=workbook_of(from_json(version.definition)),
            questionnaire=version.questionnaire,
            replacing=replacing,
            restored=version.number,
        )
    except WorkbookUnchanged as unchanged:
        raise VersionCurrent(unchanged.version) from None
