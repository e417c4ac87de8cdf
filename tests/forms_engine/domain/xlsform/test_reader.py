"""What workbooks become."""

from pathlib import Path

import pytest

from forms_engine.domain.codec import to_json
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.form import compile_form
from forms_engine.domain.xlsform import read_workbook
from tests.forms_engine.domain.xlsform.workbooks import workbook

ROOT = Path(__file__).parents[4]
SHARED = ROOT.parent / "shared" / "data" / "xlsforms"
REFUSED = {"xlsform2qgis__service_rating"}
YES_NO = [("yn", "y", "Yes"), ("yn", "n", "No")]


def definition_of(content, name="form.xlsx"):
    reading = read_workbook(content, name=name)
    assert reading.definition is not None, [problem.sentence for problem in reading.problems]
    return reading.definition


def questions_of(survey, **sheets):
    nodes = definition_of(workbook(survey, **sheets)).walk()
    return {path: node for path, node in nodes if isinstance(node, Question)}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (each.value, each)
        for each in QuestionType
        if not each.is_select and each not in {QuestionType.CALCULATE, QuestionType.RANGE}
    ]
    + [
        ("string", QuestionType.TEXT),
        ("int", QuestionType.INTEGER),
        ("photo", QuestionType.IMAGE),
        ("datetime", QuestionType.DATETIME),
        ("gps", QuestionType.GEOPOINT),
        ("trigger", QuestionType.ACKNOWLEDGE),
        ("imei", QuestionType.DEVICEID),
    ],
)
def test_type_is_read(written, read):
    assert questions_of([(written, "q", "Label")])["q"].type is read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("select_one yn", QuestionType.SELECT_ONE),
        ("select one yn", QuestionType.SELECT_ONE),
        ("select1 yn", QuestionType.SELECT_ONE),
        ("select_multiple yn", QuestionType.SELECT_MULTIPLE),
        ("select all that apply yn", QuestionType.SELECT_MULTIPLE),
        ("rank yn", QuestionType.RANK),
    ],
)
def test_select_is_read_with_its_list(written, read):
    question = questions_of([(written, "q", "Label")], choices=YES_NO)["q"]
    assert (question.type, question.choice_list) == (read, "yn")


def test_every_column_is_read_as_authored():
    header = (
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevance",
        "constraint", "constraint_message", "calculation", "default", "readonly", "trigger",
        "appearance", "parameters", "image", "instance::tag", "remark",
    )  # fmt: skip
    row = (
        "text", "b", "Label", "Hint", "Guide", "yes", "Needed", "${a} != ''",
        "string-length(.) < 9", "Too long", "concat(${a}, 'x')", "none", "no", "${a}", "multiline w1",
        "rows=5", "a.png", "t", "a note",
    )  # fmt: skip
    survey = [("text", "a", "A"), row]
    question = questions_of(survey, header=header)["b"]
    assert question == Question(
        key="b",
        type=QuestionType.TEXT,
        label={"": "Label"},
        hint={"": "Hint"},
        guidance={"": "Guide"},
        required="true()",
        required_message={"": "Needed"},
        relevant="${a} != ''",
        constraint="string-length(.) < 9",
        constraint_message={"": "Too long"},
        calculation="concat(${a}, 'x')",
        default="none",
        trigger="${a}",
        appearance="multiline w1",
        parameters={"rows": "5"},
        media={"image": {"": "a.png"}},
        extra={"instance::tag": "t", "remark": "a note"},
    )


@pytest.mark.parametrize(
    ("kind", "parameters", "read"),
    [
        ("range", "start=0 end=10 step=0.5", {"start": "0", "end": "10", "step": "0.5"}),
        ("range", "start=0;end=10;placeholder=5", {"start": "0", "end": "10", "placeholder": "5"}),
        ("image", "max-pixels=1000", {"max-pixels": "1000"}),
        ("audio", "quality=low", {"quality": "low"}),
        (
            "geopoint",
            "capture-accuracy=10 allow-mock-accuracy=true",
            {"capture-accuracy": "10", "allow-mock-accuracy": "true"},
        ),
        ("select_one yn", "randomize=true seed=4", {"randomize": "true", "seed": "4"}),
    ],
)
def test_parameters_are_read_without_what_pyxform_derives_from_them(kind, parameters, read):
    header = ("type", "name", "label", "parameters")
    question = questions_of([(kind, "q", "Q", parameters)], header=header, choices=YES_NO)["q"]
    assert (question.parameters, question.extra) == (read, {})


def test_groups_and_repeats_nest():
    header = ("type", "name", "label", "relevant", "repeat_count", "appearance")
    survey = [
        ("text", "who", "Who", None, None, None),
        ("begin_group", "house", "House", "${who} != ''", None, "field-list"),
        ("begin repeat", "room", "Room", None, "${rooms}", None),
        ("text", "colour", "Colour", None, None, None),
        ("end repeat", None, None, None, None, None),
        ("end_group", None, None, None, None, None),
        ("integer", "rooms", "Rooms", None, None, None),
    ]
    nodes = dict(definition_of(workbook(survey, header=header)).walk())
    assert list(nodes) == ["who", "house", "house/room", "house/room/colour", "rooms"]
    assert (nodes["house"].relevant, nodes["house"].appearance) == ("${who} != ''", "field-list")
    assert nodes["house/room"].count == "${rooms}"


def test_computed_repeat_count_becomes_a_calculation():
    survey = [
        ("begin_repeat", "room", "Room", "1 + 1"),
        ("text", "a", "A", None),
        ("end_repeat", None, None, None),
    ]
    nodes = dict(definition_of(workbook(survey, header=("type", "name", "label", "repeat_count"))).walk())
    assert (nodes["room_count"].calculation, nodes["room_count"].read_only) == ("1 + 1", "true()")
    assert nodes["room"].count == "${room_count}"


