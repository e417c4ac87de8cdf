"""Questionnaires, their versions, and what people answered."""

from forms_engine.models.answer import Answer
from forms_engine.models.answer_event import AnswerEvent
from forms_engine.models.draft_edit import DraftEdit
from forms_engine.models.job import Job
from forms_engine.models.library_group import LibraryGroup
from forms_engine.models.library_revision import LibraryRevision
from forms_engine.models.library_use import LibraryUse
from forms_engine.models.media_file import MediaFile
from forms_engine.models.migration import Migration
from forms_engine.models.pending_draft import PendingDraft
from forms_engine.models.questionnaire import Questionnaire
from forms_engine.models.submission import Submission
from forms_engine.models.version import Version

__all__ = [
    "Answer",
    "AnswerEvent",
    "DraftEdit",
    "Job",
    "LibraryGroup",
    "LibraryRevision",
    "LibraryUse",
    "MediaFile",
    "Migration",
    "PendingDraft",
    "Questionnaire",
    "Submission",
    "Version",
]
