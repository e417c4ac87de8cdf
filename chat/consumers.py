"""The socket of one conversation: authenticate, authorise, forward."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation
from django.utils.translation import gettext as _

from chat import selectors
from chat.domain.frames import CLIENT_FRAMES, Refused, Send, Set, Stop
from chat.domain.turns import Said
from chat.services.edits import set_answer_from_chat
from chat.services.endings import stop_reply
from chat.services.messages import post_message
from forms_engine.services.answers import AnswerOutcome
from messerprise.core.exceptions import MessErpriseError
from messerprise.realtime.consumer import LiveConsumer
from messerprise.realtime.database import in_database
from messerprise.realtime.delivery import Delivery, News
from messerprise.realtime.envelopes import Frame, FrameRefused
from messerprise.realtime.frames import Ack, Hello, Snapshot
from messerprise.realtime.hearing import hearing

Service = Callable[..., Any]


class ConversationLog:
    """The log of one conversation for its deliveries."""

    def __init__(self, conversation_id: UUID) -> None:
        self._conversation_id = conversation_id

    async def news(self, after: int, following: UUID | None) -> News:
        """Return what came after an event."""
        return await in_database(selectors.news_of, self._conversation_id, after, following)

    async def checkpoint(self, reply_id: UUID) -> Snapshot:
        """Return a reply's text so far."""
        return await in_database(selectors.checkpoint_of, reply_id)

    @staticmethod
    async def heads(log_ids: list[UUID]) -> Mapping[UUID, int]:
        """Return the number of the newest event of each conversation."""
        return await in_database(selectors.heads_of, log_ids)


class ConversationConsumer(LiveConsumer):
    """Frames in, services called, news out."""

    frames = CLIENT_FRAMES

    async def authorize(self) -> bool:
        """Let the person in whose conversation it is."""
        self.conversation_id: UUID = self.scope["url_route"]["kwargs"]["conversation_id"]
        conversation = await in_database(
            selectors.conversations_of(self.user).filter(pk=self.conversation_id).first
        )
        self.language = conversation.language if conversation else ""
        self.submission_id = conversation.submission_id if conversation else None
        return conversation is not None

    @classmethod
    async def still_authorized(cls, sockets: Sequence[Self]) -> set[Self]:
        """Return those whose conversations are still their users' own; one query for all."""
        owners = await in_database(selectors.owners_of, [socket.conversation_id for socket in sockets])
        return {socket for socket in sockets if owners.get(socket.conversation_id) == socket.user.pk}

    async def opened(self) -> None:
        """Listen for news; nothing is sent before ``hello``."""
        log = ConversationLog(self.conversation_id)
        self._delivery = Delivery(self.conversation_id, log, self.send_frame)
        self._is_greeted = False
        await hearing().listen(self.conversation_id, self._delivery)

    async def closed(self) -> None:
        """Listen no more."""
        await hearing().leave(self.conversation_id, self._delivery)

    async def receive_frame(self, frame: Frame) -> None:
        """Act on a frame; before ``hello`` nothing else is understood."""
        match frame:
            case Hello(conversation=self.conversation_id) if not self._is_greeted:
                self._is_greeted = await self._delivery.greet(frame)
                if self._is_greeted:
                    self.spawn(self._delivery.run())
            case Ack() if self._is_greeted:
                self._delivery.acknowledge(frame)
            case Send(client_id, text, question, value, undo) if self._is_greeted:
                said = Said(text, question, value, undo)
                await self._act(post_message, client_id, said=said, submission_id=self.submission_id)
            case Set(client_id, path, value) if self._is_greeted:
                await self._act(set_answer_from_chat, client_id, path=path, value=value)
            case Stop(reply) if self._is_greeted:
                await self._act(stop_reply, reply_id=reply)
            case _:  # before hello too
                raise FrameRefused

    async def _act(self, service: Service, client_id: UUID | None = None, **fields: Any) -> None:
        """Call a service; tell the client what was refused and why."""
        if client_id:
            fields |= {"conversation_id": self.conversation_id, "client_id": client_id}
        sentence = await in_database(self._sentence_of, service, actor=self.user, **fields)
        if sentence:
            await self.send_frame(Refused(sentence, client_id))

    def _sentence_of(self, service: Service, **fields: Any) -> str:
        with translation.override(self.language):
            try:
                outcome = service(**fields)
            except MessErpriseError as refused:
                return refused.sentence
            except ObjectDoesNotExist:
                return _("This is not part of the conversation: reload the page.")
        return outcome.sentence if isinstance(outcome, AnswerOutcome) else ""
