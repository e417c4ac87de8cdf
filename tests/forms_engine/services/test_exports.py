import csv
import gc
import io
import json
import tracemalloc

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from openpyxl import load_workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES

from forms_engine.domain.definition import Choice, Group, Question, QuestionType, Repeat
from forms_engine.domain.jobs import ExportFormat
from forms_engine.domain.origin import OriginKind
from forms_engine.exceptions import FileGone
from forms_engine.models import Answer, Job, Submission
from forms_engine.services.answers import set_answer
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.exports import file_of, open_export, start_export
from forms_engine.services.jobs import cancel_job
from forms_engine.services.migrations import migrate_submission
from forms_engine.services.occurrences import add_occurrence, remove_occurrence
from forms_engine.services.records import in_chunks
from forms_engine.services.running import run_job
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.services import assign_roles
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.jobs import exported, make_export, worked
from tests.factories.people import make_person
from tests.factories.questionnaires import make_definition, make_questionnaire, publish_next
from tests.factories.submissions import TYPED, make_submission
from tests.factories.workbooks import SURVEY, make_workbook

pytestmark = pytest.mark.django_db

T = QuestionType
COLOURS = (
    Choice(value="red", label={"": "Red", "Italiano (it)": "Rosso"}),
    Choice(value="blue", label={"": "Blue", "Italiano (it)": "Blu"}),
)
MEMBER = Repeat(
    key="member",
    children=(
        Question(key="first", type=T.TEXT),
        Repeat(key="pet", children=(Question(key="kind", type=T.TEXT),)),
    ),
)


@pytest.fixture
def household():
    return make_questionnaire(
        definition=make_definition(
            Question(key="hello", type=T.NOTE, label={"": "Hello"}),
            Question(key="name", type=T.TEXT),
            Question(key="colour", type=T.SELECT_MULTIPLE, choice_list="colours"),
            Group(key="extra", relevant="${name} = 'Ada'", children=(Question(key="age", type=T.INTEGER),)),
            Question(key="born", type=T.DATE),
            MEMBER,
            form_id="household",
            languages=("", "Italiano (it)"),
            choice_lists={"colours": COLOURS},
        )
    )


def export_csv(reviewer, questionnaire, **options):
    content = exported(reviewer, questionnaire, ExportFormat.CSV, **options)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def export_xlsx(reviewer, questionnaire, **options):
    sheets = load_workbook(io.BytesIO(exported(reviewer, questionnaire, ExportFormat.XLSX, **options)))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in sheets}


def export_json(reviewer, questionnaire, **options):
    content = exported(reviewer, questionnaire, ExportFormat.JSON_LINES, **options)
    return [json.loads(line) for line in content.decode().splitlines()]


def add_pet(owner, submission, member):
    """Add a cat to a member; return its place among the member's pets."""
    added = add_occurrence(
        actor=owner, submission_id=submission.pk, repeat_path=f"{member}/pet", origin=TYPED
    )
    set_answer(actor=owner, submission_id=submission.pk, path=f"{added.path}/kind", value="cat", origin=TYPED)
    return len(added.filling.submission.occurrences[f"{member}/pet"])


def test_csv_has_a_row_a_submission_and_a_column_a_question(reviewer, respondent, household):
    submission = make_submission(respondent, household, {"name": "Ada", "extra/age": "36"}, submit=True)

    (row,) = export_csv(reviewer, household)
    assert list(row)[:10] == [
        "submission",
        "respondent",
        "status",
        "version",
        "started",
        "submitted",
        "name",
        "colour",
        "extra/age",
        "born",
    ]
    assert (row["submission"], row["respondent"]) == (str(submission.pk), "respondent")
    assert (row["status"], row["version"], row["name"], row["extra/age"]) == ("submitted", "1", "Ada", "36")
    assert row["submitted"].startswith(submission.submitted_at.astimezone().isoformat()[:10])


def test_csv_leaves_submissions_in_progress_out_unless_asked(reviewer, respondent, household):
    make_submission(respondent, household, {"name": "Ada"})
    assert export_csv(reviewer, household) == []
    assert [row["name"] for row in export_csv(reviewer, household, submitted_only=False)] == ["Ada"]


def test_csv_leaves_out_what_another_answer_hides(reviewer, respondent, household):
    make_submission(respondent, household, {"name": "Ada", "extra/age": "36", "colour": "red"}, submit=False)
    make_submission(respondent, household, {"name": "Bo"})
    first = Submission.objects.order_by("pk").first()
    set_answer(actor=respondent, submission_id=first.pk, path="name", value="Eva", origin=TYPED)
    rows = export_csv(reviewer, household, submitted_only=False)
    assert [(row["name"], row["extra/age"]) for row in rows] == [("Eva", ""), ("Bo", "")]


