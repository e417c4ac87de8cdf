from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_engine.domain.definition import Choice, Group, Question, QuestionType, Repeat
from forms_engine.domain.policy import PublishPolicy
from forms_engine.exceptions import AlreadySubmitted, MigrationFinal, MigrationNeeded, MigrationOutdated
from forms_engine.models import Answer, Migration
from forms_engine.selectors import standing_of
from forms_engine.services.answers import set_answer
from forms_engine.services.migrations import migrate_submission, undo_migration
from forms_engine.services.occurrences import add_occurrence
from forms_engine.services.submissions import submit_submission
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire, publish_next
from tests.factories.submissions import TYPED, make_submission

pytestmark = pytest.mark.django_db
T = QuestionType


def ask(key, kind=T.TEXT, **fields):
    return Question(key=key, type=kind, label={"": key}, **fields)


def rows(submission):
    """Return all that is stored of the answers, as bytes would be compared."""
    fields = ("path", "value", "origin", "origin_detail", "status")
    return sorted(Answer.objects.filter(submission=submission).values_list(*fields), key=str)


def accepted(submission):
    return dict(submission.answers.filter(status="accepted").values_list("path", "value"))


@pytest.fixture
def questionnaire(db):
    return make_questionnaire(ask("name"), ask("pet"), ask("age", T.INTEGER))


@pytest.fixture
def submission(respondent, questionnaire):
    return make_submission(respondent, questionnaire, {"name": "Ada", "pet": "Rex", "age": "36"})


@pytest.fixture
def target(questionnaire, submission):
    """Return the next version: one question moved, one gone, one new, one with a default."""
    return publish_next(
        questionnaire,
        Group(key="you", children=(ask("name"), ask("age", T.INTEGER))),
        ask("town", required="true()"),
        ask("country", default="IT"),
        policy=PublishPolicy.OFFER,
    )


def migrate(actor, submission, version):
    migration = migrate_submission(actor=actor, submission_id=submission.pk, version_id=version.pk)
    submission.refresh_from_db()
    return migration


def test_migrate_submission_carries_the_answers_and_keeps_their_origin(respondent, submission, target):
    migration = migrate(respondent, submission, target)

    assert submission.version == target
    assert accepted(submission) == {"you/name": "Ada", "you/age": "36", "country": "IT"}
    name = submission.answers.get(path="you/name")
    assert (name.origin, name.origin_detail) == ("typed", {"door": "form"})
    assert migration.plan["counts"] | {"moved": 2, "orphaned": 1, "fresh": 1} == migration.plan["counts"]


def test_migrate_submission_keeps_orphaned_answers(respondent, submission, target):
    migrate(respondent, submission, target)
    pet = submission.answers.get(path="pet")
    assert (pet.value, pet.status) == ("Rex", "orphaned")


def test_migrate_submission_writes_the_history_and_the_record(respondent, submission, target):
    migrate(respondent, submission, target)
    events = submission.events.filter(revision=submission.revision)
    told = {(event.kind, event.path, event.value) for event in events}
    assert told == {
        ("orphaned", "pet", "Rex"),
        ("migrated", "you/name", "Ada"),
        ("migrated", "you/age", "36"),
        ("set", "country", "IT"),
    }
    assert AuditEvent.objects.filter(action="submission.migrated").count() == 1


def test_migrate_submission_counts_the_questions_anew(respondent, submission, target):
    migrate(respondent, submission, target)
    assert (submission.answered_count, submission.askable_count) == (3, 4)


def test_migrate_submission_names_the_rule_of_a_conversion(respondent, questionnaire, submission):
    target = publish_next(questionnaire, Group(key="you", children=(ask("age"),)), policy=PublishPolicy.OFFER)
    migrate(respondent, submission, target)
    age = submission.answers.get(path="you/age")
    assert (age.value, age.origin) == ("36", "migrated")
    assert age.origin_detail == {"from": "age", "version": 2, "rule": "type", "origin": "typed"}


def test_an_orphaned_answer_comes_back_with_its_question(respondent, questionnaire, submission, target):
    migrate(respondent, submission, target)
    again = publish_next(questionnaire, ask("name"), ask("pet"), policy=PublishPolicy.OFFER)
    migrate(respondent, submission, again)
    assert accepted(submission) == {"name": "Ada", "pet": "Rex"}


def test_migrate_submission_refuses_strangers(stranger, submission, target):
    with pytest.raises(PermissionRefused):
        migrate(stranger, submission, target)
    assert accepted(submission) == {"name": "Ada", "pet": "Rex", "age": "36"}


