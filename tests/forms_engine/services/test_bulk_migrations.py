import pytest

from chat.models import Message
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.policy import PublishPolicy
from forms_engine.exceptions import MigrationOutdated, NothingToMigrate, TrialNeeded
from forms_engine.models import Answer, Job, Migration, Submission
from forms_engine.services import bulk_migrations
from forms_engine.services.bulk_migrations import start_migration, start_trial
from forms_engine.services.jobs import cancel_job
from forms_engine.services.migrations import migrate_submission
from forms_engine.services.submissions import submit_submission
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.services import assign_roles
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.conversations import make_conversation
from tests.factories.jobs import make_bulk_migration, make_trial, worked
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire, publish_next
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db
T = QuestionType


def ask(key, kind=T.TEXT, **fields):
    return Question(key=key, type=kind, label={"": key}, **fields)


@pytest.fixture
def questionnaire(respondent):
    """Return a questionnaire whose second version dropped a question; three people are on the first."""
    questionnaire = make_questionnaire(ask("name"), ask("pet"))
    for person in (respondent, make_person(Role.RESPONDENT), make_person(Role.RESPONDENT)):
        make_submission(person, questionnaire, {"name": "Ada", "pet": "Rex"})
    publish_next(questionnaire, ask("name"), ask("town", required="true()"), policy=PublishPolicy.KEEP)
    return questionnaire


def numbers():
    return list(Submission.objects.order_by("pk").values_list("version__number", flat=True))


def meanwhile(monkeypatch, act):
    """Let something happen before the second submission's turn."""
    turns = []

    def migrate(**how):
        turns.append(how)
        if len(turns) == 2:
            act(how["submission_id"])
        return migrate_submission(**how)

    monkeypatch.setattr(bulk_migrations, "migrate_submission", migrate)
    return turns


def test_trial_counts_what_becomes_of_answers_and_changes_nothing(author, questionnaire):
    before = list(Answer.objects.order_by("pk").values())
    trial = make_trial(author, questionnaire)
    counts = trial.result["counts"]
    assert (trial.state, trial.done, trial.total) == ("done", 3, 3)
    assert (counts["kept"], counts["orphaned"], counts["required"]) == (3, 3, 3)
    assert trial.result["keys"]["orphaned"] == [["pet", 3]]
    assert trial.result["by_version"] == [[1, 3]]
    assert list(Answer.objects.order_by("pk").values()) == before
    assert numbers() == [1, 1, 1]


def test_trial_counts_what_it_cannot_work_out(author, questionnaire, monkeypatch):
    def broken(filling, version):
        raise ZeroDivisionError

    monkeypatch.setattr(bulk_migrations, "plan_of", broken)
    trial = make_trial(author, questionnaire)
    assert (trial.state, trial.result["unmoved"]) == ("done", {"error": 3})


def test_migration_takes_everybody_along_whatever_was_offered(author, questionnaire):
    job = make_bulk_migration(author, questionnaire)
    assert (job.state, job.done, job.total, job.result["moved"]) == ("done", 3, 3, 3)
    assert numbers() == [2, 2, 2]
    assert job.result["counts"]["orphaned"] == 3
    assert Migration.objects.filter(actor=author).count() == 3
    event = AuditEvent.objects.get(action="submission.migrated_in_bulk")
    assert (event.actor_id, event.detail) == (author.pk, {"count": 3, "unmoved": 0})


def test_migration_leaves_submitted_and_current_submissions_alone(author, respondent, questionnaire):
    done, *_others = Submission.objects.order_by("pk")
    submit_submission(actor=done.owner, submission_id=done.pk)
    make_submission(respondent, questionnaire, {"name": "Bo"})
    job = make_bulk_migration(author, questionnaire)
    assert (job.total, numbers()) == (2, [1, 2, 2, 2])


def test_migration_tells_the_owner_in_the_conversation(author, respondent):
    conversation = make_conversation(respondent, ask("name"))
    questionnaire = conversation.submission.questionnaire
    publish_next(questionnaire, ask("name"), ask("town"))
    make_bulk_migration(author, questionnaire)
    assert "one question is new" in Message.objects.filter(conversation=conversation).last().text


def test_migration_counts_why_some_stay(author, questionnaire, monkeypatch):
    trial = make_trial(author, questionnaire)

    def submitted(submission_id):
        owner = Submission.objects.get(pk=submission_id).owner
        submit_submission(actor=owner, submission_id=submission_id)

    meanwhile(monkeypatch, submitted)
    job = worked(start_migration(actor=author, trial_id=trial.pk))
    assert (job.result["moved"], job.result["unmoved"]) == (2, {"submitted": 1})
    assert numbers() == [2, 1, 2]


