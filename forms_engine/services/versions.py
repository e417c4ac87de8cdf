"""The life of a questionnaire's versions: draft, published, superseded, closed.

The actor is an author, or ``None`` for the command line.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forms_engine.domain.codec import from_json
from forms_engine.domain.comparison import kinds, retyped
from forms_engine.domain.definition import Definition, content_hash
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.media import names_in
from forms_engine.domain.policy import PublishPolicy, Window
from forms_engine.domain.states import VERSION_TRANSITIONS, VersionStatus
from forms_engine.exceptions import (
    DraftChanged,
    DraftInvalid,
    TypeChanged,
    VersionDamaged,
    VersionFixed,
)
from forms_engine.models import Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.selectors import newest_media_of
from messerprise.audit.services import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from messerprise.accounts.models import User

PUBLISHED_FIELDS = (
    "status", "publish_note", "publish_policy", "published_by", "published_at", "opens_at", "closes_at",
    "media", "updated_at",
)  # fmt: skip


@transaction.atomic
def publish_version(
    *,
    actor: "User | None",
    version_id: "UUID | str",
    note: str = "",
    policy: PublishPolicy = PublishPolicy.KEEP,
    older_close_at: "datetime | None" = None,
    window: Window | None = None,
    expected_hash: str | None = None,
) -> Version:
    """Open a draft to people; the version published before is superseded.

    Args:
        actor: an author, or ``None`` for the command line.
        version_id: the draft.
        note: what is new, for colleagues.
        policy: what it means for the submissions in progress on older versions.
        older_close_at: with the policy CLOSE, until when these can be submitted as they are.
        window: when the version can be filled; without one from now on.
        expected_hash: the content hash of what the author saw; ``None`` for whatever is there.

    Raises:
        PermissionRefused: the actor is no author.
        Version.DoesNotExist: there is no such version; perhaps another draft replaced it.
        DraftChanged: the draft was edited since the author saw it.
        VersionFixed: it is no draft any more.
        VersionDamaged: its definition is not what was uploaded.
        DraftInvalid: nobody could fill it.
        TypeChanged: a published question has another type in it.
    """
    check_can_author(actor)
    version, questionnaire = locked_version(version_id)
    _move(version, VersionStatus.PUBLISHED)
    if expected_hash is not None and version.content_hash != expected_hash:
        raise DraftChanged
    definition = _fit_for_publishing(questionnaire, version)
    replaced = _supersede(questionnaire)
    if policy is PublishPolicy.CLOSE:
        _close_older(questionnaire, older_close_at or timezone.now())
    window = window or Window()
    version.publish_note, version.published_by, version.published_at = note.strip(), actor, timezone.now()
    version.publish_policy, version.opens_at, version.closes_at = policy, window.opens_at, window.closes_at
    _open(version, questionnaire, definition)
    record(
        actor=actor,
        action="version.published",
        subject=version,
        number=version.number,
        replaced=replaced,
        policy=policy.value,
    )
    return version


def _open(version: Version, questionnaire: Questionnaire, definition: Definition) -> None:
    """Store the version as the one that people fill; nothing of it is a draft any more."""
    version.media = _media_frozen(questionnaire, definition)
    version.save(update_fields=PUBLISHED_FIELDS)
    version.edits.all().delete()
    questionnaire.draft_version, questionnaire.published_version = None, version
    questionnaire.title = definition.title
    questionnaire.save(update_fields=["draft_version", "published_version", "title", "updated_at"])


@transaction.atomic
def close_version(*, actor: "User | None", version_id: "UUID | str") -> Version:
    """Let nobody start the version any more, nor submit it; answers given on it are kept.

    Raises:
        PermissionRefused: the actor is no author.
        Version.DoesNotExist: there is no such version.
        VersionFixed: it is a draft, or closed already.
    """
    check_can_author(actor)
    version, questionnaire = locked_version(version_id)
    _move(version, VersionStatus.CLOSED)
    version.save(update_fields=["status", "updated_at"])
    if questionnaire.published_version_id == version.pk:
        questionnaire.published_version = None
        questionnaire.save(update_fields=["published_version", "updated_at"])
    record(actor=actor, action="version.closed", subject=version, number=version.number)
    return version


@transaction.atomic
def discard_draft(*, actor: "User | None", version_id: "UUID | str") -> None:
    """Delete a draft.

    Raises:
        PermissionRefused: the actor is no author.
        Version.DoesNotExist: there is no such version.
        VersionFixed: it is no draft any more.
    """
    check_can_author(actor)
    version, _questionnaire = locked_version(version_id)
    if version.status != VersionStatus.DRAFT:
        raise VersionFixed
    record(actor=actor, action="version.discarded", subject=version, number=version.number)
    version.delete()


def _media_frozen(questionnaire: Questionnaire, definition: Definition) -> dict[str, str]:
    """Return the keys of the files that a version shows from now on, by name."""
    shown, files = frozenset(names_in(definition)), newest_media_of(questionnaire.pk)
    return {name: str(file.pk) for name, file in files.items() if name in shown}


def paths_retyped(questionnaire: Questionnaire, definition: Definition) -> tuple[str, ...]:
    """Return the questions whose type is another one in a version that was published."""
    published = questionnaire.versions.exclude(status=VersionStatus.DRAFT).order_by("number")
    definitions = published.values_list("definition", flat=True).iterator(chunk_size=10)
    return retyped((kinds(from_json(each)) for each in definitions), kinds(definition))


def _fit_for_publishing(questionnaire: Questionnaire, version: Version) -> Definition:
    if content_hash(version.definition) != version.content_hash:
        raise VersionDamaged
    definition = from_json(version.definition)
    try:
        compile_form(definition)
    except DefinitionInvalid:
        raise DraftInvalid from None
    if paths := paths_retyped(questionnaire, definition):
        raise TypeChanged(paths)
    return definition


def _supersede(questionnaire: Questionnaire) -> int | None:
    """Let the published version step back, and return its number."""
    previous = questionnaire.published_version
    if previous is None:
        return None
    _move(previous, VersionStatus.SUPERSEDED)
    previous.save(update_fields=["status", "updated_at"])
    return previous.number


def _close_older(questionnaire: Questionnaire, moment: "datetime") -> None:
    older = questionnaire.versions.filter(status__in=(VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED))
    older.filter(Q(closes_at=None) | Q(closes_at__gt=moment)).update(closes_at=moment)


def locked_version(version_id: "UUID | str") -> tuple[Version, Questionnaire]:
    """Return the version and its questionnaire; the questionnaire's lock serves all its versions.

    Raises:
        Version.DoesNotExist: there is no such version.
    """
    found = Version.objects.only("questionnaire_id").get(pk=version_id)
    questionnaire = Questionnaire.objects.select_for_update().get(pk=found.questionnaire_id)
    return Version.objects.select_for_update().get(pk=version_id), questionnaire


def _move(version: Version, status: VersionStatus) -> None:
    if status not in VERSION_TRANSITIONS[VersionStatus(version.status)]:
        raise VersionFixed
    version.status = status