def test_or_other_becomes_a_choice_and_a_question():
    definition = definition_of(workbook([("select_one yn or_other", "q", "Q")], choices=YES_NO))
    assert [choice.value for choice in definition.choice_lists["yn"]] == ["y", "n", "other"]
    assert dict(definition.walk())["q_other"].relevant == "selected(../q, 'other')"


def test_loop_becomes_one_group_a_choice():
    survey = [
        ("begin loop over yn", "each", "Each"),
        ("integer", "n", "How many %(label)s?"),
        ("end loop", None, None),
    ]
    nodes = dict(definition_of(workbook(survey, choices=YES_NO)).walk())
    assert list(nodes) == ["each", "each/y", "each/y/n", "each/n", "each/n/n"]
    assert nodes["each/y/n"].label == {"": "How many Yes?"}


@pytest.mark.parametrize(
    ("header", "settings", "languages", "label"),
    [
        (("type", "name", "label"), {}, ("",), {"": "A"}),
        (
            ("type", "name", "label"),
            {"default_language": "Italiano (it)"},
            ("Italiano (it)",),
            {"Italiano (it)": "A"},
        ),
        (("type", "name", "label::en", "label::it"), {}, ("en", "it"), {"en": "A", "it": "B"}),
        (("type", "name", "label:en", "label:it"), {}, ("en", "it"), {"en": "A", "it": "B"}),
        (
            ("type", "name", "label::en", "label::it"),
            {"default_language": "it"},
            ("it", "en"),
            {"it": "B", "en": "A"},
        ),
        (("type", "name", "label", "label::it"), {}, ("", "it"), {"": "A", "it": "B"}),
        (("type", "name", "label::it", "label"), {}, ("", "it"), {"": "B", "it": "A"}),
        (
            ("type", "name", "label", "label::it"),
            {"default_language": "en"},
            ("en", "it"),
            {"en": "A", "it": "B"},
        ),
        (("type", "name", "label::it", "hint"), {}, ("it",), {"it": "A"}),
    ],
)
def test_languages_are_read(header, settings, languages, label):
    definition = definition_of(
        workbook([("text", "q", "A", "B")[: len(header)]], header=header, settings=settings)
    )
    assert (definition.languages, definition.children[0].label) == (languages, label)


def test_choices_keep_their_filter_columns_and_media():
    rows = [
        ("list_name", "name", "label::en", "image::en", "area"),
        ("city", "milan", "Milan", "m.png", "north"),
    ]
    survey = [("select_one city", "q", "Q")]
    definition = definition_of(workbook(survey, header=("type", "name", "label::en"), choices=rows))
    assert to_json(definition)["choice_lists"]["city"] == [
        {
            "value": "milan",
            "label": {"en": "Milan"},
            "columns": {"area": "north"},
            "media": {"image": {"en": "m.png"}},
        },
    ]


def test_settings_are_read():
    settings = {"form_title": "My form", "form_id": "mine", "name": "claim", "version": "7", "style": "pages"}
    definition = definition_of(workbook([("text", "q", "Q")], settings=settings))
    assert (definition.title, definition.form_id, definition.root) == ("My form", "mine", "claim")
    assert definition.settings == {"version": "7", "style": "pages"}


def test_form_without_settings_is_called_after_its_file():
    definition = definition_of(workbook([("text", "q", "Q")]), name="site visit.xlsx")
    assert (definition.form_id, definition.title, definition.root) == ("site visit", "site visit", "data")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b>&amp;</b>", "]]>", "1 < 2 & 3 > 2", "{{ 7 * 7 }}", "😀 \u202e"]
)
def test_markup_is_kept_as_text(text):
    definition = definition_of(workbook([("text", "q", text)], settings={"form_title": text, "form_id": "f"}))
    assert (definition.title, definition.children[0].label) == (text, {"": text})


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "messerprise" / "ops" / "demo").glob("*.xlsx")),
        *sorted((ROOT / "tests" / "forms_engine" / "workbooks").glob("*.xlsx")),
        *sorted(path for path in SHARED.glob("*.xls*") if path.stem not in REFUSED),
    ],
    ids=lambda path: path.stem,
)
def test_real_workbook_is_read_and_compiles(path):
    compile_form(definition_of(path.read_bytes(), name=path.name))


@pytest.mark.parametrize("path", sorted(SHARED.glob("*.xls*")), ids=lambda path: path.stem)
def test_workbook_that_is_refused_says_where(path):
    reading = read_workbook(path.read_bytes(), name=path.name)
    assert (reading.definition is None) == (path.stem in REFUSED)
    assert all(problem.sheet and problem.row for problem in reading.problems if problem.severity == "error")


def test_locate_finds_the_cell_of_a_node():
    header = ("type", "name", "label::en", "Relevance", "calculation")
    survey = [
        ("begin_group", "g", "G", None, None),
        ("text", "a", "A", "1 = 1", None),
        ("calculate", "b", None, None, "1 + 1"),
        ("end_group", None, None, None, None),
    ]
    reading = read_workbook(workbook(survey, header=header), name="form.xlsx")
    assert reading.locate("g/a", "relevant") == ("survey", 3, "Relevance")
    assert reading.locate("g/b", "calculation") == ("survey", 4, "calculation")
    assert reading.locate("g/a", "label") == ("survey", 3, "label::en")
    assert reading.locate("", "instance_name") == ("settings", 2, "instance_name")
    assert reading.locate("nowhere", "relevant") == ("survey", 0, "relevant")
