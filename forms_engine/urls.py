"""Page routes of the app."""

from django.urls import path

from forms_engine.views import answers, media, migrations, pages, questionnaires, submissions

app_name = "forms_engine"
urlpatterns = [
    path("questionnaires/", questionnaires.questionnaire_list, name="questionnaire_list"),
    path("questionnaires/<slug:slug>/start/", questionnaires.submission_start, name="submission_start"),
    path("versions/<uuid:version_id>/media/<path:name>", media.media_detail, name="media_detail"),
    path("submissions/", submissions.submission_list, name="submission_list"),
    path("submissions/<uuid:submission_id>/", submissions.submission_detail, name="submission_detail"),
    path(
        "submissions/<uuid:submission_id>/summary/", submissions.submission_summary, name="submission_summary"
    ),
    path("submissions/<uuid:submission_id>/submit/", submissions.submission_submit, name="submission_submit"),
    path("submissions/<uuid:submission_id>/answers/", answers.answer_set, name="answer_set"),
    path("submissions/<uuid:submission_id>/occurrences/", answers.occurrence_add, name="occurrence_add"),
    path(
        "submissions/<uuid:submission_id>/occurrences/remove/",
        answers.occurrence_remove,
        name="occurrence_remove",
    ),
    path("submissions/<uuid:submission_id>/migration/", migrations.migration_detail, name="migration_detail"),
    path(
        "submissions/<uuid:submission_id>/migration/undo/", migrations.migration_undo, name="migration_undo"
    ),
    path("submissions/<uuid:submission_id>/form/", pages.page_first, name="page_detail"),
    path("submissions/<uuid:submission_id>/form/<path:page>/", pages.page_detail, name="page_detail"),
]
