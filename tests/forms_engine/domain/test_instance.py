import pytest

from forms_engine.domain.exceptions import (
    CountControlled,
    Malformed,
    NotRelevant,
    ReadOnly,
    TooMany,
    UnknownPath,
)
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance, Offer
from forms_engine.domain.markdown import to_html, to_text
from tests.forms_engine.domain.builders import (
    NOW,
    choice,
    definition,
    group,
    question,
    reloaded,
    repeat,
    start,
)

YES_NO = (choice("y", "Yes"), choice("n", "No"))


def value(instance, path):
    return instance.node(path).value


def states(instance):
    return {node.path: node for node in instance.nodes()}


def test_node_without_rules_is_shown_open_and_empty():
    node = start(question("name")).node("name")
    assert (node.relevant, node.value, node.required, node.readonly, node.violation) == (
        True,
        "",
        False,
        False,
        None,
    )


def test_nodes_come_in_document_order_with_sections_and_occurrences():
    instance = start(question("a"), group("g", question("b")), repeat("r", question("c")))
    assert [(node.path, node.kind) for node in instance.nodes()] == [
        ("a", "question"),
        ("g", "group"),
        ("g/b", "question"),
        ("r", "repeat"),
        ("r[1]", "occurrence"),
        ("r[1]/c", "question"),
    ]


def test_hidden_answer_is_kept_but_does_not_count_and_is_back_when_shown():
    instance = start(
        question("has_car", "select_one", choice_list="yn"),
        question("plate", relevant="${has_car} = 'y'", required="true()"),
        question("copy", "calculate", calculation="${plate}"),
        yn=YES_NO,
    )
    instance.set_value("has_car", "y")
    assert instance.node("plate").violation == "required"
    instance.set_value("plate", "AB123")
    instance.set_value("has_car", "n")
    assert (value(instance, "plate"), value(instance, "copy")) == ("", "")
    assert instance.node("plate").violation is None
    assert instance.values()["plate"] == "AB123"
    assert "plate" not in instance.active_values()
    instance.set_value("has_car", "y")
    assert (value(instance, "plate"), value(instance, "copy")) == ("AB123", "AB123")


def test_section_hides_all_below_it():
    instance = start(
        question("open"),
        group(
            "g",
            group("h", question("deep", required="true()")),
            repeat("r", question("x")),
            relevant="${open} = '1'",
        ),
    )
    assert not any(node.relevant for path, node in states(instance).items() if path.startswith("g"))
    instance.set_value("open", "1")
    assert all(node.relevant for node in instance.nodes())
    assert instance.node("g/h/deep").violation == "required"


def test_changed_names_what_looks_different_and_nothing_else():
    instance = start(
        question("a", "integer"),
        question("b", relevant="${a} > 1"),
        question("c", label={"": "You said ${a}"}),
        question("d"),
    )
    assert instance.changed() == frozenset()
    instance.set_value("a", "1")
    assert instance.changed() == {"a", "c"}
    instance.mark()
    instance.set_value("a", "2")
    assert instance.changed() == {"a", "b", "c"}
    instance.mark()
    instance.set_value("a", "2")
    assert instance.changed() == frozenset()


def test_constraint_is_checked_on_answers_only_and_requirement_on_gaps_only():
    instance = start(question("age", "integer", required="true()", constraint=". >= 18"))
    assert instance.node("age").violation == "required"
    instance.set_value("age", "17")
    assert instance.node("age").violation == "constraint"
    instance.set_value("age", "18")
    assert instance.node("age").violation is None


def test_requirement_and_lock_can_depend_on_answers():
    instance = start(question("a"), question("b", required="${a} = '1'", read_only="${a} = '2'"))
    instance.set_value("a", "1")
    assert (instance.node("b").required, instance.node("b").violation) == (True, "required")
    instance.set_value("a", "2")
    assert (instance.node("b").required, instance.node("b").readonly) == (False, True)
    with pytest.raises(ReadOnly):
        instance.set_value("b", "x")


