"""Questionnaires for tests."""

from itertools import count

from django.utils import timezone

from forms_engine.domain.codec import to_json
from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, content_hash
from forms_engine.models import Questionnaire, Version
from forms_engine.services.designing import start_draft
from forms_engine.services.drafts import write_definition
from forms_engine.services.versions import publish_version

_numbers = count(1)


def make_definition(*children: Question | Group, form_id: str = "", **fields) -> Definition:
    """Return a definition of the given nodes; without any, one of a text, a choice and a date."""
    form_id = form_id or f"form{next(_numbers)}"
    return Definition(
        form_id=form_id,
        title=fields.pop("title", f"Title of {form_id}"),
        children=children or SMALL,
        choice_lists=fields.pop("choice_lists", {"colours": COLOURS}),
        **fields,
    )


def make_questionnaire(
    *children: Question | Group, definition: Definition | None = None, **fields
) -> Questionnaire:
    """Return a saved questionnaire that people can start, its only version published."""
    definition = definition or make_definition(*children, **fields)
    payload = to_json(definition)
    questionnaire = Questionnaire.objects.create(slug=definition.form_id, title=definition.title)
    questionnaire.published_version = Version.objects.create(
        questionnaire=questionnaire,
        number=1,
        status="published",
        definition=payload,
        content_hash=content_hash(payload),
        question_count=sum(isinstance(node, Question) for _path, node in definition.walk()),
        published_at=timezone.now(),
    )
    questionnaire.save()
    return questionnaire


def make_draft(questionnaire: Questionnaire, *children: Question | Group, **fields) -> Version:
    """Return the nodes as the saved next draft of a questionnaire."""
    payload = to_json(make_definition(*children, form_id=questionnaire.slug, **fields))
    questionnaire.draft_version = Version.objects.create(
        questionnaire=questionnaire,
        number=questionnaire.versions.latest("number").number + 1,
        definition=payload,
        content_hash=content_hash(payload),
    )
    questionnaire.save()
    return questionnaire.draft_version


def publish_next(questionnaire: Questionnaire, *children: Question | Group, **how) -> Version:
    """Publish the nodes as the next version of a questionnaire, as ``publish_version`` is told by ``how``."""
    fields = {"choice_lists": how.pop("choice_lists")} if "choice_lists" in how else {}
    draft = make_draft(questionnaire, *children, **fields)
    published = publish_version(actor=None, version_id=draft.pk, **how)
    questionnaire.refresh_from_db()
    return published


COLOURS = (Choice(value="red", label={"": "Red"}), Choice(value="blue", label={"": "Blue"}))
SMALL = (
    Question(key="name", type=QuestionType.TEXT, label={"": "What is your name?"}, required="true()"),
    Question(key="colour", type=QuestionType.SELECT_ONE, label={"": "Which colour?"}, choice_list="colours"),
    Question(
        key="born", type=QuestionType.DATE, label={"": "When were you born?"}, relevant="${colour} = 'red'"
    ),
)


def begin_draft(author, *nodes: Question | Group) -> Version:
    """Return the draft that an author begins of a new questionnaire, saying ``nodes`` where there are any."""
    draft = start_draft(actor=author, questionnaire_id=make_questionnaire().pk)
    if nodes:
        write_definition(draft, make_definition(*nodes, form_id=draft.definition["form_id"]))
        draft.save()
    return draft
