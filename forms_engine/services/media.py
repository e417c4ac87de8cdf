"""Pictures, sounds and films of a questionnaire: taken from its author, shown to its respondents."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from forms_engine.domain.codec import from_json
from forms_engine.domain.file_types import FileType, sha256_of, type_of
from forms_engine.domain.media import TYPES, names_in
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import MediaRefused
from forms_engine.models import MediaFile, Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.selectors import media_of
from messerprise.audit.services import record

if TYPE_CHECKING:
    from messerprise.accounts.models import User

    Upload = UploadedFile[bytes]


def store_media(
    *, actor: "User", questionnaire: Questionnaire, uploads: Iterable["Upload"]
) -> tuple[MediaFile, ...]:
    """Keep files that the questionnaire's newest version names; the draft shows them at once.

    Published versions keep showing what they showed.

    Raises:
        PermissionRefused: the actor is no author.
        MediaRefused: one is too big, of another type, or nothing names it; none is kept.
    """
    check_can_author(actor)
    version = questionnaire.draft_version or questionnaire.published_version
    names = frozenset(names_in(from_json(version.definition))) if version else frozenset[str]()
    files = [_checked(actor, questionnaire, upload, names) for upload in uploads]
    for file, upload in files:
        upload.seek(0)
        file.file.save(file.name, upload, save=False)  # before the transaction: the store may be far away
    try:
        with transaction.atomic():
            for file, _upload in files:
                file.save(force_insert=True)
                record(actor=actor, action="media.stored", subject=file, size=file.size)
    except BaseException:
        for file, _upload in files:
            file.file.delete(save=False)
        raise
    return tuple(file for file, _upload in files)


def media_addresses(version: Version) -> Mapping[str, str]:
    """Return where the files that a version shows lie, by name; a published one needs no query."""
    names = media_of(version) if version.status == VersionStatus.DRAFT else version.media
    return {name: reverse("forms_engine:media_detail", args=[version.pk, name]) for name in names}


def _checked(
    actor: "User", questionnaire: Questionnaire, upload: "Upload", names: frozenset[str]
) -> "tuple[MediaFile, Upload]":
    name = PurePath(upload.name or "").name
    if name not in names:
        raise MediaRefused(name, _("no question or choice names this file: check its name."))
    if (upload.size or 0) > settings.DOCUMENT_MAX_BYTES:
        sentence = _("this file is too big: at most %(limit)s can be sent.")
        raise MediaRefused(name, sentence % {"limit": filesizeformat(settings.DOCUMENT_MAX_BYTES)})
    file = MediaFile(
        questionnaire=questionnaire,
        name=name,
        content_type=_type_of(name, upload).content_type,
        size=upload.size or 0,
        sha256=sha256_of(upload.chunks()),
        uploaded_by=actor,
    )
    return file, upload


def _type_of(name: str, upload: "Upload") -> FileType:
    if found := type_of(upload.chunks(), name.rpartition(".")[2].lower(), TYPES):
        return found
    endings = ", ".join(dict.fromkeys(ending for each in TYPES for ending in each.extensions))
    raise MediaRefused(name, _("this is none of the types that are shown: %(types)s.") % {"types": endings})
