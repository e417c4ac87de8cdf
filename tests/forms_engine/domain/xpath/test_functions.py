"""Each expression is worked out as a calculation next to a handful of answers."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 15, 10, 30, tzinfo=ROME)
TEXT, INTEGER = QuestionType.TEXT, QuestionType.INTEGER
TOWNS = (
    Choice(value="rm", label={"": "Rome"}, columns={"region": "lazio", "people": "2800000"}),
    Choice(value="vt", label={"": "Viterbo"}, columns={"region": "lazio", "people": "67000"}),
    Choice(value="mi", label={"": "Milan"}, columns={"region": "lombardia", "people": "1400000"}),
)


def definition_with(expression):
    child = Question(key="age", type=INTEGER)
    return Definition(
        form_id="f",
        title="F",
        children=(
            Question(key="seven", type=INTEGER),
            Question(key="word", type=TEXT),
            Question(key="empty", type=TEXT),
            Question(key="born", type=QuestionType.DATE),
            Question(key="town", type=QuestionType.SELECT_ONE, choice_list="towns"),
            Question(key="some", type=QuestionType.SELECT_MULTIPLE, choice_list="towns"),
            Question(key="answer", type=QuestionType.SELECT_ONE, choice_list="unlabelled"),
            Group(key="g", children=(Question(key="inner", type=TEXT),)),
            Repeat(key="child", children=(child, Question(key="nick", type=TEXT))),
            Question(key="result", type=QuestionType.CALCULATE, calculation=expression),
        ),
        choice_lists={"towns": TOWNS, "unlabelled": (Choice(value="no"),)},
    )


def evaluate(expression):
    values = {
        "seven": "7",
        "word": "Straße 12",
        "born": "1990-05-20",
        "town": "vt",
        "some": "rm mi",
        "g/inner": "in",
        "child[1]/age": "10",
        "child[2]/age": "4",
        "child[2]/nick": "Bo",
        "child[5]/age": "1",
    }
    form = compile_form(definition_with(expression))
    return Instance.load(form, values=values, occurrences={"child": (1, 2, 5)}, now=NOW).node("result").value


def check(expression, result):
    assert evaluate(expression) == result


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("1 div 2", "0.5"),
        ("7 mod 2", "1"),
        ("-7 mod 2", "-1"),
        ("1 div 0", "Infinity"),
        ("0 div 0", ""),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1000000 * 1000000", "1000000000000"),
        ("1 div 10000000", "1e-7"),
        ("'3' + 4", "7"),
        ("${word} + 1", ""),
        ("-${seven}", "-7"),
        ("'2026-03-16' - '2026-03-15'", "1"),
    ],
)
def test_arithmetic(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("7 = '7'", "true"),
        ("'7' = '7.0'", "false"),
        ("${seven} = 7.0", "true"),
        ("${seven} = '7.0'", "false"),
        ("'a' < 'b'", "false"),
        ("'10' > '9'", "true"),
        ("${empty} = ''", "true"),
        ("${empty} < 1", "false"),
        ("true() = 'x'", "true"),
        ("true() = ''", "false"),
        ("${age} = 4", "true"),
        ("${age} != 4", "true"),
        ("${age} = 3", "false"),
        ("${age} > ${seven}", "true"),
        ("/data/child[nick = 'none'] = ''", "false"),
        ("${born} < today()", "true"),
        ("today() = '2026-03-15'", "true"),
        ("${born} >= '1990-05-20'", "true"),
    ],
)
def test_comparison_follows_xpath_types(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("if(${seven} > 5, 'big', 'small')", "big"),
        ("if('', 'yes', 'no')", "no"),
        ("if(${empty}, 'there', 'not')", "there"),
        ("not(0)", "true"),
        ("not(${seven} = 7)", "false"),
        ("boolean('false')", "true"),
        ("boolean-from-string('false')", "false"),
        ("boolean-from-string('1')", "true"),
        ("1 and 0", "false"),
        ("true() and 1 = 1 and not(false())", "true"),
        ("false() or 0 or 'x'", "true"),
        ("checklist(1, 2, ${seven} = 7, ${seven} = 8)", "true"),
        ("checklist(2, -1, true(), false())", "false"),
        ("weighted-checklist(3, 5, true(), 2, true(), 2, false(), 9)", "true"),
        ("coalesce(${empty}, ${word})", "Straße 12"),
        ("coalesce(${empty}, '', 'third')", "third"),
        ("coalesce(${empty}, '')", ""),
        ("once('new')", "new"),
    ],
)
def test_logic(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("string-length(${word})", "9"),
        ("concat('a', 1, true())", "a1true"),
        ("concat(${age})", "1041"),
        ("join(', ', ${age}, 'end')", "10, 4, 1, end"),
        ("contains(${word}, 'ße')", "true"),
        ("starts-with(${word}, 'Str')", "true"),
        ("ends-with(${word}, '2')", "true"),
        ("substring-before('a-b-c', '-')", "a"),
        ("substring-after('a-b-c', '-')", "b-c"),
        ("substring-after('abc', 'x')", ""),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("substr('hello', 3, 1)", ""),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  a   b ')", "a b"),
        ("regex('AB123', '^[A-Z]{2}\\d+$')", "true"),
        ("regex('x AB1', '[A-Z]{2}')", "true"),
        ("regex('a', '^[^a]$')", "false"),
        ("string(1.50)", "1.5"),
        ("string(${child})", ""),
        ("string-length(uuid())", "36"),
        ("string-length(uuid(5))", "5"),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("base64-decode('aGVsbG8=')", "hello"),
    ],
)
def test_text(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("int(-3.7)", "-3"),
        ("floor(-3.2)", "-4"),
        ("ceiling(3.2)", "4"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(3.14159, 2)", "3.14"),
        ("round(1250, -2)", "1300"),
        ("number('x')", ""),
        ("number(' 12 ')", "12"),
        ("number(true())", "1"),
        ("pow(2, 10)", "1024"),
        ("abs(-2)", "2"),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", ""),
        ("exp10(3)", "1000"),
        ("round(pi(), 4)", "3.1416"),
        ("sum(${age})", "15"),
        ("min(${age})", "1"),
        ("max(3, ${age}, 9)", "10"),
        ("max(3, 'x')", ""),
        ("sum(/data/child[nick = 'none'])", ""),
        ("count(${child})", "3"),
        ("count-non-empty(${nick})", "1"),
        ("random() < 1", "true"),
    ],
)
def test_numbers(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("today()", "2026-03-15"),
        ("now()", "2026-03-15T10:30:00.000+01:00"),
        ("today() + 1", "20527.958333333332"),
        ("date(today() + 1)", "2026-03-16"),
        ("date('2026-3-5')", "2026-03-05"),
        ("date-time('2026-03-15T09:00:00Z')", "2026-03-15T10:00:00.000+01:00"),
        ("date('nonsense')", ""),
        ("int((today() - ${born}) div 365.25)", "35"),
        ("decimal-date-time('1970-01-02T00:00:00Z')", "1"),
        ("decimal-time('12:00:00.000+01:00')", "0.5"),
        ("decimal-time('25:00')", ""),
        ("format-date(${born}, '%e/%n/%y %b %a')", "20/5/90 May Sun"),
        (
            "format-date-time('2026-03-15T09:05:07.042+01:00', '%Y-%m-%d %H:%M:%S.%3 %h')",
            "2026-03-15 09:05:07.042 9",
        ),
        ("format-date('x', '%Y')", ""),
    ],
)
def test_dates(expression, result):
    check(expression, result)


def test_today_counts_days_in_the_zone_of_the_respondent():
    check("today() = date('2026-03-15')", "true")
    check("decimal-date-time(today()) < 20527", "true")


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("selected(${some}, 'mi')", "true"),
        ("selected(${some}, 'm')", "false"),
        ("selected(${empty}, '')", "true"),
        ("selected-at(${some}, 1)", "mi"),
        ("selected-at(${some}, 5)", ""),
        ("count-selected(${some})", "2"),
        ("jr:choice-name(${town}, '${town}')", "Viterbo"),
        ("jr:choice-name('mi', ' /data/town ')", "Milan"),
        ("jr:choice-name('xx', '${town}')", ""),
        ("jr:choice-name('no', '${answer}')", ""),
        ("instance('towns')/root/item[name = ${town}]/region", "lazio"),
        ("instance('towns')/root/item[region = 'lazio' and people > 100000]/label", "Rome"),
        ("sum(instance('towns')/root/item/people)", "4267000"),
        ("pulldata('towns', 'label', 'name', ${town})", "Viterbo"),
        ("jr:itext(instance('towns')/root/item[name = 'mi']/itextId)", "Milan"),
        ("instance('towns')/root/item[last()]/name", "mi"),
        ("count(randomize(instance('towns')/root/item, 42))", "3"),
    ],
)
def test_choices(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("/data/g/inner", "in"),
        ("../g/inner", "in"),
        ("../g/*", "in"),
        ("//inner", "in"),
        ("/data/child[2]/age", "4"),
        ("/data/child[nick = 'Bo']/age", "4"),
        ("/data/child[position() = last()]/age", "1"),
        ("/data/child[age > 2][2]/age", "4"),
        ("indexed-repeat(${age}, ${child}, 3)", "1"),
        ("indexed-repeat(${age}, ${child}, 4)", ""),
        ("count(/data/child/age | /data/seven)", "4"),
        ("(/data/child/age)[2]", "4"),
        ("count(/data/child[2]/preceding-sibling::child)", "1"),
        ("count(/data/child[2]/following-sibling::child)", "1"),
        ("count(/data/child[2]/age/ancestor::*)", "2"),
        ("name(/data/g/inner/..)", "g"),
        ("position(/data/child[2])", "2"),
        ("null", ""),
    ],
)
def test_paths(expression, result):
    check(expression, result)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("cht:extension-lib('x')", "function cht:extension-lib() is not supported"),
        ("stringlength('x')", "Did you mean string-length()?"),
        ("if(1, 2)", "if() takes 3 arguments, not 2."),
        ("not()", "not() takes one argument, not 0."),
        ("true(1)", "true() takes no arguments, not 1."),
        ("substr('a')", "substr() takes 2 to 3 arguments, not 1."),
        ("join()", "join() takes 1 or more arguments, not 0."),
        ("count(3)", "needs a path"),
        ("${seve}", "Did you mean ${seven}?"),
        ("${last-saved#seven}", "last saved"),
        ("/form/seven", "the root is /data"),
        ("instance('villages')/root/item/name", "no choice list named “villages”"),
        ("regex(., '(')", "is not a regular expression"),
        ("regex(., '(?=a)(b+)+')", "could take endlessly"),
        ("'a' | 'b'", "must be paths"),
    ],
)
def test_expression_that_cannot_work_is_a_problem_of_its_cell(expression, words):
    with pytest.raises(DefinitionInvalid) as caught:
        evaluate(expression)
    [problem] = caught.value.problems
    assert (problem.path, problem.column) == ("result", "calculation")
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("concat", "concat"),
        ("/data/nowhere", "nowhere"),
        ("count(instance('towns')/root/item[region = current()/../region])", "region"),
    ],
)
def test_path_that_leads_nowhere_is_empty_and_remarked_upon(expression, name):
    form = compile_form(definition_with(expression))
    assert [(each.code, each.params) for each in form.remarks] == [("name_unknown", {"name": name})]


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("difference-in-months('2026-01-31', '2026-02-28')", "1"),
        ("difference-in-months('2025-03-15', '2026-03-14')", "11"),
        ("difference-in-months('2026-03-14', '2025-03-15')", "-11"),
        ("difference-in-months('no date', '2026-03-14')", ""),
        ("cht:difference-in-days('2026-03-01', '2026-03-31')", "30"),
        ("cht:difference-in-weeks('2026-03-01', '2026-03-14')", "1"),
        ("cht:difference-in-years('2000-03-16', '2026-03-15')", "25"),
        ("format-date(add-date('2026-01-31', 0, 1), '%Y-%m-%d')", "2026-02-28"),
        ("format-date(add-date('2024-02-29', 1, 0, 1), '%Y-%m-%d')", "2025-03-01"),
        ("format-date(add-date('2026-01-31', -3000), '%Y-%m-%d')", ""),
        ("format-date(parse-timestamp-to-date('86400000'), '%Y-%m-%d')", "1970-01-02"),
        ("parse-timestamp-to-date('soon')", ""),
    ],
)
def test_spans_between_dates(expression, result):
    check(expression, result)


SQUARE = "'0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0'"


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        (f"round(area({SQUARE}) div 1000000)", "12391"),
        ("area('0 0; 0 1')", "0"),
        ("distance('0 0 0 0', '0 1 0 0')", "111318.85"),
        ("distance('0 0; 0 1; 0 2')", "222637.69"),
        ("distance('nowhere')", ""),
        (f"geofence('0.5 0.5 0 0', {SQUARE})", "true"),
        (f"geofence('0.5 1.5 0 0', {SQUARE})", "false"),
        (f"geofence('', {SQUARE})", "false"),
        (f"intersects({SQUARE})", "false"),
        ("intersects('0 0; 1 1; 1 0; 0 1')", "true"),
        ("intersects('0 0; 0 2; 1 1; 0 1')", "true"),
    ],
)
def test_geography(expression, result):
    check(expression, result)
