"""The natural interviewer: one streaming call, the engine before the first token."""

import random
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import IntegerField, TextField, UUIDField
from django.utils import translation

from chat.domain.agenda import is_open
from chat.domain.commands import Outcome, Propose
from chat.domain.outcomes import dump_outcomes, load_outcomes
from chat.domain.prompt import MOST_TURNS, PROMPT_VERSION, request_of
from chat.domain.response import Response
from chat.domain.window import Window, window_of
from chat.domain.wishes import commands_of
from chat.models import Conversation, Message
from chat.services import replies
from chat.services.commands import Context, execute
from chat.services.endings import finish_reply, give_up, scene_of
from chat.services.keeping import keeper
from chat.services.replies import Claim, ReplyLost
from chat.services.scene import Scene, view_scene
from chat.services.writing import Writing
from messerprise.core.prepared import Given, Prepared
from messerprise.llm.domain.conversation import ConverseRequest, ToolInputFragment
from messerprise.llm.domain.partial_object import BrokenObject
from messerprise.llm.exceptions import Malformed, ModelFailed
from messerprise.llm.services import converse

if TYPE_CHECKING:
    from uuid import UUID

DEADLINE = 100.0  # seconds for one attempt
LONGEST_DELAY = 30.0

shutting_down = threading.Event()
"""Set when the worker was asked to end: replies are handed back, another worker takes them up."""

CONVERSATION = Given("conversation", UUIDField())
_EARLIER = Prepared(
    lambda: (
        Message.objects.filter(conversation=CONVERSATION, seq__lt=Given("seq", IntegerField()))
        .order_by("-seq")
        .values_list("author", "text")[:MOST_TURNS]
    )
)
_UNCHANGED = Prepared(
    lambda: Conversation.objects.filter(
        pk=CONVERSATION,
        asked_path=Given("asks", TextField()),
        submission__revision=Given("revision", IntegerField()),
    ).values_list("pk")
)


def generate_reply(reply_id: "UUID | str") -> None:
    """Write a reply, unless somebody else does; safe against any number of deliveries."""
    if shutting_down.is_set():
        replies.pass_on(reply_id)
        return
    claim = replies.claim_reply(reply_id)
    if claim is None:
        return
    try:
        Conductor(claim).conduct()
    except ReplyLost:
        return
    except ModelFailed as failure:
        _fail(claim, failure)


def _fail(claim: Claim, failure: ModelFailed) -> None:
    if failure.transient and claim.attempt < replies.MAX_ATTEMPTS:
        delay = timedelta(seconds=random.uniform(1, min(LONGEST_DELAY, 2.0**claim.attempt)))  # noqa: S311 - jitter
        replies.delay_reply(claim, delay, failure.outcome.value)
    else:
        give_up(claim.reply_id, claim.attempt, failure.outcome.value)


