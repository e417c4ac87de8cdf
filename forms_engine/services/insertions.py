"""Put library groups into questionnaires, and newer revisions in their place."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.library import PlaceUnknown, insert, update
from forms_engine.exceptions import DraftChanged, InsertionRefused, WorkbookProblem, WorkbookRefused
from forms_engine.models import LibraryGroup, LibraryRevision, LibraryUse, Questionnaire
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import store_draft, version_replaced
from forms_engine.services.imports import workbook_of
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

LONGEST_PATH = 255


@transaction.atomic
def insert_group(
    *,
    actor: "User | None",
    questionnaire_id: "UUID | str",
    group_id: "UUID | str",
    place: str,
    replacing: str,
) -> LibraryUse:
    """Put the newest revision of a library group into a questionnaire's draft, and return where it is.

    Without a draft, one is made of what is published.

    Args:
        actor: an author, or ``None`` for the command line.
        questionnaire_id: which questionnaire.
        group_id: which library group.
        place: the key path that it follows; with a slash at the end, the section that it comes first in.
        replacing: the draft or published version that the author saw, by ``hash_replaced``.

    Raises:
        PermissionRefused: the actor is no author.
        Questionnaire.DoesNotExist, LibraryGroup.DoesNotExist: there is none.
        InsertionRefused: the questionnaire would have faults with it, or published questions another type.
        DraftChanged: the questionnaire is another by now, or there is no such place in it.
    """
    check_can_author(actor)
    questionnaire = _questionnaire(questionnaire_id)
    revision = _newest(LibraryGroup.objects.get(pk=group_id))
    definition, kept = _current(questionnaire), from_json(revision.definition)
    try:
        new, path = insert(definition, kept, revision.number, place)
    except PlaceUnknown:
        raise DraftChanged from None
    return _stored(actor, questionnaire, new, path, replacing, "library.inserted")


@transaction.atomic
def update_group(
    *, actor: "User | None", questionnaire_id: "UUID | str", path: str, replacing: str
) -> LibraryUse:
    """Put the newest revision of a library group where a questionnaire uses an older one.

    As ``insert_group``; ``path`` is the group's key path there.

    Raises:
        WorkbookUnchanged: the questionnaire already says so.
    """
    check_can_author(actor)
    questionnaire = _questionnaire(questionnaire_id)
    new = updated(questionnaire, path)
    return _stored(actor, questionnaire, new, path, replacing, "library.updated")


def updated(questionnaire: Questionnaire, path: str) -> Definition:
    """Return what the questionnaire would say with the newest revision of the library group at ``path``.

    Raises:
        DraftChanged: no library group is at ``path`` by now.
    """
    current = version_replaced(questionnaire)
    use = current and current.library_uses.select_related("group").filter(path=path).first()
    if not current or not use:
        raise DraftChanged
    revision = _newest(use.group)
    try:
        return update(from_json(current.definition), path, from_json(revision.definition), revision.number)
    except PlaceUnknown:
        raise DraftChanged from None


def _questionnaire(pk: "UUID | str") -> Questionnaire:
    return Questionnaire.objects.select_related("draft_version", "published_version").get(pk=pk)


def _newest(group: LibraryGroup) -> LibraryRevision:
    return group.revisions.get(number=group.number)


def _current(questionnaire: Questionnaire) -> Definition:
    current = version_replaced(questionnaire)
    if current is None:
        raise DraftChanged
    return from_json(current.definition)


def _stored(
    actor: "User | None",
    questionnaire: Questionnaire,
    definition: Definition,
    path: str,
    replacing: str,
    action: str,
) -> LibraryUse:
    _refuse_faulty(definition)
    workbook = workbook_of(definition)
    try:
        draft = store_draft(actor=actor, workbook=workbook, questionnaire=questionnaire, replacing=replacing)
    except WorkbookRefused as refused:
        raise InsertionRefused(refused.problems) from None
    use = draft.library_uses.select_related("group", "version").get(path=path)
    record(actor=actor, action=action, subject=draft, group=use.group.key, number=use.number)
    return use


def _refuse_faulty(definition: Definition) -> None:
    problems = [
        WorkbookProblem(
            sheet=path,
            sentence=_("The path exceeds %(limit)s characters: choose a place higher up.")
            % {"limit": LONGEST_PATH},
        )
        for path, _node in definition.walk()
        if len(path) > LONGEST_PATH
    ]
    try:
        compile_form(definition)
    except DefinitionInvalid as invalid:
        problems += [
            WorkbookProblem(sheet=each.path, column=each.column, sentence=_(each.template) % each.params)
            for each in invalid.problems
        ]
    if problems:
        raise InsertionRefused(problems)