def test_migrate_submission_lets_authors(author, submission, target):
    migrate(author, submission, target)
    assert submission.version == target


def test_migrate_submission_refuses_a_version_that_is_not_the_published_one(
    respondent, questionnaire, submission, target
):
    publish_next(questionnaire, ask("name"))
    with pytest.raises(MigrationOutdated):
        migrate(respondent, submission, target)


def test_migrate_submission_twice_is_refused(respondent, submission, target):
    migrate(respondent, submission, target)
    with pytest.raises(MigrationOutdated):
        migrate(respondent, submission, target)
    assert Migration.objects.count() == 1


def test_migrate_submission_refuses_what_is_submitted(respondent, submission, target):
    submit_submission(actor=respondent, submission_id=submission.pk)
    with pytest.raises(AlreadySubmitted):
        migrate(respondent, submission, target)


def test_undo_migration_restores_every_answer(respondent, submission, target):
    before = rows(submission)
    migration = migrate(respondent, submission, target)
    undo_migration(actor=respondent, migration_id=migration.pk)
    submission.refresh_from_db()
    assert rows(submission) == before
    assert submission.version.number == 1
    assert (submission.answered_count, submission.askable_count) == (3, 3)


def test_undo_migration_takes_later_answers_along(respondent, submission, target):
    migration = migrate(respondent, submission, target)
    for path, value in (("you/name", "Grace"), ("town", "Rome")):
        set_answer(actor=respondent, submission_id=submission.pk, path=path, value=value, origin=TYPED)
    undo_migration(actor=respondent, migration_id=migration.pk)
    assert accepted(submission) == {"name": "Grace", "pet": "Rex", "age": "36"}
    assert submission.answers.get(path="town").status == "orphaned"


def test_undo_migration_keeps_occurrences_added_since(respondent):
    pets = Repeat(key="pets", children=(ask("called"),))
    questionnaire = make_questionnaire(pets)
    submission = make_submission(respondent, questionnaire, {"pets[1]/called": "Rex"})
    migration = migrate(
        respondent, submission, publish_next(questionnaire, pets, ask("x"), policy=PublishPolicy.OFFER)
    )
    add_occurrence(actor=respondent, submission_id=submission.pk, repeat_path="pets", origin=TYPED)
    set_answer(
        actor=respondent, submission_id=submission.pk, path="pets[2]/called", value="Tom", origin=TYPED
    )
    undo_migration(actor=respondent, migration_id=migration.pk)
    submission.refresh_from_db()
    assert submission.occurrences == {"pets": [1, 2]}
    assert accepted(submission) == {"pets[1]/called": "Rex", "pets[2]/called": "Tom"}


def test_undo_migration_ends_after_its_time(respondent, submission, target, settings):
    migration = migrate(respondent, submission, target)
    late = timezone.now() - timedelta(days=settings.MIGRATION_UNDO_DAYS, seconds=1)
    Migration.objects.filter(pk=migration.pk).update(created_at=late)
    with pytest.raises(MigrationFinal):
        undo_migration(actor=respondent, migration_id=migration.pk)


def test_undo_migration_twice_is_refused(respondent, submission, target):
    migration = migrate(respondent, submission, target)
    undo_migration(actor=respondent, migration_id=migration.pk)
    with pytest.raises(MigrationFinal):
        undo_migration(actor=respondent, migration_id=migration.pk)


def test_undo_migration_refuses_strangers(stranger, respondent, submission, target):
    migration = migrate(respondent, submission, target)
    with pytest.raises(PermissionRefused):
        undo_migration(actor=stranger, migration_id=migration.pk)


@pytest.mark.parametrize(
    ("policies", "policy", "offered"),
    [
        ((PublishPolicy.KEEP,), PublishPolicy.KEEP, False),
        ((PublishPolicy.OFFER,), PublishPolicy.OFFER, True),
        ((PublishPolicy.MUST, PublishPolicy.KEEP), PublishPolicy.MUST, True),
        ((PublishPolicy.OFFER, PublishPolicy.CLOSE), PublishPolicy.CLOSE, True),
    ],
)
def test_the_strictest_policy_since_the_start_holds(questionnaire, submission, policies, policy, offered):
    for number, each in enumerate(policies):
        publish_next(questionnaire, ask("name"), ask(f"x{number}"), policy=each)
    submission.questionnaire.refresh_from_db()
    standing = standing_of(submission)
    assert (standing.policy, standing.target is not None) == (policy, offered)


