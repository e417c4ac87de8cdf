import pytest

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.editing.expressions import review_expression

TRIP = Definition(
    form_id="trip",
    title="Trip",
    children=(
        Question(key="days", type=QuestionType.INTEGER),
        Question(key="how", type=QuestionType.SELECT_ONE, choice_list="ways"),
        Group(key="stay", children=(Question(key="hotel", type=QuestionType.TEXT),)),
        Repeat(key="guest", children=(Question(key="age", type=QuestionType.INTEGER),)),
    ),
    choice_lists={"ways": (Choice(value="train", columns={"green": "1"}), Choice(value="plane"))},
)


def review(source, path="stay/hotel", field="relevant"):
    return review_expression(TRIP, path, field, source)


@pytest.mark.parametrize(
    ("source", "code", "marked"),
    [
        ("${days} > ", "expected_value_at_end", ">"),
        ("${days} >> 3", "expected_value", ">"),
        ("${days} > 3)", "expected_end", ")"),
        ("(${days} > 3", "expected_sign_at_end", "3"),
        ("${dayz} > 3", "key_misspelt", "${dayz}"),
        ("1 = 1 and ${ nobody } = 2", "key_unknown", "${ nobody }"),
        ("${days} > 3 and blub(${how})", "function_unknown", "blub"),
        ("if(${days} > 3, 1)", "arguments_many", "if"),
        ("${how} = 'train", "quote_open", "'train"),
        ("${days} § 3", "character_unknown", "§ 3"),
        ("regex(., '[')", "pattern_malformed", "["),
        ("${days} > 3 and /other/days", "root_unknown", "other"),
        ("@x = 1", "attribute", "@x = 1"),
    ],
)
def test_fault_is_found_where_it_is(source, code, marked):
    fault = review(source).fault
    assert fault.problem.code == code
    assert source[fault.start : fault.end].strip() == marked
    assert 0 <= fault.start < fault.end <= len(source)


def test_fault_at_the_end_marks_the_last_character():
    fault = review("${days} >").fault
    assert (fault.start, fault.end) == (8, 9)


def test_good_expression_names_what_it_reads():
    found = review("${days} > 3 and sum(${age}) > 18 and . != '' and /data/how = 'train'")
    assert (found.fault, found.remarks) == (None, ())
    assert found.reads == ("days", "guest/age", "how")


def test_faulty_expression_names_what_it_mentions():
    assert review("${days} > 3 and (${age} > ").reads == ("days", "guest/age")


def test_choice_filter_sees_the_columns_of_its_list():
    assert review("green = '1'", "how", "choice_filter").remarks == ()
    remark = review("blue = '1'", "how", "choice_filter").remarks[0]
    assert (remark.code, remark.params["column"]) == ("column_unknown", "blue")


def test_trigger_is_one_question():
    assert review("${days}", field="trigger").fault is None
    assert review("${days} + 1", field="trigger").fault.problem.code == "trigger_not_one"


def test_count_of_a_repeat_is_checked():
    assert review("${days}", "guest", "count").reads == ("days",)
    assert review("${day", "guest", "count").fault.problem.column == "repeat_count"


@pytest.mark.parametrize(("source", "path"), [("", "days"), ("  ", "days"), ("1 = 1", "nowhere")])
def test_nothing_to_check_is_nothing_wrong(source, path):
    found = review(source, path)
    assert (found.fault, found.reads) == (None, ())


@pytest.mark.parametrize("source", ["(" * 500, "a" * 30_000, "\0", "${" * 100, "1" + " + 1" * 5_000])
def test_hostile_expressions_are_answered(source):
    found = review(source)
    assert found.fault is None or found.fault.problem.sentence