def test_calculations_follow_each_other_whatever_their_order():
    instance = start(
        question("total", "calculate", calculation="${double} + 1"),
        question("double", "calculate", calculation="${n} * 2"),
        question("n", "integer"),
    )
    instance.set_value("n", "4")
    assert (value(instance, "double"), value(instance, "total")) == ("8", "9")


def test_open_calculation_can_be_overwritten_until_what_it_reads_changes():
    instance = start(
        question("n", "integer"), question("sum", "integer", calculation="${n} + 1"), question("x")
    )
    instance.set_value("n", "1")
    instance.set_value("sum", "10")
    instance.set_value("x", "other")
    assert value(reloaded(instance), "sum") == value(instance, "sum") == "10"
    instance.set_value("n", "2")
    assert value(instance, "sum") == "3"


def test_trigger_lets_a_calculation_run_only_when_it_changes():
    instance = start(
        question("a", default="x"),
        question("b"),
        question("log", "calculate", calculation="concat(${a}, ${b})", trigger="${a}"),
    )
    assert value(instance, "log") == ""
    instance.set_value("b", "2")
    assert value(instance, "log") == ""
    instance.set_value("a", "1")
    assert value(reloaded(instance), "log") == value(instance, "log") == "12"


def test_being_shown_is_no_trigger():
    instance = start(
        question("a"),
        question("b"),
        question("show", default="no"),
        question("log", calculation="concat(${a}, ${b})", trigger="${a}", relevant="${show} = 'yes'"),
    )
    instance.set_value("show", "yes")
    assert value(instance, "log") == ""
    instance.set_value("show", "no")
    instance.set_value("a", "1")  # it runs now, though nobody sees it
    instance.set_value("b", "2")
    later = reloaded(instance)
    later.set_value("show", "yes")
    instance.set_value("show", "yes")
    assert value(later, "log") == value(instance, "log") == "1"


def test_choice_filter_offers_and_drops_choices():
    instance = start(
        question("region", "select_one", choice_list="regions"),
        question("towns", "select_multiple", choice_list="towns", choice_filter="region = ${region}"),
        regions=(choice("n"), choice("s")),
        towns=(
            choice("mi", "Milan", region="n"),
            choice("to", region="n"),
            choice("na", "Naples", region="s"),
        ),
    )
    assert instance.choices("towns", "") == ()
    instance.set_value("region", "n")
    assert instance.choices("towns", "") == (Offer("mi", "Milan"), Offer("to", "to"))
    instance.set_value("towns", "to mi")
    assert value(instance, "towns") == "mi to"
    instance.mark()
    instance.set_value("region", "s")
    assert value(instance, "towns") == ""
    assert instance.changed() == {"region", "towns"}
    instance.set_value("region", "n")
    assert value(instance, "towns") == "mi to"


def test_ranking_names_all_that_is_offered():
    instance = start(question("r", "rank", choice_list="l"), l=(choice("a"), choice("b"), choice("c")))
    instance.set_value("r", "c a b")
    assert value(instance, "r") == "c a b"
    with pytest.raises(Malformed):
        instance.set_value("r", "c a")


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("integer", "x", "not_an_integer"),
        ("decimal", "1,5", "not_a_number"),
        ("date", "2026-02-30", "not_a_date"),
        ("time", "25:00:00", "not_a_time"),
        ("dateTime", "2026-03-15", "not_a_moment"),
        ("geopoint", "91 0", "not_a_place"),
        ("range", "11", "out_of_range"),
        ("select_one", "z", "not_offered"),
        ("select_multiple", "y z", "not_offered"),
        ("acknowledge", "no", "not_ok"),
    ],
)
def test_set_value_refuses_a_text_of_another_type_and_changes_nothing(kind, text, code):
    instance = start(question("q", kind, choice_list="yn"), yn=YES_NO)
    with pytest.raises(Malformed) as caught:
        instance.set_value("q", text)
    assert caught.value.code == code
    assert instance.values() == {}


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("integer", "7", "7"),
        ("decimal", "7", "7.0"),
        ("decimal", "0.000001", "0.000001"),
        ("date", "2026-03-15", "2026-03-15"),
        ("time", "08:00:00.000+01:00", "08:00:00.000+01:00"),
        ("dateTime", "2026-03-15T08:00:00.000+01:00", "2026-03-15T08:00:00.000+01:00"),
        ("geopoint", "45.5 9.2 0 0", "45.5 9.2 0.0 0.0"),
        ("geotrace", "1 1;2 2", "1.0 1.0;2.0 2.0"),
        ("geoshape", "1 1;2 2;1 1", "1.0 1.0;2.0 2.0;1.0 1.0"),
        ("acknowledge", "OK", "OK"),
        ("image", "photo.jpg", "photo.jpg"),
        ("text", " any text ", " any text "),
    ],
)
def test_set_value_stores_the_xforms_form(kind, text, stored):
    instance = start(question("q", kind))
    instance.set_value("q", text)
    assert value(instance, "q") == stored
    instance.set_value("q", "")
    assert instance.values() == {}