def test_csv_flattens_occurrences_by_position_not_by_number(reviewer, respondent, household):
    answers = {"member/+": 2, "member[1]/first": "a", "member[2]/first": "b", "member[3]/first": "c"}
    submission = make_submission(respondent, household, answers)
    remove_occurrence(
        actor=respondent, submission_id=submission.pk, occurrence_path="member[2]", origin=TYPED
    )
    place = add_pet(respondent, submission, "member[3]")

    (row,) = export_csv(reviewer, household, submitted_only=False)
    assert {key: value for key, value in row.items() if value and "member" in key} == {
        "member[1]/first": "a",
        "member[2]/first": "c",
        f"member[2]/pet[{place}]/kind": "cat",
    }
    assert "member[3]/first" not in row


def test_xlsx_has_a_sheet_for_every_repeat_linked_by_ids(reviewer, respondent, household):
    answers = {"name": "Ada", "born": "1815-12-10", "member/+": 1, "member[2]/first": "b"}
    submission = make_submission(respondent, household, answers)
    place = add_pet(respondent, submission, "member[2]")
    sheets = export_xlsx(reviewer, household, submitted_only=False)

    assert list(sheets) == ["Submissions", "member", "member pet"]
    head, whole = sheets["Submissions"]
    assert dict(zip(head, whole, strict=True))["born"].isoformat()[:10] == "1815-12-10"
    own = str(submission.pk)
    assert sheets["member"] == [
        ["id", "parent", "position", "member/first"],
        [f"{own}/member[1]", own, 1, None],
        [f"{own}/member[2]", own, 2, "b"],
    ]
    assert sheets["member pet"][-1] == [
        f"{own}/member[2]/pet[{place}]",
        f"{own}/member[2]",
        place,
        "cat",
    ]


def test_xlsx_keeps_numbers_as_numbers(reviewer, respondent, household):
    make_submission(respondent, household, {"name": "Ada", "extra/age": "36"})
    head, row = export_xlsx(reviewer, household, submitted_only=False)["Submissions"]
    assert dict(zip(head, row, strict=True))["extra/age"] == 36


@pytest.mark.parametrize(("limit", "most"), [("MOST_ROWS", 3), ("MOST_COLUMNS", 8)])
def test_xlsx_that_excel_could_not_open_is_refused(reviewer, respondent, household, monkeypatch, limit, most):
    add_empty(household, respondent, 3)
    monkeypatch.setattr(f"forms_engine.services.xlsx_export.{limit}", most)
    job = make_export(reviewer, household, ExportFormat.XLSX, submitted_only=False)
    assert (job.state, job.failure, job.file_name) == ("failed", "too_big", "")
    assert job.get_failure_display().endswith("choose CSV or JSON Lines.")
    assert ALL_TEMP_FILES == []


def test_xlsx_speaks_the_language_of_its_owner(reviewer, household):
    with translation.override("it"):
        job = start_export(actor=reviewer, questionnaire=household, kind=ExportFormat.XLSX)
    with open_export(actor=reviewer, job=worked(job)) as file:
        assert load_workbook(io.BytesIO(file.read())).sheetnames[0] == "Compilazioni"


@pytest.mark.parametrize(
    ("labels", "expected"), [("", "red blue"), ("en", "Red; Blue"), ("it", "Rosso; Blu")]
)
def test_choices_are_exported_as_values_or_labels(reviewer, respondent, household, labels, expected):
    make_submission(respondent, household, {"colour": "red blue"})
    (row,) = export_csv(reviewer, household, submitted_only=False, labels=labels)
    assert row["colour"] == expected


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_makes_formulas_harmless(reviewer, respondent, household, start):
    make_submission(respondent, household, {"name": f"{start}HYPERLINK('x')"})
    (row,) = export_csv(reviewer, household, submitted_only=False)
    assert row["name"] == f"'{start}HYPERLINK('x')"


@pytest.mark.parametrize("number", ["-5", "+39", "-0.5"])
def test_csv_leaves_numbers_alone(reviewer, respondent, household, number):
    make_submission(respondent, household, {"name": number})
    (row,) = export_csv(reviewer, household, submitted_only=False)
    assert row["name"] == number


def test_xlsx_stores_formulas_as_text(reviewer, respondent, household):
    make_submission(respondent, household, {"name": "=1+1"})
    content = exported(reviewer, household, ExportFormat.XLSX, submitted_only=False)
    sheet = load_workbook(io.BytesIO(content))["Submissions"]
    assert (sheet["G2"].value, sheet["G2"].data_type) == ("=1+1", "s")


def test_xlsx_survives_control_characters(reviewer, respondent, household):
    make_submission(respondent, household, {"name": "a\x07b"})
    head, row = export_xlsx(reviewer, household, submitted_only=False)["Submissions"]
    assert dict(zip(head, row, strict=True))["name"] == "ab"


