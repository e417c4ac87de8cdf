"""Uploaded files between their upload and their author's yes or no.

A person has one such file at a time; what nobody comes back for goes with the next upload of anybody.
"""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import transaction

from forms_engine.domain.codec import from_json, to_json
from forms_engine.exceptions import UploadGone
from forms_engine.models import PendingDraft, Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import check_draft, store_draft
from forms_engine.services.imports import Opened, open_questionnaire, workbook_of
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

NAME_LENGTH = 150


def open_upload(
    *,
    actor: "User",
    content: bytes,
    file_name: str,
    attachments: Mapping[str, bytes] = MappingProxyType({}),
    questionnaire: Questionnaire | None = None,
) -> PendingDraft:
    """Open a file of any format and keep what it says until its author decides.

    Args:
        actor: an author; the file is theirs alone.
        content: the file's bytes; the format is recognised by them.
        file_name: its name, the form's id where the file has none.
        attachments: the tables that came with it, by file name.
        questionnaire: which one it must belong to; without it the form id decides.

    Raises:
        PermissionRefused: the actor is no author.
        WorkbookRefused: with every problem; nothing is kept.
        WorkbookUnchanged: the draft or the published version is identical; nothing is kept.
    """
    check_can_author(actor)
    # Reading takes seconds: before the transaction, so that nobody's answers wait for it.
    opened = open_questionnaire(content, file_name, attachments)
    check_draft(opened.workbook, questionnaire)
    return keep_upload(actor=actor, opened=opened, file_name=file_name, questionnaire=questionnaire)


@transaction.atomic
def keep_upload(
    *, actor: "User", opened: Opened, file_name: str, questionnaire: Questionnaire | None
) -> PendingDraft:
    """Keep an opened file in place of the one that the person had; as ``open_upload``."""
    check_can_author(actor)
    PendingDraft.objects.filter(owner=actor).delete()
    PendingDraft.objects.stale().delete()
    pending = PendingDraft.objects.create(
        owner=actor,
        questionnaire=questionnaire,
        format=opened.format,
        file_name=file_name[:NAME_LENGTH],
        definition=to_json(opened.workbook.definition),
        remarks=[asdict(each) for each in opened.workbook.warnings],
    )
    record(actor=actor, action="upload.kept", subject=pending, format=pending.format)
    return pending


@transaction.atomic
def accept_upload(*, actor: "User", pending_id: "UUID | str", replacing: str) -> Version:
    """Make a kept file the draft of its questionnaire.

    Args:
        actor: whose file it is.
        pending_id: which file.
        replacing: what it was compared with, by ``hash_replaced``.

    Raises:
        PermissionRefused: the actor is no author.
        UploadGone: there is no such file of theirs, or it waited too long.
        DraftChanged: the questionnaire has another draft by now than the one that was compared.
        WorkbookRefused: a type is now fixed by a version published in the meantime.
        WorkbookUnchanged: the draft or the published version is identical by now.
    """
    pending = pending_upload(actor=actor, pending_id=pending_id)
    workbook = workbook_of(from_json(pending.definition))
    version = store_draft(
        actor=actor, workbook=workbook, questionnaire=pending.questionnaire, replacing=replacing
    )
    pending.delete()
    return version


@transaction.atomic
def discard_upload(*, actor: "User", pending_id: "UUID | str") -> None:
    """Forget a kept file.

    Raises:
        PermissionRefused: the actor is no author.
        UploadGone: there is no such file of theirs.
    """
    pending = pending_upload(actor=actor, pending_id=pending_id)
    record(actor=actor, action="upload.discarded", subject=pending)
    pending.delete()


def pending_upload(*, actor: "User", pending_id: "UUID | str") -> PendingDraft:
    """Return a kept file of the actor's.

    Raises:
        PermissionRefused: the actor is no author.
        UploadGone: there is no such file of theirs, or it waited too long.
    """
    check_can_author(actor)
    rows = PendingDraft.objects.fresh().select_related("questionnaire")
    pending = rows.filter(owner=actor, pk=pending_id).first()
    if pending is None:
        raise UploadGone
    return pending
