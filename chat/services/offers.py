"""A newer version of the questionnaire, offered in the talk about a submission in progress."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from chat.domain.commands import Migrate, Outcome, Submit
from chat.services import transcript, wording
from forms_engine.selectors import standing_of
from forms_engine.services.migrations import migrate_submission, plan_of
from messerprise.core.exceptions import MessErpriseError

if TYPE_CHECKING:
    from chat.models import Message
    from chat.services.scene import Scene
    from forms_engine.selectors import Standing


def offer_newer(scene: "Scene", *, again: bool = False) -> None:
    """Tell of a version that the submission may go on with, once each, or ``again``."""
    _offer(scene, standing_of(scene.filling.submission), again=again)


def offer_before_submitting(scene: "Scene", outcomes: Iterable[Outcome]) -> None:
    """Tell of a newer version at the end of the questions; again where it barred submitting."""
    standing = standing_of(scene.filling.submission)
    refused = any(isinstance(each.command, Submit) and not each.done for each in outcomes)
    _offer(scene, standing, again=refused and standing.must_migrate)


def _offer(scene: "Scene", standing: "Standing", *, again: bool) -> None:
    if standing.target is None:
        return
    version, told = str(standing.target.pk), scene.memory.offer
    if told and told.version == version and not again:
        return
    counts = plan_of(scene.filling, standing.target).counts()
    scene.memory = scene.memory.tell_of(version)
    scene.save()
    address = reverse("forms_engine:migration_detail", args=[scene.filling.submission.pk])
    with translation.override(scene.conversation.language):
        said = wording.offer(scene.view(), counts, address, must=standing.must_migrate)
        transcript.say(scene.conversation, said)


def accept(scene: "Scene") -> "Message":
    """Go on with the version that was offered, and say what is new; or why not."""
    offer, scene.memory = scene.memory.offer, scene.memory.settle_offer()
    scene.save()
    try:
        with transaction.atomic(), transcript.provisional():
            migrate_submission(
                actor=scene.actor,
                submission_id=scene.filling.submission.pk,
                version_id=offer.version if offer else "",
            )
    except MessErpriseError as refused:
        outcome = Outcome(Migrate(), done=False, sentence=refused.sentence)
        step = scene.advance()
        message = transcript.say(scene.conversation, wording.answer(scene.view(), (outcome,), step))
        offer_newer(scene)  # the one that came in between
        return message
    # The news of it were said by ``take_up_migration``.
    return scene.conversation.messages.latest("seq")
