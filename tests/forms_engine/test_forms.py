import datetime as dt

import pytest
from django.http import QueryDict

from forms_engine.domain.controls import Control, control_of
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.entries import Entry
from forms_engine.domain.origin import OriginKind
from forms_engine.forms import control_value, is_halfway, origin_of, posted_answers, posted_text

ROME = dt.timezone(dt.timedelta(hours=1))


def entry(control=Control.TEXT, value="", path="q", kind=QuestionType.TEXT):
    question = Question(key="q", type=kind)
    return Entry(path=path, kind="question", relevant=True, control=control, value=value, question=question)


@pytest.mark.parametrize(
    ("control", "posted", "text"),
    [
        (Control.TEXT, ["  Ada  "], "Ada"),
        (Control.MULTILINE, ["one\r\ntwo"], "one\ntwo"),
        (Control.TEXT, [""], ""),
        (Control.DECIMAL, ["70,5"], "70.5"),
        (Control.CHECKBOXES, ["a", "b"], "a b"),
        (Control.CHECKBOXES, [], ""),
        (Control.RANK, ["b", "a"], "b a"),
        (Control.GEOPOINT, ["45,46", "9.19"], "45.46 9.19 0 0"),
        (Control.GEOPOINT, ["", ""], ""),
        (Control.DATE, ["2026-03-15"], "2026-03-15"),
        (Control.DATETIME, ["2026-03-15T08:30"], "2026-03-15T08:30:00.000+01:00"),
        (Control.DATETIME, ["2026-07-15T08:30"], "2026-07-15T08:30:00.000+02:00"),
        (Control.DATETIME, ["yesterday"], "yesterday"),
        (Control.DATE, ["soon"], "soon"),
    ],
)
def test_posted_text_is_in_the_engine_form(control, posted, text):
    assert posted_text(entry(control), posted) == text


def test_posted_text_of_a_time_has_a_zone():
    assert posted_text(entry(Control.TIME), ["08:30"]).startswith("08:30:00.000+0")


def test_posted_text_keeps_the_altitude_of_a_place_that_did_not_move():
    stored = entry(Control.GEOPOINT, "45.46 9.19 120 5")
    assert posted_text(stored, ["45.46", "9.19"]) == "45.46 9.19 120 5"
    assert posted_text(stored, ["45.47", "9.19"]) == "45.47 9.19 0 0"


@pytest.mark.parametrize(
    ("control", "value", "shown"),
    [
        (Control.DATETIME, "2026-03-15T07:30:00.000+00:00", "2026-03-15T08:30"),
        (Control.TIME, "08:30:00.000+01:00", "08:30"),
        (Control.DATETIME, "nonsense", "nonsense"),
        (Control.TEXT, "12:30", "12:30"),
    ],
)
def test_control_value_is_local(control, value, shown):
    assert control_value(entry(control, value)) == shown


@pytest.mark.parametrize(
    ("control", "values", "halfway"),
    [
        (Control.RANK, ["a", "", ""], True),
        (Control.RANK, ["a", "b", "c"], False),
        (Control.RANK, ["", "", ""], False),
        (Control.GEOPOINT, ["45", ""], True),
        (Control.CHECKBOXES, ["a", ""], False),
    ],
)
def test_is_halfway_waits_for_all_inputs_of_a_question(control, values, halfway):
    assert is_halfway(entry(control), values) is halfway


def posted(**values):
    query = QueryDict(mutable=True)
    for key, value in values.items():
        query.setlist(key, value)
    return query


def test_posted_answers_are_those_that_differ():
    entries = [entry(path="a", value="1"), entry(path="b", value="2")]
    assert posted_answers(entries, posted(shown=["a", "b"], a=["1"], b=["3"])) == {"b": "3"}


def test_posted_answers_do_not_clear_what_the_page_did_not_show():
    appeared = entry(Control.CHECKBOXES, path="a", value="x")
    assert posted_answers([appeared], posted(shown=[])) == {}
    assert posted_answers([appeared], posted(shown=["a"])) == {"a": ""}


def test_posted_answers_leave_seconds_and_zones_alone_when_nobody_touched_them():
    moment = entry(Control.DATETIME, "2026-03-15T07:30:12.500+00:00", path="a")
    assert posted_answers([moment], posted(shown=["a"], a=["2026-03-15T08:30"])) == {}


def test_origin_of_a_choice_is_chosen():
    assert origin_of(entry(kind=QuestionType.SELECT_ONE)).kind == OriginKind.CHOSEN
    assert origin_of(entry()).kind == OriginKind.TYPED


def of_kind(appearance, value="", kind=QuestionType.TEXT):
    question = Question(key="q", type=kind, appearance=appearance)
    control = control_of(question, 0)
    return Entry(path="q", kind="question", relevant=True, control=control, value=value, question=question)


@pytest.mark.parametrize(
    ("asked", "posted", "text"),
    [
        (of_kind("money", kind=QuestionType.DECIMAL), ["1.250"], "1250"),
        (of_kind("money", kind=QuestionType.DECIMAL), ["12,5"], "12.5"),
        (of_kind("money EUR USD"), ["1.250,5", "USD"], "1250.50 USD"),
        (of_kind("money EUR USD"), ["", "USD"], ""),
        (
            of_kind("address"),
            ["Via Roma", "12", "20121", "Milano", "MI", ""],
            "Via Roma, 12 – 20121 Milano (MI)",
        ),
        (of_kind("address"), [""] * 6, ""),
        (of_kind("phone"), [" 333 1234567 "], "333 1234567"),
    ],
)
def test_posted_kind_is_in_the_engine_form(asked, posted, text):
    assert posted_text(asked, posted) == text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (of_kind("money", "1250.5", QuestionType.DECIMAL), "1250.50"),
        (of_kind("money EUR USD", "1250.50 USD"), "1250.50"),
        (of_kind("money EUR USD", "much USD"), "much"),
        (of_kind("money", "12.505", QuestionType.DECIMAL), "12.505"),
        (of_kind("iban", "IT60X0542811101000000123456"), "IT60 X054 2811 1010 0000 0123 456"),
        (of_kind("phone", "+393331234567"), "+39 333 123 4567"),
    ],
)
def test_control_shows_a_kind_as_people_write_it(asked, shown):
    assert control_value(asked) == shown


def test_kind_that_nobody_touched_is_not_changed():
    stored = of_kind("iban", "IT60X0542811101000000123456")
    posted = QueryDict(mutable=True)
    posted.setlist("shown", ["q"])
    posted["q"] = control_value(stored)
    assert posted_answers([stored], posted) == {}


@pytest.mark.parametrize(
    ("asked", "posted", "halfway"),
    [
        (of_kind("address"), ["Via Roma", "", "", "", "", ""], True),
        (of_kind("address"), ["Via Roma", "", "", "Milano", "", ""], False),
        (of_kind("address"), [""] * 6, False),
        (of_kind("money EUR USD"), ["", "USD"], True),
        (of_kind("money EUR USD", "5.00 EUR"), ["", "EUR"], False),
        (of_kind("money EUR USD"), ["5", "USD"], False),
    ],
)
def test_kind_of_several_inputs_waits_for_those_it_needs(asked, posted, halfway):
    assert is_halfway(asked, posted) == halfway
