"""Whatever a .lss says, reading it ends in a definition that compiles or in a sentence."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_engine.domain.form import compile_form
from forms_engine.domain.limesurvey import read_survey
from tests.forms_engine.domain.limesurvey.surveys import _row

NUMBERS = st.sampled_from("0123")
WORDS = st.sampled_from(
    [
        "",
        *["1", "0", "Y", "A", "Q_A", "{Q}", "<b>x", "{", "${x}", "not", "en", "é", "Q;A"],
        "A B",
        "Q.NAOK == 1",
        "this > 1",
    ]
) | st.text("abXY_ {}<>&'\"()=!|*", max_size=6)
TYPES = st.sampled_from(list("!LOTSUNDYG5X*MPRFABCEH1|KQ;:I?"))
SCALES = st.sampled_from("01")
SETTINGS = st.sampled_from(
    [
        "array_filter",
        "em_validation_q",
        "date_min",
        "slider_layout",
        "hidden",
        "max_answers",
        "random_order",
        "maximum_chars",
        "multiflexible_checkbox",
        "equation",
        "other_replace_text",
        "exclude_all_others",
    ]
)


def row(words, **others):
    return {**dict.fromkeys(words.split(), WORDS), **others}


ROWS = {
    "groups": row("group_name grelevance group_order", gid=NUMBERS),
    "questions": row(
        "title question relevance preg mandatory language",
        gid=NUMBERS, qid=NUMBERS, type=TYPES, parent_qid=st.just("0"), other=st.sampled_from("YN"),
    ),
    "subquestions": row(
        "title question relevance", qid=st.sampled_from("456789"), parent_qid=NUMBERS, scale_id=SCALES
    ),
    "answers": row("code answer", qid=NUMBERS, scale_id=SCALES),
    "question_attributes": row("value language", qid=NUMBERS, attribute=SETTINGS),
    "defaultvalues": row("defaultvalue", qid=NUMBERS),
}  # fmt: skip
TABLES = st.fixed_dictionaries(
    {name: st.lists(st.fixed_dictionaries({}, optional=row), max_size=5) for name, row in ROWS.items()}
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES)
def test_reading_never_raises_and_what_it_gives_compiles(tables):
    rows = "".join(
        f"<{name}><rows>{''.join(map(_row, each))}</rows></{name}>" for name, each in tables.items()
    )
    content = f"<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{rows}</document>"
    reading = read_survey(content.encode(), name="x")
    assert all(problem.sentence for problem in reading.problems)
    if reading.definition is None:
        assert reading.problems
    else:
        compile_form(reading.definition)


@given(st.binary(max_size=60).map(lambda text: b"<" + text))
def test_reading_never_raises_on_bytes(content):
    assert read_survey(content, name="x").definition is None
