"""What a page asks for, by socket or by post, done by the service for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation
from django.utils.translation import gettext as _

from chat.domain.frames import Refused, Send, Set, Stop
from chat.domain.turns import Said
from chat.services.edits import set_answer_from_chat
from chat.services.endings import stop_reply
from chat.services.messages import post_message
from forms_engine.services.answers import AnswerOutcome
from messerprise.core.exceptions import MessErpriseError
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.envelopes import FrameRefused
from messerprise.realtime.limits import Act, take

if TYPE_CHECKING:
    from messerprise.accounts.models import User


@dataclass(frozen=True, slots=True)
class Place:
    """The conversation that a page is about, and the network address that it is looked at from."""

    conversation_id: UUID
    submission_id: UUID
    language: str
    address: str


def act_on(*, actor: "User", place: Place, frame: Send | Set | Stop) -> Refused | None:
    """Do what a frame asks; return the refusal to tell, if it is one.

    Raises:
        FrameRefused: too many messages of this person, or from this address, in this minute.
    """
    client_id = None if isinstance(frame, Stop) else frame.client_id
    if client_id and not take(Act.MESSAGE, user_id=actor.pk, address=place.address):
        raise FrameRefused(CloseCode.TOO_FAST)
    with translation.override(place.language):
        try:
            outcome = _service_for(place, frame)(actor=actor)
        except MessErpriseError as refused:
            return Refused(refused.sentence, client_id)
        except ObjectDoesNotExist:
            return Refused(_("This is not part of the conversation: reload the page."), client_id)
    sentence = outcome.sentence if isinstance(outcome, AnswerOutcome) else ""
    return Refused(sentence, client_id) if sentence else None


def _service_for(place: Place, frame: Send | Set | Stop) -> Callable[..., Any]:
    act: Callable[..., Any]
    match frame:
        case Send(client_id, text, question, value, undo):
            said = Said(text, question, value, undo)
            act = partial(post_message, client_id=client_id, said=said, submission_id=place.submission_id)
            return partial(act, conversation_id=place.conversation_id)
        case Set(client_id, path, value):
            act = partial(set_answer_from_chat, client_id=client_id, path=path, value=value)
            return partial(act, conversation_id=place.conversation_id)
        case Stop(reply):
            return partial(stop_reply, reply_id=reply)