def test_columns_are_of_all_versions_with_removed_questions_last(author, reviewer, respondent):
    def publish(survey):
        content = make_workbook(survey=survey)
        draft = upload_workbook(actor=author, content=content, file_name="colours.xlsx")
        return publish_version(actor=author, version_id=draft.pk).questionnaire

    questionnaire = publish(SURVEY)
    make_submission(respondent, questionnaire, {"name": "Ada", "age": "36"})
    questionnaire = publish([SURVEY[0], ("text", "town", "Where?", ""), SURVEY[1]])
    questionnaire.refresh_from_db()
    make_submission(respondent, questionnaire, {"town": "Turin"})

    rows = export_csv(reviewer, questionnaire, submitted_only=False)
    assert list(rows[0])[6:] == ["town", "name", "age (removed)", "colour (removed)"]
    assert [(row["version"], row["town"], row["age (removed)"]) for row in rows] == [
        ("1", "", "36"),
        ("2", "Turin", ""),
    ]


def test_export_is_recorded_without_answers(reviewer, respondent, household):
    make_submission(respondent, household, {"name": "Ada"})
    export_csv(reviewer, household, submitted_only=False)
    event = AuditEvent.objects.get(action="submission.exported")
    assert (event.actor_id, event.subject_id) == (reviewer.pk, str(household.pk))
    assert event.detail == {"count": 1, "format": "csv", "submitted_only": False}


@pytest.mark.parametrize("role", ["respondent", "author", "operator", "auditor"])
def test_export_is_for_reviewers(request, household, role):
    with pytest.raises(PermissionRefused):
        start_export(actor=request.getfixturevalue(role), questionnaire=household, kind=ExportFormat.CSV)
    assert not Job.objects.exists()


def test_export_fails_where_its_owner_is_no_reviewer_any_more(reviewer, administrator, household):
    job = start_export(actor=reviewer, questionnaire=household, kind=ExportFormat.CSV)
    assign_roles(actor=administrator, user=reviewer, roles=(Role.AUTHOR,))
    job = worked(job)
    assert (job.state, job.failure, job.file_name) == ("failed", "refused", "")


def test_json_lines_tell_every_answer_with_its_origin(reviewer, respondent, household):
    answers = {"name": "Ada", "colour": "red", "member/+": 1, "member[2]/first": "b"}
    submission = make_submission(respondent, household, answers, submit=True)
    (line,) = export_json(reviewer, household, labels="it")
    assert line["answers"] == {
        "name": {"value": "Ada", "origin": "typed"},
        "colour": {"value": "red", "origin": "typed", "label": "Rosso"},
        "member[2]/first": {"value": "b", "origin": "typed"},
    }
    told = {name: line[name] for name in ("submission", "questionnaire", "version", "status", "orphaned")}
    assert told == {
        "submission": str(submission.pk),
        "questionnaire": str(household.pk),
        "version": 1,
        "status": "submitted",
        "orphaned": {},
    }
    assert line["respondent"] == {"id": str(respondent.pk), "name": "respondent"}
    assert line["started"] <= line["submitted"]


@pytest.fixture
def moved(author, respondent):
    """Return a questionnaire whose newest version lost a choice and a repeat, its submission migrated."""
    pets = Repeat(key="pet", children=(Question(key="called", type=T.TEXT),))
    colour = Question(key="colour", type=T.SELECT_ONE, choice_list="colours")
    name = Question(key="name", type=T.TEXT)
    questionnaire = make_questionnaire(name, colour, pets, choice_lists={"colours": COLOURS})
    answers = {"name": "Ada", "colour": "red", "pet/+": 2, "pet[1]/called": "Rex", "pet[3]/called": "Tom"}
    submission = make_submission(respondent, questionnaire, answers)
    remove_occurrence(actor=respondent, submission_id=submission.pk, occurrence_path="pet[2]", origin=TYPED)
    target = publish_next(questionnaire, name, choice_lists={})
    migrate_submission(actor=author, submission_id=submission.pk, version_id=target.pk)
    return questionnaire


def test_csv_has_orphaned_answers_in_the_columns_of_removed_questions(reviewer, moved):
    (row,) = export_csv(reviewer, moved, submitted_only=False, labels="en")
    assert list(row)[6:] == [
        "name",
        "colour (removed)",
        "pet[1]/called (removed)",
        "pet[2]/called (removed)",
    ]
    assert list(row.values())[6:] == ["Ada", "Red", "Rex", "Tom"]


def test_xlsx_has_orphaned_answers_in_the_sheets_of_removed_repeats(reviewer, moved):
    sheets = export_xlsx(reviewer, moved, submitted_only=False)
    head, row = sheets["Submissions"]
    assert dict(zip(head, row, strict=True))["colour (removed)"] == "red"
    assert [row[-2:] for row in sheets["pet"]] == [
        ["position", "pet/called (removed)"],
        [1, "Rex"],
        [2, "Tom"],
    ]


