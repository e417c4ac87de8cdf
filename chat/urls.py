"""Page routes of the chat."""

from django.urls import path

from chat.views import conversations, live, panel, trials

app_name = "chat"

urlpatterns = [
    path(
        "submissions/<uuid:submission_id>/chat/",
        conversations.conversation_detail,
        name="conversation_detail",
    ),
    path("submissions/<uuid:submission_id>/chat/messages/", conversations.message_post, name="message_post"),
    path("conversations/<uuid:conversation_id>/ticket/", live.ticket_create, name="ticket_create"),
    path("conversations/<uuid:conversation_id>/events/", live.event_list, name="event_list"),
    path("conversations/<uuid:conversation_id>/frames/", live.frame_post, name="frame_post"),
    path("drafts/<uuid:version_id>/chat/", trials.trial_detail, name="trial_detail"),
    path("submissions/<uuid:submission_id>/chat/panel/", panel.panel_detail, name="panel_detail"),
]
