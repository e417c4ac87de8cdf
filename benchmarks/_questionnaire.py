"""The questionnaire that is measured: three rules for every five questions, a repeat, long choice lists."""

from datetime import UTC, datetime
from typing import Any

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.exceptions import Malformed, NotRelevant
from forms_engine.domain.form import Form
from forms_engine.domain.instance import Instance

NOW = datetime(2026, 3, 15, 10, 30, tzinfo=UTC)
PER_SECTION = 25


def questionnaire(size: int) -> Definition:
    """Return a questionnaire of ``size`` questions, with three rules for every five of them."""
    sections = [
        Group(
            key=f"section{first}",
            children=tuple(question(at) for at in range(first, min(first + PER_SECTION, size))),
        )
        for first in range(0, size - 5, PER_SECTION)
    ]
    members = Repeat(key="member", children=(
        Question(key="name", label={"": "name"}, type=QuestionType.TEXT, required="true()"),
        Question(key="age", label={"": "age"}, type=QuestionType.INTEGER, constraint=". >= 0 and . < 130"),
        Question(key="adult", type=QuestionType.CALCULATE, calculation="if(${age} >= 18, 'yes', 'no')"),
        Question(key="job", label={"": "job"}, type=QuestionType.TEXT, relevant="${adult} = 'yes'"),
        Question(key="place", type=QuestionType.CALCULATE, calculation="position(..)"),
    ))  # fmt: skip
    total = Question(key="total", type=QuestionType.CALCULATE, calculation="sum(${age})")
    towns = tuple(
        Choice(value=f"t{number}", label={"": f"Town {number}"}, columns={"region": f"r{number % 4}"})
        for number in range(60)
    )
    lists = {"yes_no": (Choice(value="yes"), Choice(value="no")), "town": towns}
    return Definition(
        form_id="bench", title="Bench", children=(*sections, members, total), choice_lists=lists
    )


def question(at: int) -> Question:
    """Return the ``at``-th question: each tenth decides on others, the rest depend on it."""
    decider = f"${{q{at - at % 10}}}"
    kinds: list[dict[str, Any]] = [
        {"type": QuestionType.SELECT_ONE, "choice_list": "yes_no", "required": "true()"},
        {"type": QuestionType.INTEGER, "constraint": ". >= 0 and . <= 1000"},
        {"type": QuestionType.TEXT, "relevant": f"{decider} = 'yes'", "required": "true()"},
        {"type": QuestionType.CALCULATE, "calculation": f"${{q{at - 2}}} * 2 + 1"},
        {"type": QuestionType.TEXT, "relevant": f"${{q{at - 1}}} > 10 and selected({decider}, 'yes')"},
        {"type": QuestionType.TEXT, "constraint": "regex(., '^[A-Z]{2}[0-9]{3}$')"},
        {"type": QuestionType.DATE, "required": f"{decider} = 'yes'"},
        {
            "type": QuestionType.SELECT_ONE,
            "choice_list": "town",
            "choice_filter": f"region = 'r{at % 4}' or {decider} = 'no'",
        }
        if at % 50 == 7  # noqa: PLR2004 – one in fifty
        else {"type": QuestionType.TEXT},
    ]
    return Question(key=f"q{at}", label={"": "Tell us more"}, **kinds[min(at % 10, 7)])


def rules_of(node: Question | Group) -> list[str]:
    """Return the expressions of a question or section."""
    if isinstance(node, Group):
        return [node.relevant]
    return [node.relevant, node.constraint, node.calculation, node.required, node.choice_filter]


VALUES = {
    QuestionType.INTEGER: ("30", "31"),
    QuestionType.DATE: ("2026-01-31", "2026-02-01"),
    QuestionType.SELECT_ONE: ("yes", "no"),
}


def filled(form: Form) -> Instance:
    """Return a submission with an answer to everything that is asked."""
    instance = Instance.new(form, now=NOW)
    for _ in range(4):
        instance.add_occurrence("member")
    for node in list(instance.nodes()):
        if node.question is not None and node.question.type.is_asked:
            answer(instance, node.path, VALUES.get(node.question.type, ("AB123", ""))[0])
    return instance


def answer(instance: Instance, path: str, value: str) -> None:
    """Answer a question unless it is hidden or does not offer the value."""
    try:
        instance.set_value(path, value)
    except (NotRelevant, Malformed):
        instance.mark()
