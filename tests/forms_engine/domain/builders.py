"""Short ways to write questionnaires in tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance

NOW = datetime(2026, 3, 15, 10, 30, tzinfo=ZoneInfo("Europe/Rome"))


def question(key, kind="text", **rules):
    return Question(key=key, type=QuestionType(kind), **rules)


def group(key, *children, **rules):
    return Group(key=key, children=children, **rules)


def repeat(key, *children, **rules):
    return Repeat(key=key, children=children, **rules)


def choice(value, label="", **columns):
    return Choice(value=value, label={"": label} if label else {}, columns=columns)


def definition(*children, languages=("",), **lists):
    return Definition(form_id="f", title="F", languages=languages, children=children, choice_lists=lists)


def start(*children, username="", **lists):
    return Instance.new(compile_form(definition(*children, **lists)), now=NOW, username=username)


def reloaded(instance):
    return Instance.load(instance.form, values=instance.values(), occurrences=instance.occurrences(), now=NOW)
