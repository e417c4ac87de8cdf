"""The sentence for an answer that cannot be taken: what to write instead."""

from django.utils.translation import gettext as _

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.instance import Instance
from forms_engine.domain.kinds import kind_of
from forms_engine.domain.markdown import to_text

T = QuestionType


def malformed(question: Question, text: str) -> str:
    """Return what a value of the question's kind or type looks like."""
    if sentence := fault(question, text):
        return sentence
    sentences = {
        T.INTEGER: _("Write a whole number, for example 12."),
        T.DECIMAL: _("Write a number, for example 12.5."),
        T.RANGE: _("Choose a number within the range."),
        T.DATE: _("Write a date, for example 2026-03-15."),
        T.TIME: _("Write a time, for example 08:30."),
        T.DATETIME: _("Write a date and a time, for example 2026-03-15 08:30."),
        T.GEOPOINT: _("Write latitude and longitude, for example 45.4642 9.19."),
        T.SELECT_ONE: _("Choose one of the options shown."),
        T.SELECT_MULTIPLE: _("Choose among the options shown."),
        T.RANK: _("Put the options shown in order."),
        T.ACKNOWLEDGE: _("Tick the box to confirm."),
    }
    return sentences.get(question.type, _("This answer cannot be read: write it another way."))


def violated(instance: Instance, path: str, language: str) -> str:
    """Return why it is none of its kind, the author's own message for a constraint, or a general one."""
    node = instance.node(path)
    if node.question and (sentence := fault(node.question, node.value)):
        return sentence
    return to_text(instance.constraint_message(path, language)) or _("This answer breaks a rule: check it.")


def fault(question: Question, value: str) -> str:
    """Return why a value is none of the question's kind; ``""`` where it is."""
    kind = kind_of(question)
    found = kind.refused(value) if kind else None
    return _(found.template) % found.params if found else ""


def read_only() -> str:
    """Return the sentence for a question that nobody answers."""
    return _("This answer is filled in automatically and cannot be changed.")


def not_relevant() -> str:
    """Return the sentence for a question that does not apply now."""
    return _("This question no longer applies, because of another answer.")