def test_set_value_refuses_what_cannot_be_answered():
    instance = start(
        question("note", "note"),
        question("sum", "calculate", calculation="1"),
        question("hidden", relevant="false()"),
        group("g"),
    )
    for path, refusal in {
        "note": ReadOnly,
        "sum": ReadOnly,
        "hidden": NotRelevant,
        "g": UnknownPath,
        "x": UnknownPath,
    }.items():
        with pytest.raises(refusal):
            instance.set_value(path, "1")


def test_defaults_are_set_once_and_expressions_see_what_stands_before_them():
    instance = start(
        question("city", default="Rome"),
        question("where", default="concat('in ', ${city})"),
        question("when", "date", default="today()"),
        question("day", "date", default="2026-01-02"),
        question("started", "start"),
        question("date", "today"),
        question("who", "username"),
        username="ada",
    )
    instance.set_value("city", "")
    assert instance.active_values() == {
        "where": "in Rome",
        "when": "2026-03-15",
        "day": "2026-01-02",
        "started": "2026-03-15T10:30:00.000+01:00",
        "date": "2026-03-15",
        "who": "ada",
    }
    assert reloaded(instance).active_values() == instance.active_values()


def test_chance_and_clock_stay_as_they_were_when_loaded():
    instance = start(
        question("id", "calculate", calculation="uuid()"), question("at", "calculate", calculation="now()")
    )
    later = Instance.load(instance.form, values=instance.values(), occurrences={}, now=NOW.replace(year=2030))
    assert later.values() == instance.values()


def test_finish_gives_the_end_its_time_and_follows_it():
    instance = start(
        question("end", "end"),
        question("took", "calculate", calculation="string-length(${end}) > 0"),
        repeat("r", question("left", "end")),
    )
    assert value(instance, "end") == ""
    instance.mark()
    instance.finish(NOW)
    assert value(instance, "end") == value(instance, "r[1]/left") == "2026-03-15T10:30:00.000+01:00"
    assert value(instance, "took") == "true"
    assert instance.changed() == {"end", "took", "r[1]/left"}
    assert value(reloaded(instance), "end") == value(instance, "end")


def test_load_leaves_out_what_no_longer_exists():
    form = compile_form(definition(question("a"), repeat("r", question("b"))))
    instance = Instance.load(
        form, values={"a": "1", "gone": "2", "r[9]/b": "3"}, occurrences={"r": (4,)}, now=NOW
    )
    assert instance.values() == {"a": "1"}
    assert instance.occurrences() == {"r": (4,)}


def test_engine_refuses_a_moment_without_a_zone():
    form = compile_form(definition(question("a")))
    with pytest.raises(ValueError, match="time zone"):
        Instance.new(form, now=NOW.replace(tzinfo=None))


