"""The economical interviewer's understanding: from a message to commands, by rules alone."""

from collections.abc import Mapping

from chat.domain import commands as c
from chat.domain.agenda import answered, is_for_people, is_presumed, missing
from chat.domain.turns import Decision, Said, View
from forms_engine.domain.definition import QuestionType
from forms_engine.domain.exceptions import UnknownPath
from forms_engine.domain.instance import NodeState
from forms_engine.domain.kinds import kind_of
from forms_engine.domain.markdown import to_text
from forms_engine.domain.reading import commands as spoken
from forms_engine.domain.reading.affirmations import NO, YES, read_yes_or_no
from forms_engine.domain.reading.orders import read_command
from forms_engine.domain.reading.outcomes import Ambiguous, Language, Understood
from forms_engine.domain.reading.targets import find_question
from forms_engine.domain.reading.values import read_value

EMPTY, AMBIGUOUS, FILE, YES_OR_NO, NO_TARGET = "empty", "ambiguous", "file", "not_yes_or_no", "no_target"
DOUBTFUL = 0.6

_TOPICS: Mapping[type[spoken.Command], c.Topic] = {
    spoken.Why: c.Topic.WHY,
    spoken.Help: c.Topic.HELP,
    spoken.Repeat: c.Topic.REPEAT,
    spoken.Summary: c.Topic.SUMMARY,
    spoken.Stop: c.Topic.PAUSE,
    spoken.Person: c.Topic.HAND_OFF,
    spoken.SwitchToForm: c.Topic.FORM,
    spoken.Greeting: c.Topic.GREETING,
    spoken.Thanks: c.Topic.THANKS,
}

_ALONE: Mapping[type[spoken.Command], c.Command] = {
    spoken.Back: c.GoBack(),
    spoken.Undo: c.Undo(),
    spoken.Submit: c.Submit(),
}

_LOCAL = frozenset({QuestionType.TIME, QuestionType.DATETIME})
"""A browser's picker gives these without their time zone."""
_KIND_NAMES: Mapping[QuestionType, str] = {
    QuestionType.DATE: "data date",
    QuestionType.TIME: "ora time",
    QuestionType.GEOPOINT: "posizione position",
    QuestionType.IMAGE: "foto photo",
}


def decide(view: View, said: Said) -> Decision:
    """Return what the message asks for; ``certain`` unless a model could understand more."""
    node = _node(view, said.question or view.asked) or _node(view, view.asked)
    if said.undo:
        return Decision((c.Undo(said.undo),))
    if said.value is not None and node is not None:
        return Decision((_clicked(view, node, said.value),))
    if not said.text.strip():
        return Decision((c.NotUnderstood(node.path if node else "", EMPTY),))
    return (
        _offered(view, said)
        or _verdict(view, said.text)
        or _agreed(view, node, said.text)
        or _named(view, node, said.text)
        or _ordered(view, node, said.text)
        or _answered(view, node, said.text)
    )


def _clicked(view: View, node: NodeState, value: str) -> c.Command:
    if node.kind == "repeat":
        return c.AddOccurrence(node.path) if value == YES else c.NoMore(node.path)
    if node.question and node.question.type in _LOCAL:
        read = read_value(node.question.type, value.replace("T", " "), language=_language(view), now=view.now)
        value = read.value if isinstance(read, Understood) else value
    return c.SetAnswer(node.path, value, clicked=True)


def _offered(view: View, said: Said) -> Decision | None:
    """Read yes or no to a newer version; anything else is an answer, and the offer falls.

    Whoever still looked at a question has not seen the offer: their yes is an answer to it.
    """
    if not view.memory.offer or not view.memory.offer.is_open or said.question:
        return None
    read = read_yes_or_no(said.text, _language(view))
    if not isinstance(read, Understood) or read.rest:
        return None
    return Decision((c.Migrate() if read.value == YES else c.Stay(),))


def _verdict(view: View, text: str) -> Decision | None:
    """Read yes or no to the value that waits; anything else is an answer or an order of its own."""
    if not view.memory.pending:
        return None
    read = read_yes_or_no(text, _language(view))
    if not isinstance(read, Understood) or read.rest:
        return None
    return Decision((c.Confirm() if read.value == YES else c.Cancel(),))


def _agreed(view: View, node: NodeState | None, text: str) -> Decision | None:
    """Read yes to a default; where choices are offered, a yes may be one of them."""
    if node is None or node.question is None or node.question.type.is_select or not is_presumed(view, node):
        return None
    read = read_yes_or_no(text, _language(view))
    if not isinstance(read, Understood) or read.value != YES or read.rest:
        return None
    return Decision((c.SetAnswer(node.path, node.value, text.strip()),))


def _named(view: View, node: NodeState | None, text: str) -> Decision | None:
    """Take a label said in full before any order: "form" or "next" may be choices."""
    if node is None or node.question is None or not node.question.type.is_select:
        return None
    said = text.strip()
    offers = view.instance.choices(node.path, view.form_language)
    values = [offer.value for offer in offers if to_text(offer.label).casefold() == said.casefold()]
    return Decision((c.SetAnswer(node.path, values[0], said),)) if len(values) == 1 else None


