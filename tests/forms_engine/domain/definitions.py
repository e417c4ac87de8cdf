"""Definitions made at random, such as reading a workbook could have produced."""

from hypothesis import strategies as st

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True)
# pyxform reads “ and ” as ", collapses spaces and takes no-break spaces for spaces: texts as it leaves them
TEXTS = st.text(
    st.characters(
        min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc", "Cs"], exclude_characters="$%\xa0"
    )
    | st.sampled_from("<>&\"'=|-→😀"),
    min_size=1,
    max_size=8,
).map(lambda text: " ".join(text.split()) or "x")
EXPRESSIONS = st.sampled_from(["", ". > 3", "1 = 1", "string-length(.) < 9", "concat('a', 'b')"])
LANGUAGES = st.sampled_from(
    [("",), ("Italiano (it)",), ("English (en)", "Italiano (it)"), ("", "French (fr)")]
)
PLAIN_TYPES = [each for each in QuestionType if not each.is_select and each is not QuestionType.RANGE]


def localized(languages, min_size=0):
    several = st.fixed_dictionaries({}, optional=dict.fromkeys(languages, TEXTS))
    return st.builds(lambda some, one: some or ({languages[-1]: one} if min_size else {}), several, TEXTS)


@st.composite
def questions(draw, key, languages, lists):
    text = localized(languages)
    kind = draw(
        st.sampled_from(PLAIN_TYPES + [each for each in QuestionType if each.is_select] * bool(lists))
    )
    calculation = draw(EXPRESSIONS)
    return Question(
        key=key,
        type=kind,
        label=draw(localized(languages, 1)),
        hint=draw(text),
        guidance=draw(text),
        required=draw(st.sampled_from(["", "true()", "1 = 1"])),
        required_message=draw(text),
        relevant=draw(EXPRESSIONS),
        constraint=draw(EXPRESSIONS),
        constraint_message=draw(text),
        calculation=calculation or "1 + 1" if kind is QuestionType.CALCULATE else calculation,
        read_only=draw(st.sampled_from(["", "true()"])),
        choice_list=draw(st.sampled_from(sorted(lists))) if kind.is_select else "",
        appearance=draw(st.sampled_from(["", "minimal", "w1 likert"])),
        media=draw(st.dictionaries(st.sampled_from(["image", "audio"]), localized(languages, 1))),
        extra=draw(
            st.dictionaries(st.sampled_from(["instance::tag", "body::accept", "remark"]), TEXTS, max_size=2)
        ),
    )


@st.composite
def nodes(draw, languages, lists, depth=0):
    keys = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
    made = []
    for key in keys:
        shape = (
            draw(st.sampled_from(["question", "question", "group", "repeat"])) if depth < 1 else "question"
        )
        if shape == "question":
            made.append(draw(questions(key, languages, lists)))
            continue
        fields = {
            "key": f"{key}_{depth}",
            "label": draw(localized(languages)),
            "hint": draw(localized(languages)),
            "relevant": draw(EXPRESSIONS),
            "appearance": draw(st.sampled_from(["", "field-list"])),
            "children": tuple(draw(nodes(languages, lists, depth + 1))),
        }
        made.append(Group(**fields) if shape == "group" else Repeat(**fields))
    return made


@st.composite
def choices(draw, languages):
    values = draw(st.lists(KEYS, min_size=1, max_size=2, unique=True))
    return tuple(
        Choice(
            value=value,
            label=draw(localized(languages, 1)),
            columns=draw(st.dictionaries(st.sampled_from(["area", "size"]), TEXTS)),
        )
        for value in values
    )


@st.composite
def definitions(draw):
    languages = draw(LANGUAGES)
    lists = draw(st.dictionaries(st.sampled_from(["yn", "colour"]), choices(languages)))
    return Definition(
        form_id=draw(KEYS),
        title=draw(TEXTS),
        root=draw(st.sampled_from(["data", "claim"])),
        languages=languages,
        children=tuple(draw(nodes(languages, lists))),
        choice_lists=lists,
        settings=draw(st.dictionaries(st.sampled_from(["version", "style"]), TEXTS)),
    )
