import pytest

from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.parser import DEEPEST, parse
from forms_engine.domain.xpath.tree import (
    PARENT,
    SELF,
    Axis,
    Binary,
    Call,
    Filter,
    Negation,
    Number,
    Path,
    Reference,
    Step,
    Text,
)


def child(name, *predicates):
    return Step(Axis.CHILD, name, predicates)


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1", Number(1.0)),
        (".5", Number(0.5)),
        ('"it\'s"', Text("it's")),
        ("${ age }", Reference("age")),
        (".", Path((SELF,))),
        ("../x", Path((PARENT, child("x")))),
        ("/data/a-b", Path((child("data"), child("a-b")), absolute=True)),
        ("/", Path((), absolute=True)),
        ("//x", Path((Step(Axis.DESCENDANT_OR_SELF, ""), child("x")), absolute=True)),
        ("self::node()", Path((Step(Axis.SELF, ""),))),
        ("preceding-sibling::x", Path((Step(Axis.PRECEDING_SIBLING, "x"),))),
        ("x[1][. = 2]", Path((child("x", Number(1.0), Binary("=", (Path((SELF,)), Number(2.0)))),))),
        ("current()/../x", Path((PARENT, child("x")), start=Call("current", ()))),
        ("${g}/x", Path((child("x"),), start=Reference("g"))),
        ("(a | b)[1]", Filter(Binary("|", (Path((child("a"),)), Path((child("b"),)))), (Number(1.0),))),
        ("-1", Negation(Number(1.0))),
        ("--1", Number(1.0)),
        ("a-b", Path((child("a-b"),))),
        ("a - b", Binary("-", (Path((child("a"),)), Path((child("b"),))))),
        ("* * 2", Binary("*", (Path((child("*"),)), Number(2.0)))),
        ("div div mod", Binary("div", (Path((child("div"),)), Path((child("mod"),))))),
        ("1 or 2 or 3", Binary("or", (Number(1.0), Number(2.0), Number(3.0)))),
        ("jr:choice-name(1, 'x')", Call("jr:choice-name", (Number(1.0), Text("x")))),
    ],
)
def test_parse_builds_the_tree_of(source, tree):
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "same_as"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("1 = 2 < 3", "1 = (2 < 3)"),
        ("1 or 2 and 3", "1 or (2 and 3)"),
        ("1 < 2 + 3 mod 4", "1 < (2 + (3 mod 4))"),
        ("not(1) and 2 != 3", "(not(1)) and (2 != 3)"),
    ],
)
def test_parse_obeys_precedence(source, same_as):
    assert parse(source) == parse(same_as)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "a value is expected but the end"),
        ("1 +", "a value is expected but the end"),
        ("(1", "“)” is expected"),
        ("1 2", "an operator or the end is expected but “2”"),
        ("(1 2", "“)” is expected but “2”"),
        ("seven/", "a name is expected but the end"),
        ("seven/3", "a name is expected but “3”"),
        ("=", "a value is expected but “=”"),
        ("'open", "no closing quote"),
        ("a ; b", "“; b” is not understood"),
        ("@id", "Attributes"),
        ("namespace::x", "axis “namespace”"),
        ("selected(${a}, 'x'", "“)” is expected"),
    ],
)
def test_parse_says_what_is_wrong(source, words):
    with pytest.raises(ExpressionInvalid, match=words.replace("(", r"\(").replace(")", r"\)")):
        parse(source)


@pytest.mark.parametrize(
    "source",
    ["(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "1" + " - 1" * (DEEPEST + 1), "1 + " * 10_000 + "1"],
)
def test_parse_refuses_what_is_too_deep_or_too_long(source):
    with pytest.raises(ExpressionInvalid):
        parse(source)


def test_parse_takes_a_long_chain_of_one_operator():
    tree = parse(" or ".join(f"${{q{number}}} = 'x'" for number in range(300)))
    assert isinstance(tree, Binary)
    assert len(tree.operands) == 300
