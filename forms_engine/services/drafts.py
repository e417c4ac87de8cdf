"""The draft of a questionnaire: made of an opened file, replaced by the next one.

The actor is an author, or ``None`` for the command line.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forms_engine.domain.codec import from_json, to_json
from forms_engine.domain.definition import Definition, Question, content_hash
from forms_engine.domain.library import uses
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import (
    DraftChanged,
    TypeChanged,
    WorkbookProblem,
    WorkbookRefused,
    WorkbookUnchanged,
)
from forms_engine.models import LibraryGroup, LibraryUse, Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.versions import paths_retyped
from forms_engine.services.workbooks import Workbook, open_workbook
from messerprise.audit.services import record

if TYPE_CHECKING:
    from messerprise.accounts.models import User

SLUG_LENGTH = 80


def upload_workbook(
    *,
    actor: "User | None",
    content: bytes,
    file_name: str,
    questionnaire: Questionnaire | None = None,
    attachments: Mapping[str, bytes] = MappingProxyType({}),
) -> Version:
    """Make an XLSForm the draft of its questionnaire, in place of the draft there may be.

    Args:
        actor: an author, or ``None`` for the command line.
        content: the file's bytes.
        file_name: its name, the form's id where the workbook has none.
        questionnaire: which one it must belong to; without it the workbook's form id decides,
            and an unknown one makes a new questionnaire.
        attachments: the CSV files that came with it, by file name.

    Raises:
        PermissionRefused: the actor is no author.
        WorkbookRefused: with every problem; nothing changed.
        WorkbookUnchanged: the draft or the published version is identical.
    """
    check_can_author(actor)
    # Reading takes seconds: before the transaction, so that nobody's answers wait for it.
    workbook = open_workbook(content, file_name, attachments)
    return store_draft(actor=actor, workbook=workbook, questionnaire=questionnaire)


@transaction.atomic
def store_draft(
    *,
    actor: "User | None",
    workbook: Workbook,
    questionnaire: Questionnaire | None = None,
    replacing: str | None = None,
    restored: int | None = None,
) -> Version:
    """Make an opened workbook the draft of its questionnaire; as ``upload_workbook``.

    Args:
        actor: an author, or ``None`` for the command line.
        workbook: what was opened.
        questionnaire: which one it must belong to.
        replacing: what the author compared it with, by ``hash_replaced``; ``None`` for whatever is there.
        restored: the number of the older version that it copies.

    Raises:
        DraftChanged: something else than ``replacing`` is there by now.
    """
    check_can_author(actor)
    target = _locked_by_slug(_slug(workbook.definition, questionnaire), workbook.definition, actor)
    draft = new_draft(workbook.definition, actor)
    _check_fits(workbook, target, draft)
    if replacing is not None and hash_replaced(target) != replacing:
        raise DraftChanged
    replace_draft(target, draft)
    if restored is None:
        record(actor=actor, action="version.uploaded", subject=draft, number=draft.number)
    else:
        record(actor=actor, action="version.restored", subject=draft, number=draft.number, restored=restored)
    return draft


def check_draft(workbook: Workbook, questionnaire: Questionnaire | None = None) -> Questionnaire | None:
    """Return the questionnaire that a workbook would be the next draft of, None where it makes a new one.

    Raises:
        WorkbookRefused: it cannot be a draft; with every problem.
        WorkbookUnchanged: the draft or the published version is identical.
    """
    slug = _slug(workbook.definition, questionnaire)
    rows = Questionnaire.objects.select_related("draft_version", "published_version")
    target = rows.filter(slug=slug).first()
    if target is not None:
        _check_fits(workbook, target, new_draft(workbook.definition, None))
    return target


def version_replaced(questionnaire: Questionnaire | None) -> Version | None:
    """Return what a new draft is compared with: the draft it would replace, else what is published."""
    if questionnaire is None:
        return None
    return questionnaire.draft_version or questionnaire.published_version


def hash_replaced(questionnaire: Questionnaire | None) -> str:
    """Return the content hash of what a new draft is compared with, ``""`` for nothing."""
    replaced = version_replaced(questionnaire)
    return replaced.content_hash if replaced else ""


def _locked_by_slug(slug: str, definition: Definition, actor: "User | None") -> Questionnaire:
    Questionnaire.objects.get_or_create(slug=slug, defaults={"title": definition.title, "created_by": actor})
    return Questionnaire.objects.select_for_update().get(slug=slug)


def _slug(definition: Definition, questionnaire: Questionnaire | None) -> str:
    slug = slugify(definition.form_id)[:SLUG_LENGTH]
    if not slug:
        sentence = _("The form id “%(form_id)s” has no letters or digits: give it some.")
    elif questionnaire is not None and questionnaire.slug != slug:
        sentence = _("The form id is “%(form_id)s”, not “%(slug)s”: is this the right workbook?")
    else:
        return slug
    names = {"form_id": definition.form_id, "slug": questionnaire.slug if questionnaire else ""}
    raise WorkbookRefused([WorkbookProblem(sheet="settings", column="form_id", sentence=sentence % names)])


def new_draft(definition: Definition, actor: "User | None") -> Version:
    """Return an unsaved draft, without its questionnaire."""
    draft = Version(uploaded_by=actor)
    write_definition(draft, definition)
    return draft


def write_definition(draft: Version, definition: Definition) -> None:
    """Let a draft say something else; unsaved."""
    asked = (node for _path, node in definition.walk() if isinstance(node, Question) and node.is_asked)
    draft.definition = to_json(definition)
    draft.content_hash = content_hash(draft.definition)
    draft.question_count = sum(1 for _node in asked)


def _refuse_unchanged(questionnaire: Questionnaire, draft: Version) -> None:
    for current in (questionnaire.draft_version, questionnaire.published_version):
        if current is not None and current.content_hash == draft.content_hash:
            raise WorkbookUnchanged(current)


def _check_fits(workbook: Workbook, target: Questionnaire, draft: Version) -> None:
    _refuse_unchanged(target, draft)
    if paths := paths_retyped(target, workbook.definition):
        raise WorkbookRefused([*_retyped_problems(workbook, paths), *workbook.warnings])


def _retyped_problems(workbook: Workbook, paths: tuple[str, ...]) -> list[WorkbookProblem]:
    return [workbook.problem(path, "type", TypeChanged([path]).sentence) for path in paths]


def replace_draft(questionnaire: Questionnaire, draft: Version) -> None:
    """Store the draft of a locked questionnaire; a new row, for what was edited before was another draft."""
    questionnaire.versions.filter(status=VersionStatus.DRAFT).delete()
    last = questionnaire.versions.aggregate(last=Max("number"))["last"] or 0
    draft.questionnaire, draft.number = questionnaire, last + 1
    draft.save()
    note_uses(draft, from_json(draft.definition))
    questionnaire.draft_version = draft
    if questionnaire.published_version_id is None:
        questionnaire.title = draft.definition["title"]
    questionnaire.save(update_fields=["draft_version", "title", "updated_at"])


def note_uses(draft: Version, definition: Definition) -> None:
    """Write down the library groups that a draft uses; a mark that names none says nothing."""
    draft.library_uses.all().delete()
    found = tuple(uses(definition))
    keys = {use.key for _path, use in found}
    groups = {group.key: group for group in LibraryGroup.objects.filter(key__in=keys)} if keys else {}
    LibraryUse.objects.bulk_create(
        LibraryUse(version=draft, group=groups[use.key], path=path, number=use.number)
        for path, use in found
        if use.key in groups
    )
