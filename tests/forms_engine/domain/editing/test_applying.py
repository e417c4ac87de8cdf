import pytest

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.editing.applying import apply
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.operations import read_operation

HOUSE = Definition(
    form_id="house",
    title="House",
    languages=("English (en)", "Italiano (it)"),
    children=(
        Question(key="name", type=QuestionType.TEXT, label={"English (en)": "Name", "Italiano (it)": "Nome"}),
        Group(
            key="home",
            relevant="${name} != ''",
            children=(
                Question(key="floor", type=QuestionType.INTEGER, constraint=". > 0"),
                Question(key="lift", type=QuestionType.SELECT_ONE, choice_list="yn", relevant="${floor} > 1"),
            ),
        ),
        Repeat(key="room", children=(Question(key="area", type=QuestionType.DECIMAL),)),
        Question(key="note", type=QuestionType.NOTE, label={"English (en)": "Thank you, ${name}."}),
    ),
    choice_lists={
        "yn": (
            Choice(value="y", label={"English (en)": "Yes"}, columns={"side": "left"}),
            Choice(value="n", label={"English (en)": "No"}),
        )
    },
    settings={"instance_name": "concat(${name}, '!')"},
)


def edited(definition=HOUSE, **operation):
    return apply(definition, read_operation(operation))


def refusal(**operation):
    with pytest.raises(EditRefused) as refused:
        edited(**operation)
    return refused.value.problem


def paths(definition):
    return [path for path, _node in definition.walk()]


def node(definition, path):
    return dict(definition.walk())[path]


def test_insert_gives_a_fresh_key_and_the_place_asked_for():
    applied = edited(kind="insert", node={"type": "text"}, parent="home", at=1)
    assert applied.path == "home/question_1"
    assert paths(applied.definition)[1:5] == ["home", "home/floor", "home/question_1", "home/lift"]
    again = edited(applied.definition, kind="insert", node={"type": "group"}, at=99)
    assert again.path == paths(again.definition)[-1] == "section_1"


def test_insert_of_a_select_makes_a_choice_list():
    applied = edited(kind="insert", node={"type": "select_one"}, at=0)
    assert node(applied.definition, applied.path).choice_list == "question_1"
    assert applied.definition.choice_lists["question_1"] == ()


def test_change_keeps_what_it_does_not_name():
    texts = {"label": {"Italiano (it)": "Come ti chiami?"}}
    changed = node(edited(kind="change", path="name", fields=texts).definition, "name")
    assert changed.label == {"English (en)": "Name", "Italiano (it)": "Come ti chiami?"}
    emptied = {"label": {"English (en)": ""}, "required": "true()"}
    changed = node(edited(kind="change", path="name", fields=emptied).definition, "name")
    assert changed == Question(
        key="name", type=QuestionType.TEXT, label={"Italiano (it)": "Nome"}, required="true()"
    )


def test_change_of_a_key_rewrites_every_reference():
    applied = edited(kind="change", path="name", fields={"key": "surname"})
    assert applied.path == "surname"
    assert node(applied.definition, "home").relevant == "${surname} != ''"
    assert node(applied.definition, "note").label["English (en)"] == "Thank you, ${surname}."
    assert applied.definition.settings["instance_name"] == "concat(${surname}, '!')"


def test_change_of_a_section_keeps_what_is_in_it():
    applied = edited(kind="change", path="home", fields={"key": "flat", "type": "repeat", "count": "2"})
    assert paths(applied.definition)[1:4] == ["flat", "flat/floor", "flat/lift"]
    assert isinstance(node(applied.definition, "flat"), Repeat)


def test_change_of_a_select_to_another_type_takes_its_list_off():
    changed = node(edited(kind="change", path="home/lift", fields={"type": "text"}).definition, "home/lift")
    assert (changed.type, changed.choice_list) == (QuestionType.TEXT, "")


def test_move_into_a_section_and_out_of_it():
    into = edited(kind="move", path="note", parent="room", at=0)
    assert into.path == "room/note"
    assert paths(into.definition)[-2:] == ["room/note", "room/area"]
    assert paths(edited(kind="move", path="home/lift", at=0).definition)[0] == "lift"


def test_move_counts_places_without_the_node_itself():
    assert paths(edited(kind="move", path="name", at=1).definition)[:2] == ["home", "home/floor"]
    assert paths(edited(kind="move", path="name", at=3).definition)[-1] == "name"


def test_duplicate_of_a_section_speaks_of_its_own_questions():
    applied = edited(kind="duplicate", path="home")
    assert applied.path == "home_2"
    assert paths(applied.definition)[4:7] == ["home_2", "home_2/floor_2", "home_2/lift_2"]
    assert node(applied.definition, "home_2/lift_2").relevant == "${floor_2} > 1"
    assert node(applied.definition, "home_2").relevant == "${name} != ''"
    assert edited(applied.definition, kind="duplicate", path="home_2").path == "home_3"


def test_delete_leads_on_to_the_next_node_or_the_section():
    assert edited(kind="delete", path="home/floor").path == "home/lift"
    assert edited(kind="delete", path="note").path == "room"
    assert edited(kind="delete", path="room/area").path == "room"