def test_migration_leaves_a_submission_as_it_was_where_it_fails(author, questionnaire, monkeypatch, caplog):
    trial = make_trial(author, questionnaire)

    def broken(_submission_id):
        Answer.objects.all().delete()
        raise ZeroDivisionError

    meanwhile(monkeypatch, broken)
    with caplog.at_level("ERROR"):
        job = worked(start_migration(actor=author, trial_id=trial.pk))
    assert (job.state, job.result["unmoved"], numbers()) == ("done", {"error": 1}, [2, 1, 2])
    assert "ZeroDivisionError" in caplog.text


def test_migration_counts_who_went_alone_meanwhile(author, questionnaire, monkeypatch):
    trial = make_trial(author, questionnaire)
    target = questionnaire.published_version
    meanwhile(
        monkeypatch, lambda pk: migrate_submission(actor=author, submission_id=pk, version_id=target.pk)
    )
    job = worked(start_migration(actor=author, trial_id=trial.pk))
    assert (job.result["moved"], job.result["unmoved"]) == (2, {"elsewhere": 1})
    assert Migration.objects.count() == 3


def test_migration_stops_where_another_version_is_published(author, questionnaire, monkeypatch):
    trial = make_trial(author, questionnaire)
    meanwhile(monkeypatch, lambda _pk: publish_next(questionnaire, ask("name")))
    job = worked(start_migration(actor=author, trial_id=trial.pk))
    assert (job.state, job.failure, job.done, numbers()) == ("failed", "outdated", 1, [2, 1, 1])


def test_cancel_stops_a_migration_between_two_submissions(author, questionnaire, monkeypatch):
    trial = make_trial(author, questionnaire)
    job = start_migration(actor=author, trial_id=trial.pk)

    def cancelled_after_the_first(submissions, _read):
        first, *others = submissions.order_by("pk")
        yield [first]
        cancel_job(actor=author, job_id=job.pk)
        yield others

    monkeypatch.setattr(bulk_migrations, "in_chunks", cancelled_after_the_first)
    job = worked(job)
    assert (job.state, job.done, job.result["moved"], numbers()) == ("cancelled", 1, 1, [2, 1, 1])


def test_migration_goes_on_where_a_dead_worker_stopped(author, questionnaire, monkeypatch):
    trial = make_trial(author, questionnaire)
    job = start_migration(actor=author, trial_id=trial.pk)

    def killed(_pk):
        raise KeyboardInterrupt

    turns = meanwhile(monkeypatch, killed)
    with pytest.raises(KeyboardInterrupt):
        worked(job)
    Job.objects.update(state="queued")
    job = worked(job)
    assert (job.state, job.attempt, job.done, job.total, job.result["moved"]) == ("done", 2, 3, 3, 3)
    assert [str(turn["submission_id"]) for turn in turns][1] == str(turns[2]["submission_id"])
    assert len(turns) == 4
    assert Migration.objects.count() == 3


def test_start_migration_twice_is_one_job(author, questionnaire):
    trial = make_trial(author, questionnaire)
    jobs = [start_migration(actor=author, trial_id=trial.pk) for _time in range(2)]
    assert jobs[0] == jobs[1]


def test_start_migration_needs_a_finished_trial(author, questionnaire):
    trial = start_trial(actor=author, questionnaire=questionnaire)
    with pytest.raises(TrialNeeded):
        start_migration(actor=author, trial_id=trial.pk)


def test_start_migration_needs_a_trial_of_the_published_version(author, questionnaire):
    trial = make_trial(author, questionnaire)
    publish_next(questionnaire, ask("name"))
    with pytest.raises(MigrationOutdated):
        start_migration(actor=author, trial_id=trial.pk)


def test_start_migration_needs_a_trial_of_ones_own(author, questionnaire):
    trial = make_trial(author, questionnaire)
    with pytest.raises(Job.DoesNotExist):
        start_migration(actor=make_person(Role.AUTHOR), trial_id=trial.pk)


def test_start_trial_with_nobody_under_way_is_refused(author):
    with pytest.raises(NothingToMigrate):
        start_trial(actor=author, questionnaire=make_questionnaire())


@pytest.mark.parametrize("role", ["respondent", "reviewer", "operator", "auditor"])
def test_start_trial_is_for_authors(request, questionnaire, role):
    with pytest.raises(PermissionRefused):
        start_trial(actor=request.getfixturevalue(role), questionnaire=questionnaire)


def test_migration_fails_where_its_owner_is_no_author_any_more(author, administrator, questionnaire):
    trial = make_trial(author, questionnaire)
    job = start_migration(actor=author, trial_id=trial.pk)
    assign_roles(actor=administrator, user=author, roles=(Role.REVIEWER,))
    job = worked(job)
    assert (job.state, job.failure, numbers()) == ("failed", "refused", [1, 1, 1])
