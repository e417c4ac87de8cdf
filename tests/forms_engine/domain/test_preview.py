from forms_engine.admin import labels
from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.kinds import KINDS
from forms_engine.domain.preview import preview

T = QuestionType
DEFINITION = Definition(
    form_id="f",
    title="F",
    languages=("en", "it"),
    children=(
        Question(key="start", type=T.START),
        Question(
            key="name",
            type=T.TEXT,
            label={"en": "Name", "it": "Nome"},
            required="true()",
            constraint=". != 'x'",
            constraint_message={"en": "Not x", "it": "Non x"},
        ),
        Group(
            key="g",
            label={"en": "More"},
            relevant="${name} = 'Ada'",
            children=(Repeat(key="r", count="3", children=(Question(key="age", type=T.INTEGER),)),),
        ),
        Question(key="colour", type=T.SELECT_ONE, choice_list="colours", required="${age} > 3"),
    ),
    choice_lists={"colours": (Choice(value="red", label={"it": "Rosso"}), Choice(value="blue"))},
)


def test_preview_numbers_only_what_is_asked():
    start, name, group, colour = preview(DEFINITION, "en")
    assert (start.number, name.number, group.children[0].children[0].number, colour.number) == (0, 1, 2, 3)
    assert (group.asked_count, group.is_section, group.children[0].kind) == (1, True, "repeat")


def test_preview_tells_rules_with_their_messages():
    _start, name, group, colour = preview(DEFINITION, "it")
    assert (name.label, name.is_required) == ("Nome", True)
    assert [(rule.column, rule.message) for rule in name.rules] == [("constraint", "Non x")]
    assert [rule.column for rule in group.rules] == ["relevant"]
    assert [rule.column for rule in group.children[0].rules] == ["repeat_count"]
    assert ([rule.column for rule in colour.rules], colour.is_required) == (["required"], False)


def test_preview_falls_back_to_another_language_then_to_the_value():
    colour = preview(DEFINITION, "en")[-1]
    assert colour.offers == (("red", "Rosso"), ("blue", "blue"))


def test_preview_names_the_kind_of_an_answer():
    account = Question(key="account", type=T.TEXT, appearance="iban")
    note = Question(key="note", type=T.TEXT, appearance="multiline")
    lines = preview(Definition(form_id="f", title="F", children=(account, note)), "")
    assert [line.answer_kind for line in lines] == ["iban", ""]


def test_every_kind_has_a_name_for_authors():
    assert labels.KINDS.keys() == KINDS.keys()