def test_choices_keep_the_columns_of_the_row_they_were():
    rows = [
        {"was": "n", "value": "no"},
        {"was": "y", "value": "y", "label": {"Italiano (it)": "Sì"}},
        {"label": {"English (en)": "Do not know"}},
    ]
    made = edited(kind="choices", name="yn", rows=rows).definition.choice_lists["yn"]
    assert [each.value for each in made] == ["no", "y", "do_not_know"]
    assert made[1].label == {"English (en)": "Yes", "Italiano (it)": "Sì"}
    assert made[1].columns == {"side": "left"}


def test_settings_change_the_title_and_keep_the_rest():
    applied = edited(kind="settings", title="  Houses ", settings={"style": "pages"}).definition
    assert (applied.title, applied.form_id) == ("Houses", "house")
    assert applied.settings == {"instance_name": "concat(${name}, '!')", "style": "pages"}


def test_languages_can_be_added_renamed_and_left_out():
    languages = ["Italiano (it)", "British (en-GB)", "Deutsch (de)"]
    made = edited(kind="languages", languages=languages, renamed={"English (en)": "British (en-GB)"})
    assert made.definition.languages == tuple(languages)
    assert node(made.definition, "name").label == {"British (en-GB)": "Name", "Italiano (it)": "Nome"}
    assert made.definition.choice_lists["yn"][0].label == {"British (en-GB)": "Yes"}
    left = edited(kind="languages", languages=["Italiano (it)"]).definition
    assert node(left, "name").label == {"Italiano (it)": "Nome"}
    assert node(left, "note").label == {}


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"kind": "change", "path": "name", "fields": {"key": "Floor"}}, "key_taken"),
        ({"kind": "change", "path": "name", "fields": {"key": "1; drop table"}}, "key_invalid"),
        ({"kind": "change", "path": "name", "fields": {"key": "<script>"}}, "key_invalid"),
        ({"kind": "change", "path": "name", "fields": {"key": ""}}, "key_invalid"),
        ({"kind": "change", "path": "name", "fields": {"key": "meta"}}, "key_reserved"),
        ({"kind": "change", "path": "name", "fields": {"key": "k" * 65}}, "key_long"),
        ({"kind": "change", "path": "name", "fields": {"type": "group"}}, "edit_malformed"),
        ({"kind": "change", "path": "name", "fields": {"type": "shouting"}}, "edit_malformed"),
        ({"kind": "change", "path": "name", "fields": {"label": "not by language"}}, "edit_malformed"),
        ({"kind": "change", "path": "name", "fields": {"children": []}}, "edit_malformed"),
        ({"kind": "change", "path": "name", "fields": {"relevant": "x" * 20_001}}, "text_long"),
        ({"kind": "change", "path": "name", "fields": {"label": {"": "\0"}}}, "text_unwritable"),
        ({"kind": "change", "path": "nobody", "fields": {}}, "edit_nowhere"),
        ({"kind": "move", "path": "home", "parent": "home", "at": 0}, "move_inside"),
        ({"kind": "move", "path": "note", "parent": "name", "at": 0}, "edit_no_section"),
        ({"kind": "move", "path": "note", "parent": "gone", "at": 0}, "edit_nowhere"),
        ({"kind": "delete", "path": ""}, "edit_nowhere"),
        ({"kind": "insert", "node": {"type": "text", "key": "name"}, "at": 0}, "key_taken"),
        ({"kind": "insert", "node": {"type": "group", "children": [{}]}, "at": 0}, "edit_malformed"),
        ({"kind": "choices", "name": "yn", "rows": [{"value": "a b"}]}, "choice_spaced"),
        ({"kind": "choices", "name": "yn", "rows": [{"value": "a"}, {"value": "a"}]}, "choice_twice"),
        ({"kind": "choices", "name": "a b", "rows": []}, "list_name_invalid"),
        ({"kind": "choices", "name": "yn", "rows": [{"value": "a", "label": 3}]}, "edit_malformed"),
        ({"kind": "languages", "languages": []}, "languages_number"),
        ({"kind": "languages", "languages": ["it", "IT"]}, "language_twice"),
        ({"kind": "settings", "title": "x" * 201}, "title_long"),
    ],
)
def test_edit_is_refused_in_words(operation, code):
    problem = refusal(**operation)
    assert problem.code == code
    assert problem.sentence


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"kind": "explode"},
        {"kind": "delete"},
        {"kind": "delete", "path": 3},
        {"kind": "delete", "path": "name", "also": "x"},
        {"kind": "move", "path": "name", "at": -1},
        {"kind": "move", "path": "name", "at": True},
        {"kind": "choices", "name": "yn", "rows": ["y"]},
        {"kind": "languages", "languages": [1]},
    ],
)
def test_read_operation_refuses_what_is_none(payload):
    with pytest.raises(EditRefused, match="reload the page"):
        read_operation(payload)


def test_questionnaire_has_an_end():
    many = Definition(
        form_id="many",
        title="Many",
        children=tuple(Question(key=f"q{number}", type=QuestionType.TEXT) for number in range(5_000)),
    )
    with pytest.raises(EditRefused, match="5000"):
        edited(many, kind="duplicate", path="q7")
