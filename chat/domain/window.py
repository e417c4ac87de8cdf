"""What a model is shown of a questionnaire: a window whose size does not grow with the questionnaire."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chat.domain.agenda import answered, current_step, open_steps
from chat.domain.turns import AskMore, View
from forms_engine.domain.instance import NodeState
from forms_engine.domain.kinds import kind_of

MOST_OPEN = 6
MOST_ANSWERED = 8
MOST_CHOICES = 40
LONGEST_TEXT = 300
LEAST_WORD = 4


@dataclass(frozen=True, slots=True)
class Window:
    """``text`` is what the model reads, ``paths`` are all that it may name."""

    text: str
    paths: frozenset[str]


def window_of(view: View, message: str) -> Window:
    """Return what matters for this message: what is asked, what it may correct, a digest of the rest."""
    asked = _asked(view)
    steps = open_steps(view)
    ahead = [step.path for step in steps if step.path != asked][: MOST_OPEN - 1]
    ahead = [asked, *ahead] if asked else ahead
    repeats = {step.path for step in steps if isinstance(step, AskMore)}
    earlier = _correctable(view, message)
    lines = [
        "## Open questions, the one just asked first" if asked else "## Open questions",
        *(_repeat_line(view, path) if path in repeats else _question_lines(view, path) for path in ahead),
        "## Answers so far that the message may correct",
        *(_answer_line(view, state) for state in earlier),
        "## Elsewhere",
        f"{len(answered(view))} questions answered, {len(steps)} open.",
        *_pending_lines(view),
    ]
    return Window("\n".join(lines), frozenset({*ahead, *(state.path for state in earlier)}))


def _asked(view: View) -> str:
    path = getattr(current_step(view), "path", "")
    return path if isinstance(path, str) else ""


def _correctable(view: View, message: str) -> list[NodeState]:
    """Return the latest answers, and those whose question shares words with the message."""
    states = answered(view)
    words = set(_words(message))
    latest = [change.path for change in view.memory.changes][-MOST_ANSWERED // 2 :]
    chosen = [state for state in states if state.path in latest]
    alike = sorted(
        (state for state in states if state not in chosen),
        key=lambda state: -len(words & set(_words(view.instance.label(state.path, view.form_language)))),
    )
    return chosen + alike[: MOST_ANSWERED - len(chosen)]


def _question_lines(view: View, path: str) -> str:
    state = view.instance.node(path)
    question, language = state.question, view.form_language
    head = f"- path: {path}\n  asks: {_short(view.instance.label(path, language))}"
    lines = [
        head,
        f"  type: {_type_of(state)}{', required' if state.required else ''}",
    ]
    if hint := view.instance.hint(path, language):
        lines.append(f"  hint: {_short(hint)}")
    if question and question.type.is_select:
        offers = view.instance.choices(path, language)
        shown = "; ".join(f"{offer.value} = {_short(offer.label)}" for offer in offers[:MOST_CHOICES])
        lines.append(f"  choices (value = label): {shown}{'; …' if len(offers) > MOST_CHOICES else ''}")
    return "\n".join(lines)


def _repeat_line(view: View, path: str) -> str:
    label = _short(view.instance.label(path, view.form_language))
    return f"- path: {path}\n  section that may be repeated: {label} (add, or no_more)"


def _answer_line(view: View, state: NodeState) -> str:
    label = _short(view.instance.label(state.path, view.form_language))
    kind = kind_of(state.question) if state.question else None
    value = kind.masked(state.value) if kind else state.value
    return f"- path: {state.path} ({_type_of(state)}): {label} → {_short(value)}"


def _type_of(state: NodeState) -> str:
    kind = kind_of(state.question) if state.question else None
    return " ".join(
        filter(None, (state.question.type.value if state.question else "", kind.word if kind else ""))
    )


def _pending_lines(view: View) -> Iterator[str]:
    if pending := view.memory.pending:
        yield f"Waiting for a yes (confirm) or no (cancel): {pending.path} = {_short(pending.value)}"


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) >= LEAST_WORD]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
