"""Edit a draft step by step, take steps back, make them again.

The actor is an author, or ``None`` for the command line. Every call names the content hash that the
author saw, so that two authors at once never overwrite each other unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from forms_engine.domain.codec import from_json
from forms_engine.domain.comparison import kinds
from forms_engine.domain.definition import Definition, content_hash
from forms_engine.domain.editing.applying import Applied, apply
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.operations import Change, Operation, read_operation
from forms_engine.domain.editing.patch import difference, patched, reverse
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import (
    DraftChanged,
    EditImpossible,
    NothingToUndo,
    TypeChanged,
    VersionDamaged,
    VersionFixed,
)
from forms_engine.models import DraftEdit, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import note_uses, write_definition
from forms_engine.services.versions import locked_version, paths_retyped
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.models import Questionnaire
    from messerprise.accounts.models import User

EDITS_KEPT = 500
ONE_ACT = timedelta(minutes=2)
"""Within this time, what an author types into one place is one edit."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The draft after an edit, what it said before, and the path of the node that its author goes on with."""

    version: Version
    before: Definition
    definition: Definition
    path: str


@transaction.atomic
def edit_draft(
    *, actor: "User | None", version_id: "UUID | str", expected_hash: str, operation: Mapping[str, Any]
) -> Edited:
    """Make one edit; the draft may be faulty then, but never malformed.

    Args:
        actor: an author, or ``None`` for the command line.
        version_id: the draft.
        expected_hash: the content hash of what the author saw.
        operation: the edit as JSON (``forms_engine.domain.editing.operations``).

    Raises:
        PermissionRefused: the actor is no author.
        Version.DoesNotExist: there is no such version; perhaps another draft replaced it.
        VersionFixed: it is no draft any more.
        DraftChanged: somebody else edited it; nothing was changed.
        EditImpossible: the edit cannot be made; nothing was changed.
        TypeChanged: it gives a published question another type; nothing was changed.
    """
    check_can_author(actor)
    version, questionnaire = _editable(version_id, expected_hash)
    before, definition = version.definition, from_json(version.definition)
    try:
        wanted = read_operation(operation)
        applied = apply(definition, wanted)
    except EditRefused as refused:
        raise EditImpossible(refused.problem) from None
    _refuse_retyped(questionnaire, definition, wanted, applied)
    _write(questionnaire, version, applied.definition)
    if version.definition != before:
        _remember(actor, version, operation, before, applied.path)
        kind = str(operation["kind"])
        record(actor=actor, action="draft.edited", subject=version, kind=kind, path=applied.path)
    return Edited(version, definition, applied.definition, applied.path)


@transaction.atomic
def undo_edit(*, actor: "User | None", version_id: "UUID | str", expected_hash: str) -> Edited:
    """Take the last edit back, whoever made it; as ``edit_draft``.

    Raises:
        NothingToUndo: no edit is left.
    """
    check_can_author(actor)
    return _step(actor, version_id, expected_hash, undo=True)


@transaction.atomic
def redo_edit(*, actor: "User | None", version_id: "UUID | str", expected_hash: str) -> Edited:
    """Make the edit that was taken back last again; as ``edit_draft``.

    Raises:
        NothingToUndo: no edit was taken back.
    """
    check_can_author(actor)
    return _step(actor, version_id, expected_hash, undo=False)


def _step(actor: "User | None", version_id: "UUID | str", expected_hash: str, *, undo: bool) -> Edited:
    version, questionnaire = _editable(version_id, expected_hash)
    edit = (version.edits.standing() if undo else version.edits.undone()).first()
    if edit is None:
        raise NothingToUndo
    patch = reverse(edit.patch) if undo else edit.patch
    before, definition = from_json(version.definition), from_json(patched(version.definition, patch))
    _write(questionnaire, version, definition)
    edit.is_undone = undo
    edit.save(update_fields=["is_undone", "updated_at"])
    action = "draft.edit_undone" if undo else "draft.edit_redone"
    record(actor=actor, action=action, subject=version, sequence=edit.sequence)
    return Edited(version, before, definition, _path_after(edit, definition))


def _path_after(edit: DraftEdit, definition: Definition) -> str:
    """Return where an author finds what was undone or redone."""
    there = {path for path, _node in definition.walk()}
    for path in (edit.path, str(edit.operation.get("path", ""))):
        while path:
            if path in there:
                return path
            path = path.rpartition("/")[0]  # noqa: PLW2901 - up to the section that is left
    return ""


def _editable(version_id: "UUID | str", expected_hash: str) -> "tuple[Version, Questionnaire]":
    version, questionnaire = locked_version(version_id)
    if version.status != VersionStatus.DRAFT:
        raise VersionFixed
    if content_hash(version.definition) != version.content_hash:
        raise VersionDamaged
    if version.content_hash != expected_hash:
        raise DraftChanged
    return version, questionnaire


def _refuse_retyped(
    questionnaire: "Questionnaire", before: Definition, operation: Operation, applied: Applied
) -> None:
    """Refuse at once what publishing would refuse, where the author has just chosen the type."""
    if not isinstance(operation, Change) or "type" not in operation.fields:
        return
    if kinds(before).get(operation.path) == kinds(applied.definition)[applied.path]:
        return
    if applied.path in paths_retyped(questionnaire, applied.definition):
        raise TypeChanged([applied.path])


def _write(questionnaire: "Questionnaire", version: Version, definition: Definition) -> None:
    write_definition(version, definition)
    version.save(update_fields=["definition", "content_hash", "question_count", "updated_at"])
    note_uses(version, definition)
    if questionnaire.published_version_id is None and questionnaire.title != definition.title:
        questionnaire.title = definition.title
        questionnaire.save(update_fields=["title", "updated_at"])


def _remember(
    actor: "User | None", version: Version, operation: Mapping[str, Any], before: Any, path: str
) -> None:
    version.edits.undone().delete()
    last = version.edits.standing().first()
    if last is not None and _continues(last, actor, operation):
        last.patch = difference(patched(before, reverse(last.patch)), version.definition)
        last.operation = dict(operation)
        last.save(update_fields=["patch", "operation", "updated_at"])
        return
    sequence = last.sequence + 1 if last else 1
    version.edits.filter(sequence__lte=sequence - EDITS_KEPT).delete()
    DraftEdit.objects.create(
        version=version,
        sequence=sequence,
        operation=dict(operation),
        patch=difference(before, version.definition),
        path=path,
        author=actor,
    )


def _continues(last: DraftEdit, actor: "User | None", operation: Mapping[str, Any]) -> bool:
    """Tell whether an edit goes on with what its author was typing just before."""
    return (
        operation["kind"] == last.operation["kind"] == "change"
        and last.author_id == (actor.pk if actor else None)
        and operation["path"] == last.operation["path"] == last.path
        and _places(operation["fields"]) == _places(last.operation["fields"])
        and timezone.now() - last.updated_at < ONE_ACT
    )


def _places(fields: Mapping[str, Any]) -> object:
    return {name: _places(value) if isinstance(value, dict) else None for name, value in fields.items()}
