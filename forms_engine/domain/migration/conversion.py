"""What an answer is worth under a question that changed."""

from forms_engine.domain.definition import Definition, Question, QuestionType
from forms_engine.domain.engine.casting import cast_for
from forms_engine.domain.migration.routes import Rule

Converted = tuple[str, Rule | None]


def convert(text: str, old: Question, new: Question, definition: Definition) -> Converted | None:
    """Return the answer for ``new`` with the rule that changed it; None where it is no answer to it.

    Nothing is rounded or guessed: what does not fit exactly is asked again, and the old answer kept.
    """
    if old.type is new.type:
        return _without_lost_choices(text, new, definition)
    if old.type.is_file or new.type.is_file:
        return (text, Rule.TYPE) if old.type.is_file and new.type.is_file else None
    if new.type.is_select:
        return _chosen(text, new, definition)
    cast = cast_for(new)
    value = cast(text) if cast else text
    if not value or (new.type is QuestionType.INTEGER and float(value) != float(text)):
        return None
    return value, Rule.TYPE


def _without_lost_choices(text: str, new: Question, definition: Definition) -> Converted:
    if new.type is not QuestionType.SELECT_MULTIPLE or new.offers_answers:
        return text, None
    offered, chosen = _offered(new, definition), text.split()
    kept = [value for value in chosen if value in offered]
    return (" ".join(kept), Rule.CHOICES) if kept and kept != chosen else (text, None)


def _chosen(text: str, new: Question, definition: Definition) -> Converted | None:
    offered, chosen = _offered(new, definition), text.split()
    is_single = new.type is QuestionType.SELECT_ONE
    if not chosen or not offered.issuperset(chosen) or (is_single and len(chosen) > 1):
        return None
    if new.type is QuestionType.RANK and offered != set(chosen):
        return None
    return " ".join(chosen), Rule.TYPE


def _offered(question: Question, definition: Definition) -> frozenset[str]:
    return frozenset(choice.value for choice in definition.choice_lists.get(question.choice_list, ()))
