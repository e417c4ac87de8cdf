"""The live protocol over plain requests: tickets for its sockets, and what stands in for a socket."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat.domain.frames import POSTED_FRAMES
from chat.forms import PlaceForm
from chat.selectors import checkpoint_of, conversations_of, whole_news_of
from chat.services.acts import Place, act_on
from messerprise.accounts.network import client_address
from messerprise.realtime import tickets
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.delivery import MOST_REPLAYED
from messerprise.realtime.envelopes import Frame, FrameRefused, dump, parse
from messerprise.realtime.frames import Welcome
from messerprise.realtime.limits import MINUTE, Act, take

if TYPE_CHECKING:
    from chat.models import Conversation
    from messerprise.core.requests import PersonRequest

BAD_REQUEST, TOO_BIG, TOO_FAST = 400, 413, 429
STATUS = {
    CloseCode.TOO_BIG: TOO_BIG,
    CloseCode.TOO_FAST: TOO_FAST,
}  # what closes a socket, told by a response
View = Callable[["PersonRequest", "Conversation"], HttpResponse]


def _of_conversation(view: View) -> Callable[..., HttpResponse]:
    """Call a view with the person's own conversation, while they do not ask too often."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: "PersonRequest", conversation_id: UUID) -> HttpResponse:
        conversation = get_object_or_404(conversations_of(request.user), pk=conversation_id)
        if not take(Act.REQUEST, user_id=request.user.pk, address=client_address(request)):
            return _refusal(CloseCode.TOO_FAST)
        try:
            return view(request, conversation)
        except FrameRefused as refused:
            return _refusal(refused.code)

    return guarded


def _refusal(code: CloseCode) -> HttpResponse:
    answer = HttpResponse(status=STATUS.get(code, BAD_REQUEST))
    if code is CloseCode.TOO_FAST:
        answer["Retry-After"] = str(MINUTE)
    return answer


@require_POST
@_of_conversation
def ticket_create(request: "PersonRequest", conversation: "Conversation") -> HttpResponse:
    """Give a ticket for one socket."""
    ticket = tickets.issue(request.user.pk, request.session.session_key or "", conversation.pk)
    return JsonResponse({"ticket": ticket, "subprotocol": tickets.SUBPROTOCOL})


@require_safe
@_of_conversation
def event_list(request: "PersonRequest", conversation: "Conversation") -> HttpResponse:
    """Tell what came after an event, in the frames of the socket; of a reply all the text that is kept."""
    place = PlaceForm(request.GET)
    if not place.is_valid():
        raise FrameRefused
    return _told(_frames(conversation.pk, place.cleaned_data["after"], place.cleaned_data["reply"]))


@require_POST
@_of_conversation
def frame_post(request: "PersonRequest", conversation: "Conversation") -> HttpResponse:
    """Act on one frame, as the socket does."""
    frame = parse(request.body.decode(errors="replace"), POSTED_FRAMES)
    whose = (conversation.pk, conversation.submission_id, conversation.language)
    refused = act_on(actor=request.user, place=Place(*whose, client_address(request)), frame=frame)  # type: ignore[arg-type]
    return _told([refused] if refused else [])


def _frames(conversation_id: UUID, after: int, following: UUID | None) -> Iterable[Frame]:
    news = whole_news_of(conversation_id, after, following)
    recovered = 0 <= news.head_seq - after <= MOST_REPLAYED and news.is_whole
    yield Welcome(news.epoch, news.head_seq, recovered)
    if recovered:
        yield from (*news.events, *news.ended)
        yield from (checkpoint_of(reply_id) for reply_id in news.unfinished[:1])


def _told(frames: Iterable[Frame]) -> HttpResponse:
    return HttpResponse(f'{{"frames":[{",".join(map(dump, frames))}]}}', content_type="application/json")
