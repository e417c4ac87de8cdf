"""A conversation with its submission, locked and ready to act in."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import UUIDField
from django.utils import timezone

from chat.domain.agenda import current_step, is_open, next_step
from chat.domain.memory import Memory
from chat.domain.turns import Step, View
from chat.models import Conversation
from chat.permissions import check_can_converse
from chat.services import transcript
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.domain.states import AnswerStatus
from forms_engine.services.answers import AnswerOutcome, change_answer
from forms_engine.services.filling import Filling, lock_filling, open_filling
from forms_engine.services.media import media_addresses
from forms_engine.services.occurrences import add_occurrence, remove_occurrence
from forms_engine.services.submissions import submit_submission
from messerprise.core.prepared import Given, Prepared

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User

_LOCKED = Prepared(lambda: Conversation.objects.select_for_update().filter(pk=Given("pk", UUIDField())))


@dataclass(slots=True)
class Scene:
    """What a turn works on; ``memory`` and the conversation's ``asked_path`` change with each command."""

    actor: "User"
    conversation: Conversation
    filling: Filling
    memory: Memory = field(init=False)
    _is_sent: bool = field(init=False, default=False)
    _asked_before: str = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory.load(self.conversation.state)
        self._asked_before = self.conversation.asked_path

    def view(self) -> View:
        """Return all that an interviewer may know."""
        return View(
            form=self.filling.form,
            instance=self.filling.instance,
            form_language=self.filling.language,
            language=self.conversation.language,
            now=timezone.localtime(),
            asked=self.conversation.asked_path,
            memory=self.memory,
            presumed=_presumed(self.filling),
            in_progress=self.filling.submission.is_in_progress,
            addresses=media_addresses(self.filling.submission.version),
        )

    def go_to(self, path: str) -> None:
        """Make this the step to take next, answered or not."""
        self.conversation.asked_path = path
        self._is_sent = True

    def advance(self, wanted: str = "") -> Step:
        """Return the step to take now, remember that it was asked, and store everything.

        ``wanted`` is taken if it is open and nobody was sent elsewhere.
        """
        if wanted and not self._is_sent and is_open(self.view(), wanted):
            self.conversation.asked_path = wanted
        before, view = self._asked_before, self.view()
        step = current_step(view) if self._is_sent else next_step(view)
        self.memory = self.memory.settle_offer()
        path = getattr(step, "path", "")
        if before and before != path and not self._is_sent:
            self.memory = self.memory.asked(before)
        self.conversation.asked_path, self._is_sent, self._asked_before = path, False, path
        self.save()
        return step

    def set_answer(self, path: str, value: Any, origin: Origin) -> AnswerOutcome:
        """Set an answer, as ``forms_engine.services.answers.set_answer``."""
        return change_answer(self.filling, actor=self.actor, path=path, value=value, origin=origin)

    def add_occurrence(self, repeat_path: str, origin: Origin) -> tuple[str, frozenset[str]]:
        """Add an occurrence; return its path, and the paths whose state changed."""
        added = add_occurrence(
            actor=self.actor,
            submission_id=self.filling.submission.pk,
            repeat_path=repeat_path,
            origin=origin,
        )
        self.filling = added.filling
        return added.path, added.changed

    def remove_occurrence(self, occurrence_path: str, origin: Origin) -> frozenset[str]:
        """Remove an occurrence; return the paths whose state changed."""
        removed = remove_occurrence(
            actor=self.actor,
            submission_id=self.filling.submission.pk,
            occurrence_path=occurrence_path,
            origin=origin,
        )
        self.filling = removed.filling
        return removed.changed

    def submit(self) -> None:
        """Hand the submission in."""
        submission_id = self.filling.submission.pk
        submit_submission(actor=self.actor, submission_id=submission_id)
        self.filling = lock_filling(submission_id)

    def save(self) -> None:
        """Store what the interviewer remembers."""
        self.conversation.state = self.memory.dump()
        if not transcript.is_saved_later(self.conversation):
            transcript.remember(self.conversation)


def _presumed(filling: Filling) -> frozenset[str]:
    rows = filling.answers.items()
    return frozenset(
        path
        for path, row in rows
        if row.status == AnswerStatus.ACCEPTED and row.origin == OriginKind.CALCULATED
    )


def set_scene(
    actor: "User",
    conversation_id: "UUID",
    submission_id: "UUID | None" = None,
    known: Filling | None = None,
) -> Scene:
    """Lock the submission's row, then the conversation's; call inside a transaction.

    Args:
        actor: whose conversation it is.
        conversation_id: which conversation.
        submission_id: the submission that it is about, where the caller knows.
        known: that submission as it was a moment ago, see ``lock_filling``.

    Raises:
        Conversation.DoesNotExist: there is no such conversation.
        PermissionRefused: it is somebody else's.
    """
    if submission_id is None:
        submission_id = Conversation.objects.values_list("submission_id", flat=True).get(pk=conversation_id)
    filling = lock_filling(submission_id, known)
    check_can_converse(actor, filling.submission)
    conversation = _LOCKED.get(pk=conversation_id)
    conversation.submission = filling.submission
    return Scene(actor, conversation, filling)


def view_scene(actor: "User", conversation: Conversation) -> Scene:
    """Return the scene as it stands, without a lock; read only."""
    check_can_converse(actor, conversation.submission)
    return Scene(actor, conversation, open_filling(conversation.submission))