def test_occurrences_keep_their_numbers():
    instance = start(
        repeat("child", question("name"), question("at", "calculate", calculation="position(..)"))
    )
    assert [instance.add_occurrence("child") for _ in range(2)] == ["child[2]", "child[3]"]
    instance.set_value("child[3]/name", "Cy")
    instance.mark()
    instance.remove_occurrence("child[2]")
    assert instance.occurrences() == {"child": (1, 3)}
    assert (value(instance, "child[3]/name"), value(instance, "child[3]/at")) == ("Cy", "2")
    assert instance.changed() == {"child[2]", "child[2]/name", "child[2]/at", "child[3]/at"}
    assert instance.add_occurrence("child") == "child[4]"
    with pytest.raises(UnknownPath):
        instance.node("child[2]/name")


def test_occurrences_refuse_what_is_none():
    instance = start(question("n", "integer"), repeat("r", question("a"), count="${n}"), group("g"))
    for path in ("g", "n", "nowhere"):
        with pytest.raises(UnknownPath):
            instance.add_occurrence(path)
        with pytest.raises(UnknownPath):
            instance.remove_occurrence(path)
    instance.set_value("n", "1")
    with pytest.raises(CountControlled):
        instance.add_occurrence("r")
    with pytest.raises(CountControlled):
        instance.remove_occurrence("r[1]")
    with pytest.raises(UnknownPath):
        instance.remove_occurrence("r")


def test_repeats_have_a_limit(monkeypatch):
    monkeypatch.setattr("forms_engine.domain.instance.MOST_OCCURRENCES", 2)
    instance = start(repeat("r", question("a")))
    instance.add_occurrence("r")
    with pytest.raises(TooMany):
        instance.add_occurrence("r")


def test_count_adds_and_removes_at_the_end():
    instance = start(
        question("n", "integer"),
        repeat("r", question("a", default="?"), count="${n}"),
        question("all", "calculate", calculation="join('', ${a})"),
    )
    assert instance.occurrences() == {"r": ()}
    for text, numbers in (("3", (1, 2, 3)), ("1", (1,)), ("-4", ()), ("2", (1, 2)), ("", (1, 2))):
        instance.set_value("n", text)
        assert instance.occurrences() == {"r": numbers}
        assert value(instance, "all") == "?" * len(numbers)


def test_count_that_is_worked_out_keeps_a_question_of_its_own():
    instance = start(question("n", "integer"), repeat("r", question("a"), count="${n} + 1"))
    instance.set_value("n", "1")
    assert value(instance, "r_count") == "2"
    assert instance.occurrences() == {"r": (1, 2)}
    assert reloaded(instance).occurrences() == {"r": (1, 2)}


def test_references_stay_within_their_occurrence_and_gather_all_from_outside():
    instance = start(
        repeat("child", question("age", "integer"), group("g", question("adult", relevant="${age} >= 18"))),
        question("sum", "calculate", calculation="sum(${age})"),
        question("eldest", "calculate", calculation="max(${age})"),
    )
    instance.add_occurrence("child")
    instance.set_value("child[1]/age", "40")
    instance.set_value("child[2]/age", "3")
    assert instance.node("child[1]/g/adult").relevant
    assert not instance.node("child[2]/g/adult").relevant
    assert (value(instance, "sum"), value(instance, "eldest")) == ("43", "40")
    instance.remove_occurrence("child[1]")
    assert (value(instance, "sum"), value(instance, "eldest")) == ("3", "3")


def test_nested_repeats_join_what_belongs_together():
    instance = start(
        repeat(
            "house",
            question("street"),
            repeat(
                "room",
                question("size", "integer"),
                question("where", "calculate", calculation="concat(${street}, ' ', ${size})"),
            ),
            question("area", "calculate", calculation="sum(${size})"),
        ),
        question("total", "calculate", calculation="sum(${area})"),
    )
    assert instance.add_occurrence("house") == "house[2]"
    assert instance.occurrences() == {"house": (1, 2), "house[1]/room": (1,), "house[2]/room": ()}
    instance.add_occurrence("house[2]/room")
    instance.add_occurrence("house[2]/room")
    for path, size in {"house[1]/room[1]": "10", "house[2]/room[1]": "20", "house[2]/room[2]": "5"}.items():
        instance.set_value(f"{path}/size", size)
    instance.set_value("house[2]/street", "Elm")
    assert [value(instance, path) for path in ("house[1]/area", "house[2]/area", "total")] == [
        "10",
        "25",
        "35",
    ]
    assert value(instance, "house[2]/room[2]/where") == "Elm 5"
    assert value(instance, "house[1]/room[1]/where") == " 10"
    instance.remove_occurrence("house[2]/room[1]")
    assert value(instance, "total") == "15"
    assert states(reloaded(instance)) == states(instance)


