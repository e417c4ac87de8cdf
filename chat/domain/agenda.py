"""What stands open in a questionnaire, in the order in which it is asked."""

from collections.abc import Iterator

from chat.domain.turns import AskMore, AskQuestion, Finished, Review, Step, View
from forms_engine.domain.definition import QuestionType
from forms_engine.domain.exceptions import UnknownPath
from forms_engine.domain.instance import NodeState


def next_step(view: View) -> Step:
    """Return what to ask now.

    The question that stands open stays while it is unanswered; then the first open one after it,
    then the first open one at all, then the review.
    """
    if not view.in_progress:
        return Finished()
    steps = _open(view)
    here = next((place for place, step in steps if step.path == view.asked), _place_of(view, view.asked))
    later = [step for place, step in steps if place >= here]
    for step in (*later, *(step for _, step in steps)):
        return step
    return Review(missing(view))


def current_step(view: View) -> Step:
    """Return the step that ``view.asked`` names, open or not."""
    if not view.in_progress:
        return Finished()
    if not view.asked:
        return Review(missing(view))
    try:
        kind = view.instance.node(view.asked).kind
    except UnknownPath:  # its occurrence was removed meanwhile
        return next_step(view)
    return AskMore(view.asked) if kind == "repeat" else AskQuestion(view.asked)


def open_steps(view: View) -> list[AskQuestion | AskMore]:
    """Return every question to ask and every repeat that may grow, in document order, without the skipped."""
    return [step for _, step in _open(view)]


def is_open(view: View, path: str) -> bool:
    """Tell whether ``open_steps`` has a step of this path."""
    return path not in view.memory.skipped and any(step.path == path for _, step in _steps(view))


def missing(view: View) -> tuple[str, ...]:
    """Return the questions that bar submitting: required and empty, or with a refused answer."""
    return tuple(state.path for state in view.instance.nodes() if state.relevant and state.violation)


def answered(view: View) -> list[NodeState]:
    """Return the questions that a person answered, in document order."""
    return [state for state in view.instance.nodes() if is_for_people(state) and state.value]


def notes_before(view: View, path: str) -> list[str]:
    """Return the paths of the notes that stand directly before a question."""
    notes: list[str] = []
    for state in view.instance.nodes():
        if state.path == path:
            return notes
        if state.question is None or not state.relevant:
            continue
        if state.question.type is QuestionType.NOTE:
            notes.append(state.path)
        elif is_for_people(state):
            notes.clear()
    return []


def is_for_people(state: NodeState) -> bool:
    """Tell whether a person is shown the question now and may answer it."""
    return bool(state.question and state.question.is_asked and state.relevant and not state.readonly)


def _open(view: View) -> list[tuple[int, AskQuestion | AskMore]]:
    return [(place, step) for place, step in _steps(view) if step.path not in view.memory.skipped]


def _place_of(view: View, path: str) -> int:
    return next((place for place, state in enumerate(view.instance.nodes()) if state.path == path), -1)


def is_blank(view: View, repeat_path: str) -> bool:
    """Tell whether nobody has put anything into the repeat: it has one empty occurrence at the most."""
    inside = f"{repeat_path}["
    if len(view.instance.occurrences().get(repeat_path, ())) > 1:
        return False
    return not any(
        state.path.startswith(inside) and state.path not in view.presumed for state in answered(view)
    )


def is_presumed(view: View, state: NodeState) -> bool:
    """Tell whether the answer is a default that the person has neither confirmed nor changed."""
    computed = state.question is not None and state.question.calculation
    return bool(state.value) and state.path in view.presumed and not computed


def _steps(view: View) -> Iterator[tuple[int, AskQuestion | AskMore]]:
    growing: list[str] = []  # free repeats that we are inside of, innermost last
    place, passed = 0, " "  # no path begins with a blank
    for place, state in enumerate(view.instance.nodes()):
        while growing and not state.path.startswith(f"{growing[-1]}["):
            yield place - 1, AskMore(growing.pop())
        if state.path.startswith(passed):
            continue
        if _may_grow(view, state):
            if state.path not in view.memory.entered and is_blank(view, state.path):
                yield place, AskMore(state.path)
                passed = f"{state.path}["  # an empty occurrence is asked only once somebody wants it
            else:
                growing.append(state.path)
        elif is_for_people(state) and _lacks_answer(view, state):
            yield place, AskQuestion(state.path)
    yield from ((place, AskMore(path)) for path in reversed(growing))


def _lacks_answer(view: View, state: NodeState) -> bool:
    if state.question and state.question.type.is_select and not view.instance.choices(state.path, ""):
        return False  # what is offered hangs on an answer that was put off
    return not state.value or state.violation is not None or is_presumed(view, state)


def _may_grow(view: View, state: NodeState) -> bool:
    if state.kind != "repeat" or not state.relevant or state.path in view.memory.closed:
        return False
    return not view.instance.is_count_controlled(state.path)
