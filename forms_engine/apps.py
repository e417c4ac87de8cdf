"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsEngineConfig(AppConfig):
    name = "forms_engine"
    label = "forms_engine"
    verbose_name = _("Questionnaires and submissions")

    def ready(self) -> None:
        from forms_engine import tasks  # noqa: F401 - registers them
        from messerprise.accounts.domain.grants import grant
        from messerprise.accounts.domain.roles import Role

        grant(Role.AUTHOR, "forms_engine.Questionnaire", "add")
        grant(Role.REVIEWER, "forms_engine.Submission", "view")
        # what is asked everybody on the staff may read, what was answered only reviewers
        for role in (Role.AUTHOR, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR):
            grant(role, "forms_engine.Questionnaire", "view")
            grant(role, "forms_engine.Version", "view")
            grant(role, "forms_engine.LibraryGroup", "view")
