"""The socket of one conversation: authenticate, authorise, forward."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
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
from messerprise.realtime.delivery import Delivery, News
from messerprise.realtime.doorbells import doorbells
from messerprise.realtime.envelopes import Frame, FrameRefused
from messerprise.realtime.frames import Ack, Hello, Snapshot
from messerprise.realtime.groups import conversation_group

Service = Callable[..., Any]


class ConversationLog:
    """The log of one conversation for its deliveries."""

    def __init__(self, conversation_id: UUID) -> None:
        self._conversation_id = conversation_id

    async def news(self, after: int, following: UUID | None) -> News:
        """Return what came after an event."""
        news: News = await database_sync_to_async(selectors.news_of)(self._conversation_id, after, following)
        return news

    async def checkpoint(self, reply_id: UUID) -> Snapshot:
        """Return a reply's text so far."""
        snapshot: Snapshot = await database_sync_to_async(selectors.checkpoint_of)(reply_id)
        return snapshot


class ConversationConsumer(LiveConsumer):
    """Frames in, services called, news out."""

    frames = CLIENT_FRAMES

    async def authorize(self) -> bool:
        """Let the person in whose conversation it is."""
        self.conversation_id: UUID = self.scope["url_route"]["kwargs"]["conversation_id"]
        conversation = await selectors.conversations_of(self.user).filter(pk=self.conversation_id).afirst()
        self.language = conversation.language if conversation else ""
        return conversation is not None

    async def opened(self) -> None:
        """Listen for news; nothing is sent before ``hello``."""
        self._delivery = Delivery(ConversationLog(self.conversation_id), self.send_frame)
        self._is_greeted = False
        await doorbells().listen(conversation_group(self.conversation_id), self._delivery.ring)

    async def closed(self) -> None:
        """Listen no more."""
        await doorbells().leave(conversation_group(self.conversation_id), self._delivery.ring)
        await self._delivery.close()

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
                await self._act(post_message, client_id, said=said)
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
        sentence = await database_sync_to_async(self._sentence_of)(service, actor=self.user, **fields)
        self._delivery.ring()  # one's own news need no broker
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