def test_submit_submission_needs_the_migration_that_the_policy_asks_for(
    respondent, questionnaire, submission
):
    target = publish_next(questionnaire, ask("name"), policy=PublishPolicy.MUST)
    with pytest.raises(MigrationNeeded):
        submit_submission(actor=respondent, submission_id=submission.pk)
    migrate(respondent, submission, target)
    assert submit_submission(actor=respondent, submission_id=submission.pk).status == "submitted"


def test_submit_submission_on_an_older_version_until_its_date(respondent, questionnaire, submission):
    tomorrow = timezone.now() + timedelta(days=1)
    publish_next(questionnaire, ask("name"), policy=PublishPolicy.CLOSE, older_close_at=tomorrow)
    assert submit_submission(actor=respondent, submission_id=submission.pk).status == "submitted"


def test_submit_submission_on_an_older_version_after_its_date(respondent, questionnaire, submission):
    publish_next(questionnaire, ask("name"), policy=PublishPolicy.CLOSE, older_close_at=timezone.now())
    with pytest.raises(MigrationNeeded):
        submit_submission(actor=respondent, submission_id=submission.pk)


VALUES = {
    T.TEXT: st.sampled_from(["", "a", "1", "2026-01-02", "red"]),
    T.INTEGER: st.sampled_from(["", "0", "7", "-3"]),
    T.DATE: st.sampled_from(["", "2026-01-02"]),
    T.SELECT_ONE: st.sampled_from(["", "red", "blue"]),
    T.SELECT_MULTIPLE: st.sampled_from(["", "red", "blue", "red blue"]),
}
KEYS = ["a", "b", "c", "d", "e"]


@st.composite
def questions(draw, keys=KEYS):
    """Draw some questions under some of the keys, in a random order, some in a group or a repeat."""
    chosen = draw(st.permutations(keys))[: draw(st.integers(1, len(keys)))]
    nodes = []
    for key in chosen:
        kind = draw(st.sampled_from(list(VALUES)))
        node = ask(
            key,
            kind,
            choice_list="colours" if kind.is_select else "",
            relevant=draw(st.sampled_from(["", "", "false()"])),
            required=draw(st.sampled_from(["", "true()"])),
            constraint=draw(st.sampled_from(["", "", "string-length(.) < 3"])),
            default=draw(st.sampled_from(["", "7"])) if kind is T.INTEGER else "",
        )
        place = draw(st.sampled_from(["", "", "group", "repeat"]))
        box = {"group": Group, "repeat": Repeat}.get(place)
        nodes.append(box(key=f"{place}_{key}", children=(node,)) if box else node)
    return tuple(nodes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data(), before=questions(), after=questions())
def test_migrate_and_undo_restores_every_answer_and_none_is_dropped(db, draw, before, after):
    person = make_person(Role.RESPONDENT)
    lists = {"colours": (Choice(value="red"), Choice(value="blue"))}
    questionnaire = make_questionnaire(*before, choice_lists=lists)
    submission = make_submission(person, questionnaire, {})
    kinds = {path: node.type for path, node in walk(before) if isinstance(node, Question)}
    for path, kind in kinds.items():
        value = draw.draw(VALUES[kind])
        live = path.replace("repeat_" + path[-1], f"repeat_{path[-1]}[1]")
        set_answer(actor=person, submission_id=submission.pk, path=live, value=value, origin=TYPED)
    same = {path for path, node in walk(after) if path in kinds and kinds[path] != getattr(node, "type", "")}
    after = tuple(node for node in after if node.key not in {path.partition("/")[0] for path in same})
    stored, answers = rows(submission), accepted(submission)
    target = publish_next(
        questionnaire, *(after or (ask("z"),)), choice_lists={"colours": (Choice(value="red"),)},
        policy=PublishPolicy.OFFER,
    )  # fmt: skip

    migration = migrate(person, submission, target)
    kept = [
        value for _path, value in submission.answers.exclude(status="removed").values_list("path", "value")
    ]
    told = {step["before"]: step["fate"] for step in migration.plan["steps"]}
    for path, value in answers.items():
        assert value in kept or told.get(path) == "converted", f"{path} was dropped"

    undo_migration(actor=person, migration_id=migration.pk)
    assert rows(submission) == stored


def walk(nodes):
    for node in nodes:
        yield node.key, node
        if isinstance(node, Group):
            yield from ((f"{node.key}/{child.key}", child) for child in node.children)
