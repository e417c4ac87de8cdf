"""Page routes of the app."""

from django.urls import path

from documents.views import documents

app_name = "documents"
urlpatterns = [
    path("submissions/<uuid:submission_id>/documents/", documents.document_upload, name="document_upload"),
    path("documents/<uuid:document_id>/", documents.document_download, name="document_download"),
]
