from forms_engine.domain.definition import Choice, Definition, Question, QuestionType
from forms_engine.domain.editing.gaps import find_gaps


def test_gaps_are_what_people_would_miss():
    definition = Definition(
        form_id="x",
        title="X",
        children=(
            Question(key="bare", type=QuestionType.TEXT),
            Question(key="empty", type=QuestionType.NOTE, label={"": ""}),
            Question(key="pictured", type=QuestionType.TEXT, media={"image": {"": "cat.png"}}),
            Question(key="hinted", type=QuestionType.TEXT, hint={"": "Your name"}),
            Question(key="silent", type=QuestionType.CALCULATE, calculation="1"),
            Question(key="none", type=QuestionType.SELECT_ONE, choice_list="none", label={"": "Which?"}),
            Question(key="some", type=QuestionType.SELECT_ONE, choice_list="some", label={"": "Which?"}),
        ),
        choice_lists={"none": (), "some": (Choice(value="x"),)},
    )
    found = [(gap.path, gap.code) for gap in find_gaps(definition)]
    assert found == [
        ("bare", "label_missing"),
        ("empty", "label_missing"),
        ("none", "choices_missing"),
    ]
