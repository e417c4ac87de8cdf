"""Library groups for tests."""

from forms_engine.domain.definition import Choice, Group, Question, QuestionType
from forms_engine.models import LibraryGroup, LibraryUse, Questionnaire
from forms_engine.services.drafts import hash_replaced
from forms_engine.services.insertions import insert_group
from forms_engine.services.library import revise_group, save_group
from tests.factories.questionnaires import make_questionnaire

YES_NO = (Choice(value="yes", label={"": "Yes"}), Choice(value="no", label={"": "No"}))


def make_address(*more: Question, **fields) -> Group:
    """Return a section of a street, a city, and more."""
    street = Question(key="street", type=QuestionType.TEXT, label={"": "Which street?"})
    city = Question(key="city", type=QuestionType.TEXT, label={"": "Which city?"}, relevant="${street} != ''")
    return Group(key="address", label={"": "Address"}, children=(street, city, *more), **fields)


def make_abroad() -> Question:
    """Return a question that needs a choice list."""
    return Question(
        key="abroad", type=QuestionType.SELECT_ONE, label={"": "Is it abroad?"}, choice_list="yes_no"
    )


def make_source(*more: Question) -> Questionnaire:
    """Return a published questionnaire with an address."""
    return make_questionnaire(make_address(*more), choice_lists={"yes_no": YES_NO})


def make_library_group(actor=None, *, key: str = "address", title: str = "Postal address") -> LibraryGroup:
    """Return an address in the library."""
    version = make_source().published_version
    return save_group(actor=actor, version_id=version.pk, path="address", key=key, title=title).group


def revise(group: LibraryGroup, *more: Question, actor=None, note: str = "") -> LibraryGroup:
    """Return the group with one more revision, of an address with one question more."""
    version = make_source(*(more or (make_abroad(),))).published_version
    revision = revise_group(actor=actor, group_id=group.pk, version_id=version.pk, path="address", note=note)
    return revision.group


def insert(questionnaire: Questionnaire, group: LibraryGroup, place: str = "colour") -> LibraryUse:
    """Return where the group is in the questionnaire's draft."""
    use = insert_group(
        actor=None,
        questionnaire_id=questionnaire.pk,
        group_id=group.pk,
        place=place,
        replacing=hash_replaced(questionnaire),
    )
    questionnaire.refresh_from_db()
    return use


def make_user_of_library() -> tuple[Questionnaire, LibraryGroup]:
    """Return a questionnaire that uses a library group of which there is a newer revision."""
    questionnaire, group = make_questionnaire(), make_library_group()
    insert(questionnaire, group)
    return questionnaire, revise(group, note="Asks whether it is abroad")
