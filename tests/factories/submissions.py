"""Submissions for tests, filled through the services as people fill them."""

from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.models import Questionnaire, Submission
from forms_engine.services.answers import set_answer
from forms_engine.services.occurrences import add_occurrence
from forms_engine.services.submissions import start_submission, submit_submission
from messerprise.accounts.models import User

TYPED = Origin(OriginKind.TYPED, {"door": "form"})


def make_submission(
    owner: User, questionnaire: Questionnaire, answers: dict[str, object], *, submit: bool = False
) -> Submission:
    """Return a submission with the answers by path, set in order; ``path/+`` adds so many occurrences."""
    submission = start_submission(actor=owner, questionnaire_id=questionnaire.pk, language="en")
    for path, value in answers.items():
        if path.endswith("/+"):
            for _time in range(int(str(value))):
                add_occurrence(actor=owner, submission_id=submission.pk, repeat_path=path[:-2], origin=TYPED)
        else:
            outcome = set_answer(
                actor=owner, submission_id=submission.pk, path=path, value=value, origin=TYPED
            )
            assert outcome.accepted, f"{path}: {outcome.sentence}"
    if submit:
        submit_submission(actor=owner, submission_id=submission.pk)
    submission.refresh_from_db()
    return submission