def _ordered(view: View, node: NodeState | None, text: str) -> Decision | None:
    path = node.path if node else ""
    kind = node.question.type if node and node.question else None
    match read_command(text, _language(view), question_type=kind):
        case None:
            return None
        case spoken.Change() | spoken.GoTo() as order:
            return _changed(view, order)
        case spoken.Skip() | spoken.DontKnow():
            return Decision((c.Skip(path),)) if path else None
        case spoken.Back() | spoken.Undo() | spoken.Submit() as order:
            return Decision((_ALONE[type(order)],))
        case order:
            return Decision((c.Tell(_TOPICS[type(order)], path),))


def _changed(view: View, order: spoken.Change | spoken.GoTo) -> Decision | None:
    """Correct or visit the question named; None where it names none, so that it may be an answer."""
    value = order.value_text if isinstance(order, spoken.Change) else None
    if not order.target_text:
        last = view.memory.change()
        target: str | Ambiguous | None = last.path if last else None
    else:
        target = find_question(order.target_text, _labelled(view))
    if target is None:
        return None
    if isinstance(target, Ambiguous):
        paths = tuple(candidate.value for candidate in target.candidates)
        return Decision((c.NotUnderstood("", NO_TARGET, paths),), certain=False)
    node = _node(view, target)
    if value is None or node is None or node.question is None:
        return Decision((c.GoTo(target),))
    return _answered(view, node, value)


def _answered(view: View, node: NodeState | None, text: str) -> Decision:
    if node is None:
        return _reviewed(view, text)
    if node.question is None:
        return _more(view, node, text)
    if node.question.type.is_file:
        return Decision((c.NotUnderstood(node.path, FILE),), certain=False)
    kind = kind_of(node.question)
    read = read_value(
        node.question.type,
        text,
        language=_language(view),
        now=view.now,
        choices=view.instance.choices(node.path, view.form_language) if node.question.type.is_select else (),
        appearance=node.question.appearance,
        kind=kind,
    )
    if isinstance(read, Understood):
        sure = read.certainty >= DOUBTFUL
        command = c.SetAnswer if sure else c.Propose
        is_free = node.question.type is QuestionType.TEXT and (kind is None or bool(kind.fault(read.value)))
        certain = sure and not read.rest and not is_free
        return Decision((command(node.path, read.value, read.quote),), certain)
    if isinstance(read, Ambiguous):
        values = tuple(candidate.value for candidate in read.candidates)
        return Decision((c.NotUnderstood(node.path, AMBIGUOUS, values),), certain=False)
    return Decision((c.NotUnderstood(node.path, read.reason),), certain=False)


def _more(view: View, node: NodeState, text: str) -> Decision:
    read = read_yes_or_no(text, _language(view))
    if not isinstance(read, Understood):
        return Decision((c.NotUnderstood(node.path, YES_OR_NO),), certain=False)
    return Decision((c.NoMore(node.path) if read.value == NO else c.AddOccurrence(node.path),))


def _reviewed(view: View, text: str) -> Decision:
    """At the end of the questions a yes submits, unless something is missing."""
    if lacking := missing(view):
        return _completed(view, lacking[0], text)
    read = read_yes_or_no(text, _language(view))
    if not isinstance(read, Understood):
        return Decision((c.Tell(c.Topic.HELP),), certain=False)
    return Decision((c.Submit() if read.value == YES else c.Tell(c.Topic.PAUSE),))


def _completed(view: View, path: str, text: str) -> Decision:
    """Take what certainly answers the first missing question; else ask it."""
    decision = _answered(view, _node(view, path), text)
    return decision if decision.certain else Decision((c.GoTo(path),))


def _labelled(view: View) -> list[tuple[str, str]]:
    """Return the questions a person may name: what was answered, latest first, then everything asked."""
    known = {state.path for state in answered(view)}
    nodes = [state for state in view.instance.nodes() if is_for_people(state)]
    nodes.sort(key=lambda state: state.path not in known)
    labels = [(state.path, view.instance.label(state.path, view.form_language)) for state in nodes]
    return labels + [(state.path, name) for state in nodes if (name := _name_of_kind(state, nodes))]


def _name_of_kind(state: NodeState, nodes: list[NodeState]) -> str:
    """Return what to call the one question of its type: "the date" where only one asks for a date."""
    kind = state.question.type if state.question else QuestionType.NOTE
    alike = sum(1 for node in nodes if node.question and node.question.type is kind)
    return _KIND_NAMES.get(kind, "") if alike == 1 else ""


def _node(view: View, path: str) -> NodeState | None:
    try:
        node = view.instance.node(path)
    except UnknownPath:
        return None
    return node if node.relevant else None


def _language(view: View) -> Language:
    return "it" if view.language == "it" else "en"
