"""Begin to design: a questionnaire from nothing, or the next draft of one that is published."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition
from forms_engine.exceptions import QuestionnaireClosed, TitleUnfit
from forms_engine.models import Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import new_draft, replace_draft
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

LONGEST_TITLE = 200
LONGEST_SLUG = 80


@transaction.atomic
def create_questionnaire(*, actor: "User | None", title: str, language: str = "") -> Version:
    """Make an empty questionnaire, and return its draft.

    Args:
        actor: an author, or ``None`` for the command line.
        title: what people read; its short name is made of it.
        language: what its texts are written in, as workbooks name it: ``Italiano (it)``.

    Raises:
        PermissionRefused: the actor is no author.
        TitleUnfit: there is no title, or it is too long.
    """
    check_can_author(actor)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise TitleUnfit
    slug = _free_slug(slugify(title)[:LONGEST_SLUG].strip("-") or "questionnaire")
    questionnaire = Questionnaire.objects.create(slug=slug, title=title, created_by=actor)
    draft = new_draft(Definition(form_id=slug, title=title, languages=(language.strip(),)), actor)
    replace_draft(questionnaire, draft)
    record(actor=actor, action="questionnaire.created", subject=questionnaire)
    return draft


@transaction.atomic
def start_draft(*, actor: "User | None", questionnaire_id: "UUID | str") -> Version:
    """Return the draft of a questionnaire, a copy of what is published where there is none.

    Raises:
        PermissionRefused: the actor is no author.
        Questionnaire.DoesNotExist: there is no such questionnaire.
        QuestionnaireClosed: neither a draft nor a published version is there to go on with.
    """
    check_can_author(actor)
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    if questionnaire.draft_version is not None:
        return questionnaire.draft_version
    published = questionnaire.published_version or questionnaire.versions.order_by("number").last()
    if published is None:
        raise QuestionnaireClosed
    draft = new_draft(from_json(published.definition), actor)
    replace_draft(questionnaire, draft)
    record(actor=actor, action="version.copied", subject=draft, number=draft.number, copied=published.number)
    return draft


def _free_slug(wanted: str) -> str:
    taken = set(Questionnaire.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted[: LONGEST_SLUG - 6]}-{number}"
    return slug
