"""Keep groups of questions in the library: save one from a version, revise it from another."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forms_engine.domain.codec import from_json, to_json
from forms_engine.domain.definition import Definition, Question, content_hash
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.library import Hindrance, TakingRefused, Use, mark, take_out
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import (
    LibraryChanged,
    LibraryKeyTaken,
    LibraryRefused,
    LibraryUnchanged,
    WorkbookProblem,
)
from forms_engine.models import LibraryGroup, LibraryRevision, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import store_draft
from forms_engine.services.imports import workbook_of
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


@transaction.atomic
def save_group(
    *, actor: "User | None", version_id: "UUID | str", path: str, key: str, title: str
) -> LibraryRevision:
    """Keep a section of a version in the library, as the first revision of a new group.

    A draft is marked as using it, so that later revisions are offered to it.

    Args:
        actor: an author, or ``None`` for the command line.
        version_id: which version; a published one stays as it is.
        path: the key path of its section.
        key: the group's short name in the library.
        title: what authors know it by.

    Raises:
        PermissionRefused: the actor is no author.
        Version.DoesNotExist: there is no such version.
        LibraryRefused: the section does not stand alone; with everything that holds it.
        LibraryKeyTaken: another group has that short name.
    """
    check_can_author(actor)
    version = Version.objects.select_related("questionnaire").get(pk=version_id)
    kept = section_alone(version, path, key=key, title=title)
    try:
        with transaction.atomic():
            group = LibraryGroup.objects.create(key=key, title=title, created_by=actor)
    except IntegrityError:
        raise LibraryKeyTaken from None
    return _kept(actor, group, kept, version, path, "")


@transaction.atomic
def revise_group(
    *,
    actor: "User | None",
    group_id: "UUID | str",
    version_id: "UUID | str",
    path: str,
    note: str = "",
    replacing: int | None = None,
) -> LibraryRevision:
    """Make a section of a version the next revision of a library group; as ``save_group``.

    Args:
        actor: an author, or ``None`` for the command line.
        group_id: which group.
        version_id: which version.
        path: the key path of its section.
        note: what is new, for those who use it.
        replacing: the revision that it was compared with; ``None`` for whatever is the newest.

    Raises:
        LibraryGroup.DoesNotExist: there is no such group.
        LibraryChanged: the library has another revision by now than ``replacing``.
        LibraryUnchanged: the newest revision says the same.
    """
    check_can_author(actor)
    version = Version.objects.select_related("questionnaire").get(pk=version_id)
    group = LibraryGroup.objects.select_for_update().get(pk=group_id)
    if replacing is not None and group.number != replacing:
        raise LibraryChanged
    kept = section_alone(version, path, key=group.key, title=group.title)
    newest = newest_revision(group)
    if newest is not None and newest.content_hash == content_hash(to_json(kept)):
        raise LibraryUnchanged
    return _kept(actor, group, kept, version, path, note)


def newest_revision(group: LibraryGroup) -> LibraryRevision | None:
    """Return what the library has of a group now."""
    return LibraryRevision.objects.filter(group=group, number=group.number).first()


def section_alone(version: Version, path: str, *, key: str, title: str) -> Definition:
    """Return a section of a version as the library would keep it.

    Raises:
        LibraryRefused: it does not stand alone; with everything that holds it.
    """
    try:
        kept = take_out(from_json(version.definition), path, key=key, title=title)
    except TakingRefused as refused:
        raise LibraryRefused([_problem(each) for each in refused.hindrances]) from None
    try:
        compile_form(kept)
    except DefinitionInvalid as invalid:
        workbook = workbook_of(kept)
        found = [(each, _(each.template) % each.params) for each in invalid.problems]
        raise LibraryRefused(
            [workbook.problem(each.path, each.column, text) for each, text in found]
        ) from None
    return kept


def _kept(
    actor: "User | None",
    group: LibraryGroup,
    kept: Definition,
    version: Version,
    path: str,
    note: str,
) -> LibraryRevision:
    payload = to_json(kept)
    group.number += 1
    group.question_count = sum(isinstance(node, Question) and node.is_asked for _path, node in kept.walk())
    group.save(update_fields=["number", "question_count", "updated_at"])
    revision = group.revisions.create(
        number=group.number,
        definition=payload,
        content_hash=content_hash(payload),
        note=note,
        created_by=actor,
    )
    record(actor=actor, action="library.saved", subject=group, number=revision.number)
    if version.status == VersionStatus.DRAFT:
        marked = mark(from_json(version.definition), path, Use(group.key, revision.number))
        store_draft(
            actor=actor,
            workbook=workbook_of(marked),
            questionnaire=version.questionnaire,
            replacing=version.content_hash,
        )
    return revision


def _problem(hindrance: Hindrance) -> WorkbookProblem:
    sentence = (
        _("It names “%(key)s”, which is outside: take that out of it, or move the question into the section.")
        % {"key": hindrance.key}
        if hindrance.key
        else _("It finds other questions by their path: write ${name} instead.")
    )
    return WorkbookProblem(sheet=hindrance.path, column=hindrance.column, sentence=sentence)
