"""Conversations about submissions."""

from chat.models.conversation import Conversation
from chat.models.conversation_event import ConversationEvent
from chat.models.forgotten_transcript import ForgottenTranscript
from chat.models.message import Message
from chat.models.reply import Reply

__all__ = ["Conversation", "ConversationEvent", "ForgottenTranscript", "Message", "Reply"]
