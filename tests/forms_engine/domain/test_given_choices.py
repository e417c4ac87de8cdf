"""Choices that are the answers given in a repeat."""

import pytest

from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from tests.forms_engine.domain.builders import NOW, definition, question, repeat

PERSON = repeat("person", question("name"), question("age", "integer", relevant="${name} != 'Zoe'"))


def head(**rules):
    return question("head", "select_one", choice_list="${name}", **rules)


def filled(*children, **names):
    form = compile_form(definition(*children))
    numbers = tuple(range(1, len(names) + 1))
    values = {
        path: text
        for number, (name, age) in zip(numbers, names.items(), strict=True)
        for path, text in ((f"person[{number}]/name", name), (f"person[{number}]/age", str(age)))
    }
    return Instance.load(form, values=values, occurrences={"person": numbers}, now=NOW)


def offered(instance, path="head"):
    return [(offer.value, offer.label) for offer in instance.choices(path, "")]


def test_answers_of_all_occurrences_are_offered():
    assert offered(filled(PERSON, head(), Ada=40, Bob=12)) == [("Ada", "Ada"), ("Bob", "Bob")]


def test_filter_looks_at_the_occurrence_that_the_answer_is_from():
    assert offered(filled(PERSON, head(choice_filter="${age} > 17"), Ada=40, Bob=12)) == [("Ada", "Ada")]


def test_what_is_offered_follows_the_answers():
    instance = filled(PERSON, head(), Ada=40, Bob=12)
    instance.set_value("head", "Bob")
    instance.set_value("person[2]/name", "Anna Maria")
    assert (instance.node("head").value, offered(instance)[1]) == ("", ("Anna Maria", "Anna Maria"))
    instance.set_value("head", "Anna Maria")
    assert instance.node("head").value == "Anna Maria"


def test_removed_occurrence_offers_nothing():
    instance = filled(PERSON, head(), Ada=40, Bob=12)
    instance.remove_occurrence("person[1]")
    assert offered(instance) == [("Bob", "Bob")]


def test_within_the_repeat_the_answers_of_all_occurrences_are_offered():
    friend = question("friend", "select_one", choice_list="${name}", choice_filter="${name} != 'Bob'")
    person = repeat("person", *PERSON.children, friend)
    assert offered(filled(person, Ada=40, Bob=12), "person[2]/friend") == [("Ada", "Ada")]


@pytest.mark.parametrize("choice_list", ["${town}", "${nobody}", "${name", "${name} + 1"])
def test_what_is_in_no_repeat_is_refused(choice_list):
    wrong = question("head", "select_one", choice_list=choice_list)
    with pytest.raises(DefinitionInvalid):
        compile_form(definition(question("town"), PERSON, wrong))
