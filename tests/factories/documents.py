"""Documents for tests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Document
from documents.services.documents import store_document
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.services.submissions import start_submission
from tests.factories.questionnaires import make_questionnaire

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def make_document(owner) -> Document:
    """Return a person's document, in a submission of its own."""
    questionnaire = make_questionnaire(Question(key="paper", type=QuestionType.FILE))
    submission = start_submission(actor=owner, questionnaire_id=questionnaire.pk, language="en")
    upload = SimpleUploadedFile("paper.pdf", PDF, "application/pdf")
    return store_document(actor=owner, submission_id=submission.pk, path="paper", upload=upload)
