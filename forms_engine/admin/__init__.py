"""The back office: questionnaires, versions, submissions."""

from forms_engine.admin.library import LibraryGroupAdmin
from forms_engine.admin.questionnaires import QuestionnaireAdmin
from forms_engine.admin.submissions import SubmissionAdmin
from forms_engine.admin.versions import VersionAdmin

__all__ = ["LibraryGroupAdmin", "QuestionnaireAdmin", "SubmissionAdmin", "VersionAdmin"]
