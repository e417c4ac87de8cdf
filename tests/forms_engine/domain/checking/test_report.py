import itertools

import pytest

from benchmarks._questionnaire import questionnaire
from forms_engine.domain.checking.report import Coverage, check
from forms_engine.domain.checking.trying import Limits
from forms_engine.domain.form import compile_form
from tests.forms_engine.domain.builders import NOW, choice, definition, group, question, repeat

COLOURS = (choice("red"), choice("blue"))
COLOUR = question("colour", "select_one", choice_list="l")


def checked(*children, tries=200, **lists):
    lists = lists or {"l": COLOURS}
    form = compile_form(definition(*children, **lists))
    return check(form, now=NOW, limits=Limits(itertools.count().__next__, seconds=10**6, tries=tries))


def found(*children, **options):
    return {(each.path, each.code): each for each in checked(*children, **options).findings}


def test_sound_questionnaire_has_no_findings_and_is_covered():
    report = checked(
        COLOUR,
        question("why", relevant="${colour} = 'red'", required="true()"),
        question("age", "integer", constraint=". >= 18 and . < 120"),
        group("adult", question("job"), relevant="${age} > 65"),
        question("code", constraint="regex(., '^[A-Z]{2}[0-9]{3}$')"),
        question("tax", appearance="codice-fiscale", constraint="regex(., '^[A-Z0-9]{16}$')"),
        repeat("child", question("name"), question("school", relevant="${name} = 'Ada'")),
        repeat("car", question("plate"), count="${age} - 17"),
    )
    assert report.findings == ()
    assert report.shown == report.answered == Coverage(9, 9)
    assert (report.choices, report.rules) == (Coverage(2, 2), 8)


@pytest.mark.parametrize(
    "relevant",
    [
        "false()",
        "not(true())",
        "${colour} = 'green'",
        "selected(${colour}, 'green')",
        "'green' = ${colour}",
        "${colour} = 'red' and ${colour} = 'blue'",
        "${colour} = 'green' or false()",
        "not(${colour} != 'green')",
    ],
)
def test_rule_that_cannot_be_true_is_proven(relevant):
    finding = found(COLOUR, question("why", relevant=relevant))["why", "never_asked"]
    assert (finding.is_proven, finding.column) == (True, "relevant")


@pytest.mark.parametrize(
    "relevant",
    [
        "${colour} = 'red'",
        "${colour} != 'red'",
        "${colour} = 'red' or ${colour} = 'blue'",
        "${colour} = 'green' or ${colour} = 'red'",
        "not(selected(${colour}, 'red'))",
        "${colour} = ''",
    ],
)
def test_rule_that_can_be_true_is_not_called_impossible(relevant):
    codes = {code for _path, code in found(COLOUR, question("why", relevant=relevant))}
    assert not codes & {"never_asked", "not_reached"}


def test_several_choices_can_be_chosen_at_once():
    several = question("colour", "select_multiple", choice_list="l")
    rule = "selected(${colour}, 'red') and selected(${colour}, 'blue')"
    assert found(several, question("why", relevant=rule)) == {}


def test_what_depends_on_a_question_never_shown_is_proven_too():
    findings = found(
        question("a", relevant="false()"),
        question("b", relevant="${a} = 'x'"),
        question("c", relevant="${a} != 'x'"),
        group("g", question("d"), relevant="${b} > 3"),
    )
    assert {path for path, code in findings if code == "never_asked"} == {"a", "b", "g"}
    assert ("c", "always_asked") in findings


def test_question_in_a_section_never_shown_is_not_named_apart():
    findings = found(group("g", question("a"), question("b", relevant="${a} = 'x'"), relevant="false()"))
    assert set(findings) == {("g", "never_asked")}


def test_calculation_is_not_called_empty_for_being_hidden():
    findings = found(
        question("a", "calculate", calculation="1 + 1", relevant="false()"),
        question("b", relevant="${a} = 2"),
    )
    assert ("b", "never_asked") not in findings


def test_choice_that_does_not_exist_is_named_with_its_question():
    finding = found(COLOUR, question("why", constraint="${colour} != 'green'"))["why", "choice_unknown"]
    assert finding.params == {"key": "colour", "value": "green"}
    assert "none of its choices" in finding.sentence