def test_json_lines_have_orphaned_answers_apart(reviewer, moved):
    (line,) = export_json(reviewer, moved, submitted_only=False, labels="en")
    assert list(line["answers"]) == ["name"]
    assert line["orphaned"] == {
        "colour": {"value": "red", "origin": "typed", "label": "Red"},
        "pet[1]/called": {"value": "Rex", "origin": "typed"},
        "pet[2]/called": {"value": "Tom", "origin": "typed"},
    }


def add_empty(questionnaire, owner, count):
    version = questionnaire.published_version
    Submission.objects.bulk_create(
        Submission(questionnaire=questionnaire, version=version, owner=owner) for _time in range(count)
    )


def add_long(questionnaire, owner, count):
    before = set(Submission.objects.values_list("pk", flat=True))
    add_empty(questionnaire, owner, count)
    Answer.objects.bulk_create(
        Answer(submission=each, path="name", value="Ada " * 8_000, origin=OriginKind.TYPED)
        for each in Submission.objects.exclude(pk__in=before)
    )


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_export_reads_a_few_submissions_at_a_time(
    reviewer, respondent, household, kind, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("forms_engine.services.records.CHUNK", 2)
    monkeypatch.setattr("forms_engine.services.exports.TOLD_EVERY", 60)
    add_empty(household, respondent, 5)
    job = start_export(actor=reviewer, questionnaire=household, kind=kind, submitted_only=False)
    columns = 4 + 3 if kind is ExportFormat.CSV else 0  # the first reading, for the repeats' columns
    # claim: row, others, lease; roles; count and lease; definitions; 3 chunks and the end, their answers,
    # one version; the first look at the lease and that before storing; the end (with its savepoint), the
    # next job, the audit
    with django_assert_num_queries(3 + 1 + 2 + 1 + columns + 4 + 3 + 1 + 2 + 7):
        run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 5, 5)


def test_submissions_are_read_once_each_page_by_page(respondent, household, monkeypatch):
    monkeypatch.setattr("forms_engine.services.records.CHUNK", 2)
    monkeypatch.setattr("forms_engine.services.records.PAGE", 3)
    add_empty(household, respondent, 6)
    rows = Submission.objects.all()
    chunks = [[each.pk for each in chunk] for chunk in in_chunks(rows, rows)]
    assert [len(chunk) for chunk in chunks] == [2, 1, 2, 1]
    assert [pk for chunk in chunks for pk in chunk] == list(rows.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_export_needs_no_more_memory_for_more_submissions(reviewer, respondent, household, kind, monkeypatch):
    monkeypatch.setattr("forms_engine.services.records.CHUNK", 5)
    monkeypatch.setattr("forms_engine.services.records.PAGE", 10)

    def peak(rows):
        add_long(household, respondent, rows)
        gc.collect()
        gc.freeze()  # so that the export's own garbage is found soon: what it holds is measured
        tracemalloc.start()
        make_export(reviewer, household, kind, submitted_only=False)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        gc.unfreeze()
        return most

    peak(5)  # what is loaded once
    few = peak(40)
    assert peak(160) < 2 * few  # five times as many submissions


def test_a_cancelled_export_keeps_no_file(reviewer, respondent, household, monkeypatch):
    add_empty(household, respondent, 3)
    job = start_export(actor=reviewer, questionnaire=household, kind=ExportFormat.CSV, submitted_only=False)
    store = default_storage.save

    def cancelled_meanwhile(name, content):
        cancel_job(actor=reviewer, job_id=job.pk)
        return store(name, content)

    monkeypatch.setattr(default_storage, "save", cancelled_meanwhile)
    job = worked(job)
    assert (job.state, job.file_name) == ("cancelled", "")
    assert not default_storage.exists(file_of(job, 1))
    assert not AuditEvent.objects.filter(action="submission.exported").exists()


def test_open_export_is_for_its_owner(reviewer, household):
    job = make_export(reviewer, household, ExportFormat.CSV)
    other = make_person(Role.REVIEWER)
    with pytest.raises(FileGone):
        open_export(actor=other, job=job)
    assert not AuditEvent.objects.filter(action="export.downloaded").exists()


def test_open_export_refuses_a_file_that_is_kept_no_longer(reviewer, household):
    job = make_export(reviewer, household, ExportFormat.CSV)
    default_storage.delete(job.file_name)
    with pytest.raises(FileGone):
        open_export(actor=reviewer, job=job)
    job.expires_at = timezone.now()
    with pytest.raises(FileGone):
        open_export(actor=reviewer, job=job)