def test_running_total_reads_the_occurrence_before():
    instance = start(
        repeat(
            "row",
            question("amount", "integer"),
            question(
                "total",
                "calculate",
                calculation="coalesce(indexed-repeat(${total}, ${row}, position(..) - 1), 0) + ${amount}",
            ),
        )
    )
    for number, amount in enumerate(("1", "2", "3"), 1):
        if number > 1:
            instance.add_occurrence("row")
        instance.set_value(f"row[{number}]/amount", amount)
    assert value(instance, "row[3]/total") == "6"
    instance.set_value("row[1]/amount", "10")
    assert value(instance, "row[3]/total") == "15"
    instance.remove_occurrence("row[2]")
    assert value(instance, "row[3]/total") == "13"


def test_texts_are_filled_in_and_fall_back_to_the_default_language():
    form = compile_form(
        definition(
            question("name"),
            question(
                "q",
                "select_one",
                choice_list="l",
                label={"Italiano (it)": "Ciao ${name}!", "English (en)": "Hello ${ name }!"},
                hint={"Italiano (it)": "Scelga"},
                constraint_message={"English (en)": "No, ${name}."},
            ),
            repeat("r", question("nick"), question("say", label={"Italiano (it)": "${nick} di ${name}"})),
            languages=("Italiano (it)", "English (en)"),
            l=(choice("me", "Solo ${name}"),),
        )
    )
    instance = Instance.new(form, now=NOW)
    instance.set_value("name", "Ada")
    instance.set_value("r[1]/nick", "Lo")
    assert instance.label("q", "English (en)") == "Hello Ada!"
    assert instance.label("q", "Italiano (it)") == "Ciao Ada!"
    assert instance.hint("q", "English (en)") == "Scelga"
    assert instance.constraint_message("q", "English (en)") == "No, Ada."
    assert instance.required_message("q", "English (en)") == ""
    assert instance.choices("q", "English (en)") == (Offer("me", "Solo Ada"),)
    assert instance.label("r[1]/say", "English (en)") == "Lo di Ada"
    assert instance.label("r", "English (en)") == ""


def test_texts_show_answers_as_they_stand_and_only_the_authors_words_as_markdown():
    instance = start(question("name"), question("q", label={"": "**Dear ${name}**, [go](https://a.it)"}))
    instance.set_value("name", "*x* [a](http://b)")
    label = instance.label("q", "")
    link = '<a href="https://a.it" rel="noopener noreferrer" target="_blank">go</a>'
    assert to_html(label) == f"<strong>Dear *x* [a](http://b)</strong>, {link}"
    assert to_text(label) == "Dear *x* [a](http://b), go"


def test_hidden_gap_is_no_violation_until_it_is_shown():
    instance = start(question("a"), question("b", required="true()", relevant="${a} = '1'"))
    assert instance.node("b").violation is None
    instance.set_value("a", "1")
    assert instance.node("b").violation == "required"
    instance.set_value("a", "2")
    assert instance.node("b").violation is None


def test_occurrence_that_comes_into_a_hidden_section_is_hidden():
    instance = start(
        question("n", "integer"),
        question("open"),
        group("g", repeat("r", question("a", required="true()"), count="${n}"), relevant="${open} = '1'"),
    )
    instance.set_value("n", "1")
    assert not instance.node("g/r[1]/a").relevant
    assert instance.node("g/r[1]/a").violation is None
    instance.set_value("open", "1")
    assert instance.node("g/r[1]/a").violation == "required"
