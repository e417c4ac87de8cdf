"""Whatever an author writes is either refused or worked out; nothing else happens."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions import FUNCTIONS
from forms_engine.domain.xpath.parser import parse
from tests.forms_engine.domain.builders import choice, question, reloaded, repeat, start

ATOMS = st.sampled_from(
    [
        *(
            "1",
            "0",
            "-3.7",
            "(1 div 0)",
            "(0 div 0)",
            "99999999999",
            "true()",
            "null",
            "''",
            "'x y'",
            "'l'",
            "'('",
        ),
        *("'2026-03-15'", "'24:99'", "'${s}'", ".", "..", "${n}", "${t}", "${s}", "${a}", "${r}"),
        *("/data/r[1]/a", "instance('l')/root/item"),
    ]
)
SIGNS = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "|"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, SIGNS, inner).map(" ".join),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=4)).map(
            lambda call: f"{call[0]}({', '.join(call[1])})"
        ),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})[{pair[1]}]"),
        inner.map(lambda one: f"-({one})"),
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, st.sampled_from(["", "7", "x"]))
def test_expression_is_refused_or_worked_out(expression, answer):
    try:
        instance = start(
            question("n", "integer"),
            question("t"),
            question("s", "select_one", choice_list="l"),
            repeat("r", question("a")),
            question("out", "calculate", calculation=expression),
            question("shown", relevant=expression, constraint=expression),
            l=(choice("x", "Ex", k="1"), choice("7")),
        )
    except DefinitionInvalid:
        return
    instance.set_value("t", answer)
    instance.set_value("r[1]/a", answer)
    assert len(list(reloaded(instance).nodes())) == 8


@given(st.text(max_size=60))
def test_parser_reads_or_refuses_any_text(source):
    try:
        parse(source)
    except ExpressionInvalid:
        return
