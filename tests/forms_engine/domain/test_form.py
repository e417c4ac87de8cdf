from dataclasses import replace

import pytest

from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from tests.forms_engine.domain.builders import NOW, choice, definition, group, question, repeat


def problems(*children, **lists):
    with pytest.raises(DefinitionInvalid) as caught:
        compile_form(definition(*children, **lists))
    return [(problem.path, problem.column, problem.sentence) for problem in caught.value.problems]


def test_form_finds_every_place_by_its_key_path():
    form = compile_form(definition(group("g", repeat("r", question("q")))))
    assert list(form.nodes) == ["g", "g/r", "g/r/q"]
    assert form.root.inside == (form.nodes["g"],)
    assert form.nodes["g/r/q"].repeat is form.nodes["g/r"]


def test_cycle_is_refused_and_named():
    [(path, column, sentence)] = problems(
        question("a", "calculate", calculation="${c} + 1"),
        question("b", "calculate", calculation="${a} * 2"),
        group("g", question("c", relevant="${b} > 3")),
    )
    assert (path, column) == ("a", "calculation")
    assert "in a circle: a → b → c → a." in sentence


@pytest.mark.parametrize(
    ("column", "node"),
    [
        ("calculation", question("a", "calculate", calculation="${a} + 1")),
        ("relevant", question("a", relevant="${a} = ''")),
        ("relevant", group("g", question("a"), relevant="${a} = 'x'")),
        ("repeat_count", repeat("r", question("a", "integer"), count="count(${a})")),
        ("choice_filter", question("a", "select_one", choice_list="l", choice_filter="name != ${a}")),
    ],
)
def test_rule_that_needs_its_own_answer_is_refused(column, node):
    found = problems(node, l=(choice("x"),))
    assert found
    assert {problem[1] for problem in found} <= {column, "calculation"}


def test_constraint_requirement_and_lock_may_read_their_own_answer():
    assert compile_form(
        definition(question("a", constraint="${a} != 'x'", required="${a} = ''", read_only="${a} = 'y'"))
    )


def test_all_problems_are_collected_with_their_cells():
    found = problems(
        question("a", relevant="${nobody} = 1", constraint="foo(.)", label={"English (en)": "Hi ${nemo}"}),
        question("b", "select_one", choice_list="missing"),
        question("c", calculation="1 +", trigger="${zero}"),
        question("d", default="concat(${e}, 1"),
        repeat("r", question("x"), count="${many} + 1"),
    )
    assert [(path, column) for path, column, _ in found] == [
        ("a", "relevant"),
        ("a", "constraint"),
        ("a", "label::English (en)"),
        ("b", "type"),
        ("c", "calculation"),
        ("c", "trigger"),
        ("d", "default"),
        ("r_count", "calculation"),
    ]


def test_reference_to_a_name_used_twice_is_not_clear():
    [(_, column, sentence)] = problems(
        group("g", question("x")), group("h", question("x")), question("y", "calculate", calculation="${x}")
    )
    assert column == "calculation"
    assert "2 questions have that name" in sentence


def test_twins_in_one_section_are_refused():
    assert problems(question("a"), question("a"))[0][:2] == ("a", "name")


def test_long_questionnaire_compiles_although_each_answer_decides_on_the_next():
    chain = [question("q0")] + [question(f"q{at}", relevant=f"${{q{at - 1}}} != ''") for at in range(1, 400)]
    assert len(compile_form(definition(*chain)).nodes) == 400


def test_name_of_submissions_is_compiled_too():
    named = replace(definition(question("who")), settings={"instance_name": "concat('Claim of ', ${who})"})
    instance = Instance.new(compile_form(named), now=NOW)
    instance.set_value("who", "Ada")
    assert instance.name() == "Claim of Ada"
    with pytest.raises(DefinitionInvalid) as caught:
        compile_form(replace(named, settings={"instance_name": "${whom}"}))
    [problem] = caught.value.problems
    assert (problem.path, problem.column) == ("", "instance_name")


@pytest.mark.parametrize(
    ("column", "node"),
    [
        ("choice_filter", question("q", "select_one", choice_list="l", choice_filter="regio = ${a}")),
        (
            "choice_filter",
            question("q", "select_one", choice_list="l", choice_filter="not(selected(regio, 'x'))"),
        ),
        ("calculation", question("q", "calculate", calculation="instance('l')/root/item[regio = 'x']/name")),
        ("calculation", question("q", "calculate", calculation="pulldata('l', 'name', 'regio', ${a})")),
    ],
)
def test_column_that_a_choice_list_lacks_is_remarked_upon(column, node):
    form = compile_form(definition(question("a"), node, l=(choice("x", region="n"), choice("y"))))
    [remark] = form.remarks
    assert (remark.path, remark.column) == ("q", column)
    assert "“l” has no column “regio”" in remark.sentence


def test_columns_that_a_choice_list_has_are_not_remarked_upon():
    rule = "region = ${a} or name = 'x' or label = 'X' or ../item[2]/region = current()/../a"
    node = question("q", "select_one", choice_list="l", choice_filter=rule)
    form = compile_form(definition(question("a"), node, l=(choice("x", region="n"), choice("y"))))
    assert form.remarks == ()