def test_rule_that_is_always_true_is_proven():
    assert found(question("a", relevant="true()"))["a", "always_asked"].is_proven


def test_rule_that_never_hides_is_told_of_as_tried():
    rule = "string-length(${a}) >= 0"
    finding = found(question("a"), question("b", relevant=rule))["b", "always_shown"]
    assert (finding.is_proven, finding.params["tries"]) == (False, 200)


def test_contradiction_is_told_of_as_tried_only():
    rule = "${age} > 10 and ${age} < 5"
    finding = found(question("age", "integer"), question("b", relevant=rule))["b", "not_reached"]
    assert not finding.is_proven
    assert "200 tries" in finding.sentence


def test_constraint_that_nothing_passes_is_told_of():
    finding = found(question("age", "integer", constraint=". > 10 and . < 5"))["age", "never_valid"]
    assert not finding.is_proven


def test_required_question_that_nobody_can_answer_is_proven():
    findings = found(
        question("a", required="true()", read_only="true()"),
        question("b", required="true()", read_only="true()", default="x"),
    )
    assert set(findings) == {("a", "never_answerable")}


def test_rule_that_looks_ahead_is_told_of():
    findings = found(
        question("a", relevant="${b} = 'x'"), question("sum", "calculate", calculation="${b}"), question("b")
    )
    assert findings["a", "asked_later"].params == {"key": "b"}
    assert ("sum", "asked_later") not in findings


def test_rule_that_reads_a_note_is_told_of():
    findings = found(question("n", "note"), question("a", relevant="${n} = 'x'"))
    assert findings["a", "note_read"].params == {"key": "n"}


def test_filter_offers_every_choice_in_some_try_or_the_others_are_named():
    towns = (choice("rome", area="red"), choice("oslo", area="blue"), choice("nome", area="green"))
    town = question("town", "select_one", choice_list="towns", choice_filter="area = ${colour}")
    report = checked(COLOUR, town, l=COLOURS, towns=towns)
    (finding,) = report.findings
    assert (finding.path, finding.code, finding.params["values"]) == ("town", "choices_never_offered", "nome")
    assert report.choices == Coverage(4, 5)


def test_long_way_of_single_choices_is_found():
    steps = [
        question(f"q{at}", "select_one", choice_list="l", relevant=f"${{q{at - 1}}} = 'v7'" if at else "")
        for at in range(8)
    ]
    report = checked(*steps, l=tuple(choice(f"v{number}") for number in range(12)))
    assert report.findings == ()


def test_calculation_that_splits_in_two_is_looked_through():
    report = checked(
        question("age", "integer"),
        question("old", "calculate", calculation="if(${age} >= 987654, 'yes', 'no')"),
        question("how", relevant="${old} = 'yes'"),
    )
    assert report.findings == ()


def test_triggered_calculation_runs_in_tries():
    report = checked(
        COLOUR,
        question("copy", "calculate", calculation="${colour}", trigger="${colour}"),
        question("why", relevant="${copy} = 'red'"),
    )
    assert ("why", "not_reached") not in {(each.path, each.code) for each in report.findings}


def test_answers_that_break_their_rule_reach_nothing():
    rule = "${age} > 100"
    findings = found(question("age", "integer", constraint=". < 50"), question("b", relevant=rule))
    assert ("b", "not_reached") in findings


def test_same_questionnaire_gives_the_same_report():
    form = compile_form(questionnaire(50))
    reports = [
        check(form, now=NOW, limits=Limits(itertools.count().__next__, seconds=10**6, tries=60))
        for _time in range(2)
    ]
    assert reports[0] == reports[1]


def test_time_ends_the_tries():
    form = compile_form(definition(question("a", relevant="1 = 2")))
    report = check(form, now=NOW, limits=Limits(itertools.count().__next__, seconds=5))
    assert report.tries <= 5


@pytest.mark.parametrize(("seen", "total", "percent"), [(0, 0, 100), (1, 3, 33), (299, 300, 99), (3, 3, 100)])
def test_coverage_is_whole_only_when_all_was_seen(seen, total, percent):
    assert Coverage(seen, total).percent == percent