class Conductor:
    """One attempt at one reply."""

    def __init__(self, claim: Claim) -> None:
        self._claim, self._reply = claim, claim.reply
        self._writing = Writing(claim, until=time.monotonic() + DEADLINE, leave=shutting_down.is_set)
        self._response = Response()
        self._window = Window("", frozenset())
        self._scene: Scene | None = None
        self._has_acted = self._only_talks = self._speaks_itself = False

    def conduct(self) -> None:
        """Call the model and follow it to the end.

        Raises:
            ReplyLost: another attempt has begun.
            ModelFailed: there is no reply to be had this time.
        """
        self._writing.open()
        try:
            self._conduct()
        finally:
            self._writing.close()

    def _conduct(self) -> None:
        if not self._writing.must_end():
            self._listen()
        if shutting_down.is_set() and not self._response.is_complete:
            keeper.checkpoint(self._writing)
            replies.hand_back(self._claim)
        elif not self._speaks_itself:
            self._end()

    def _listen(self) -> None:
        parts = converse(
            actor=self._reply.conversation.submission.owner,
            purpose="converse",
            attempt=uuid5(self._claim.reply_id, str(self._claim.attempt)),
            request=self._request(),
            stop=self._writing.must_end,
            pace=self._writing.pace,
        )
        for part in parts:
            if isinstance(part, ToolInputFragment) and not self._speaks_itself:
                self._take(part.json)

    def _take(self, fragment: str) -> None:
        try:
            self._response.feed(fragment)
        except BrokenObject:
            raise Malformed("tool_input") from None
        if self._response.is_ready and not self._has_acted:
            self._act()
        self._writing.grow("" if self._speaks_itself else self._response.text)

    def _end(self) -> None:
        if self._writing.is_lost:
            raise ReplyLost
        if self._writing.is_stopped:
            self._finish(self._writing.text, stopped=True)
        elif self._writing.is_overdue or not (self._has_acted and self._response.text):
            raise Malformed("no_reply")
        else:
            self._finish(self._response.text)

    def _finish(self, text: str, *, stopped: bool = False) -> None:
        self._writing.flush()
        asks = self._response.asks if self._only_talks else ""
        known = self._scene.filling if self._scene else None
        finish_reply(self._claim, text, self._writing.seq, stopped=stopped, asks=asks, known=known)

    def _request(self) -> ConverseRequest:
        conversation, message = self._reply.conversation, self._reply.message
        scene = self._scene = view_scene(conversation.submission.owner, conversation)
        with translation.override(conversation.language):
            self._window = window_of(scene.view(), message.text)
        return request_of(
            title=scene.filling.form.definition.title,
            language=conversation.language,
            window=self._window,
            history=_EARLIER.all(conversation=conversation.pk, seq=message.seq)[::-1],
            message=message.text,
            done=load_outcomes(self._reply.executed),
        )

    def _act(self) -> None:
        """Let the engine judge the commands, once for all attempts; then decide who speaks."""
        self._has_acted = True
        self._only_talks = self._may_talk()
        if self._only_talks:
            return
        with transaction.atomic():
            scene = scene_of(self._reply, self._scene.filling if self._scene else None)
            reply = replies.lock_reply(self._claim)
            outcomes = load_outcomes(reply.executed)
            if not outcomes:
                outcomes = self._execute(scene)
                reply.executed = dump_outcomes(outcomes)
                reply.save(update_fields=["executed", "updated_at"])
            self._speaks_itself = not self._may_speak(scene, outcomes)
        self._scene, self._reply.executed = scene, reply.executed
        if self._speaks_itself:
            self._finish("")

    def _may_talk(self) -> bool:
        """Tell whether the model wishes nothing and asks what stands open: nothing is to be locked yet."""
        scene, asks = self._scene, self._response.asks
        if scene is None or self._response.commands or self._reply.executed or scene.memory.offer:
            return False
        if not asks or asks != scene.conversation.asked_path or not self._may_speak(scene, ()):
            return False
        revision = scene.filling.submission.revision
        return bool(_UNCHANGED.all(conversation=scene.conversation.pk, asks=asks, revision=revision))

    def _execute(self, scene: Scene) -> tuple[Outcome, ...]:
        commands = commands_of(self._response.commands, self._reply.message.text, self._window.paths)
        made_by = {"model": settings.BEDROCK_MODEL_ID, "prompt_version": PROMPT_VERSION}
        with translation.override(scene.conversation.language):
            outcomes = execute(Context(scene, self._reply.message, made_by), commands)
            scene.advance(wanted=self._response.asks)
        return outcomes

    def _may_speak(self, scene: Scene, outcomes: tuple[Outcome, ...]) -> bool:
        """The model's words stand only where all it wished was done and it asks what stands open."""
        if any(not each.done or isinstance(each.command, Propose) for each in outcomes):
            return False
        view = scene.view()
        asked = scene.conversation.asked_path
        return self._response.asks == asked and (not asked or is_open(view, asked))
