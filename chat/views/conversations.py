"""The chat about one submission."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from chat.domain.turns import Said
from chat.forms import MessageForm
from chat.selectors import messages_of, position_of
from chat.services.conversations import open_conversation
from chat.services.messages import post_message
from chat.views.panel import panel_of
from chat.views.sentences import page_sentences
from forms_engine.domain.languages import language_spoken
from forms_engine.selectors import standing_of, submissions_of
from forms_engine.services.doors import enter_submission
from forms_engine.services.filling import form_of, open_filling
from messerprise.core.exceptions import MessErpriseError

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chat.models import Conversation
    from forms_engine.models import Submission
    from messerprise.accounts.models import User
    from messerprise.core.requests import PersonRequest

LATEST = "#latest"  # no script scrolls there


@login_required
@require_safe
def conversation_detail(request: "PersonRequest", submission_id: UUID) -> "HttpResponse":
    """Show the conversation, asking the question named in the address where there is one."""
    submission = get_object_or_404(submissions_of(request.user), pk=submission_id)
    language = (get_language() or "en")[:2]
    _enter(request.user, submission, language)
    conversation = open_conversation(
        actor=request.user,
        submission_id=submission.pk,
        language=language,
        question=request.GET.get("question", ""),
    )
    return render(request, "chat/conversation_detail.html", _page(submission, conversation))


def _enter(actor: "User", submission: "Submission", code: str) -> None:
    if submission.is_in_progress:
        definition = form_of(submission.version).definition
        spoken = language_spoken(definition, code, submission.language)
        enter_submission(actor=actor, submission=submission, door="chat", language=spoken)


def _page(submission: "Submission", conversation: "Conversation") -> dict[str, Any]:
    so_far = list(messages_of(conversation))
    parts: dict[str, Any] = next((each.parts for each in reversed(so_far) if each.author == "assistant"), {})
    return {
        "submission": submission,
        "standing": standing_of(submission),
        "offer_is_open": (conversation.state.get("offer") or {}).get("is_open", False),
        "questionnaire": submission.questionnaire,
        "messages_so_far": so_far,
        "ask": parts.get("ask"),
        "actions": parts.get("actions"),
        "client_id": uuid4(),
        "sections": panel_of(open_filling(submission)),
        "asked_path": conversation.asked_path,
        "form_url": reverse("forms_engine:page_detail", args=[submission.pk]),
        "sentences": page_sentences(),
        "position": {
            **position_of(conversation),
            "asked": conversation.asked_path,
            "parts": parts,
            "language": conversation.language,
            "socket_url": f"/ws/conversations/{conversation.pk}/",
            "ticket_url": reverse("chat:ticket_create", args=[conversation.pk]),
            "events_url": reverse("chat:event_list", args=[conversation.pk]),
            "frames_url": reverse("chat:frame_post", args=[conversation.pk]),
            "upload_url": reverse("documents:document_upload", args=[submission.pk]),
            "form_url": reverse("forms_engine:page_detail", args=[submission.pk]),
        },
    }


@login_required
@require_POST
def message_post(request: "PersonRequest", submission_id: UUID) -> "HttpResponse":
    """Take a message from a browser without sockets or without JavaScript."""
    submission = get_object_or_404(submissions_of(request.user), pk=submission_id)
    form = MessageForm(request.POST)
    if form.is_valid():
        said = Said(form.said, form.cleaned_data["question"], form.cleaned_data["value"] or None)
        conversation = open_conversation(
            actor=request.user, submission_id=submission.pk, language=(get_language() or "en")[:2]
        )
        try:
            post_message(
                actor=request.user,
                conversation_id=conversation.pk,
                client_id=form.cleaned_data["client_id"],
                said=said,
            )
        except MessErpriseError as refused:
            messages.error(request, refused.sentence)
    return redirect(reverse("chat:conversation_detail", args=[submission.pk]) + LATEST)
