"""The socket of one conversation: authenticate, authorise, forward."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self
from uuid import UUID

from chat import selectors
from chat.domain.frames import CLIENT_FRAMES, Send, Set, Stop
from chat.services.acts import Place, act_on
from messerprise.accounts.network import socket_address
from messerprise.accounts.origins import record_refused_socket
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.consumer import LiveConsumer
from messerprise.realtime.database import in_database
from messerprise.realtime.delivery import Delivery, News
from messerprise.realtime.envelopes import Frame, FrameRefused
from messerprise.realtime.frames import Ack, Hello, Snapshot
from messerprise.realtime.hearing import hearing

AT_ONCE = 50  # events read for a socket: who takes them in slowly must not have all of them in memory

# The store of moved events may be slow or away: it keeps no thread from the database, or from Channels.
_store_threads = ThreadPoolExecutor(4, thread_name_prefix="moved-transcripts")


class ConversationLog:
    """The log of one conversation for its deliveries."""

    def __init__(self, conversation_id: UUID) -> None:
        self._conversation_id = conversation_id

    async def news(self, after: int, following: UUID | None) -> News:
        """Return what came right after an event."""
        news = await in_database(selectors.news_of, self._conversation_id, after, following, most=AT_ONCE)
        if news.is_whole:
            return news
        loop, place = asyncio.get_running_loop(), (self._conversation_id, after)
        moved = await loop.run_in_executor(_store_threads, selectors.moved_after, *place)
        return await in_database(selectors.news_of, *place, following, moved, AT_ONCE)

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

    @property
    def conversation_id(self) -> UUID:
        """The conversation named in the address."""
        return self.scope["url_route"]["kwargs"]["conversation_id"]  # type: ignore[no-any-return]

    subject = conversation_id

    @property
    def address(self) -> str:
        """Where the socket was opened from."""
        return socket_address(self.scope)

    async def authorize(self) -> bool:
        """Let the person in whose conversation it is."""
        conversation = await in_database(
            selectors.conversations_of(self.user).filter(pk=self.conversation_id).first
        )
        if conversation:
            whose = (conversation.pk, conversation.submission_id, conversation.language)
            self._place = Place(*whose, self.address)
        return conversation is not None

    @classmethod
    async def still_authorized(cls, sockets: Sequence[Self]) -> set[Self]:
        """Return those whose conversations are still their users' own; one query for all."""
        owners = await in_database(selectors.owners_of, [socket.conversation_id for socket in sockets])
        return {socket for socket in sockets if owners.get(socket.conversation_id) == socket.user.pk}

    async def refused(self, code: CloseCode) -> None:
        """Leave a record."""
        user = self.user if self.user.is_authenticated else None
        await in_database(record_refused_socket, user, self.address, code.name.lower())

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
            case Send() | Set() | Stop() if self._is_greeted:
                await self._act(frame)
            case _:  # before hello too
                raise FrameRefused

    async def _act(self, frame: Send | Set | Stop) -> None:
        """Do what a frame asks; tell the client what was refused and why."""
        refused = await in_database(act_on, actor=self.user, place=self._place, frame=frame)
        if refused:
            await self.send_frame(refused)
