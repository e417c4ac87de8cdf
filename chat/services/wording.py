"""What the interviewer says: outcomes and the next step in words, and the controls to answer with."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.domain import commands as c
from chat.domain.agenda import answered, is_blank, is_for_people, is_presumed, notes_before
from chat.domain.asking import ask_of, label_of, section_of
from chat.domain.commands import Outcome, Topic
from chat.domain.parts import (
    Action,
    Ask,
    Confirmation,
    InputKind,
    Line,
    Link,
    Option,
    Parts,
    Progress,
    Understood,
    Wording,
)
from chat.domain.turns import AskMore, AskQuestion, Finished, Review, Step, View
from chat.services import sentences
from forms_engine.domain.instance import Instance
from forms_engine.domain.markdown import to_text
from forms_engine.domain.reading.affirmations import NO, YES
from forms_engine.services.words import answer_in_words, node_in_words


def greet(view: View, step: Step) -> Wording:
    """Begin, or take up again where the answers stand."""
    if view.memory.trail:  # not by the answers: a default is none of theirs
        before = [_("Welcome back! Let us go on where we stopped.")]
    else:
        before = [
            _("Hello! I am an automatic assistant. I ask one thing at a time and save every answer."),
            sentences.commands_known(),
        ]
    return _compose(view, (), step, before)


def answer(view: View, outcomes: tuple[Outcome, ...], step: Step) -> Wording:
    """Say what became of a message and ask what comes next."""
    return _compose(view, outcomes, step, list(_said_of(view, outcomes)))


def migrated(view: View, step: Step, counts: dict[str, int]) -> Wording:
    """Say what is new since the person started, and go on there."""
    return _compose(view, (), step, [sentences.migrated(counts)])


def offer(view: View, counts: dict[str, int], address: str, *, must: bool) -> Wording:
    """Tell of a newer version and ask whether to go on with it; ``address`` shows what it means."""
    parts = Parts(
        actions=(Action(_("Yes"), _("Yes, with the new version")), Action(_("No"), _("Not now"))),
        links=(Link(address, _("See what is new")),),
        progress=progress_of(view.instance),
    )
    return Wording(sentences.offered(counts, must=must), parts)


def accompany(view: View, outcomes: tuple[Outcome, ...], step: Step, text: str) -> Wording:
    """Put what was understood and the controls of the next step beside a model's own words."""
    wording = _compose(view, outcomes, step, [])
    return Wording(text, wording.parts)


def excuse(view: View, outcomes: tuple[Outcome, ...], step: Step) -> Wording:
    """Go on in plain words where a model could not be asked."""
    before = [_("I cannot think long at the moment, so I go on in simple words.")]
    return _compose(view, outcomes, step, [*before, *_said_of(view, outcomes)])


def _compose(view: View, outcomes: tuple[Outcome, ...], step: Step, before: list[str]) -> Wording:
    text = "\n\n".join(part for part in (" ".join(before), *_question(view, step)) if part)
    pending = _pending(view)
    parts = Parts(
        section=_section(view, step),
        understood=tuple(_understood(view, outcomes)),
        ask=None if pending else _ask(view, step),
        confirm=pending,
        summary=_summary(view, outcomes, step),
        actions=_yes_no() if pending else (*_candidates(view, outcomes), *_actions(view, step)),
        links=_links(view, outcomes),
        progress=progress_of(view.instance),
    )
    return Wording(text, parts)


def progress_of(instance: Instance) -> Progress:
    """Return how far the submission is."""
    asked = [node for node in instance.nodes() if is_for_people(node)]
    done = sum(1 for node in asked if node.value)
    return Progress(done, len(asked), round(100 * done / len(asked)) if asked else 0)


def _said_of(view: View, outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    for outcome in outcomes:
        match outcome.command:
            case c.NotUnderstood(reason=reason):
                yield sentences.not_understood(reason)
            case c.Tell(topic, path):
                yield _told(view, topic, path)
            case c.Skip() if outcome.done:
                yield _("Skipped for now.")
            case c.Cancel() if outcome.done:
                yield _("Then not.")
            case c.Undo() if outcome.done:
                yield _("Taken back.")
            case c.Stay() if outcome.done:
                yield _("All right, we stay with the version that you started with.")
            case _ if outcome.sentence:
                yield outcome.sentence


def _told(view: View, topic: Topic, path: str) -> str:
    hint = to_text(view.instance.hint(path, view.form_language)) if path else ""
    told = sentences.told(topic, hint)
    return f"{told} {sentences.commands_known()}" if topic is Topic.HELP else told


def _understood(view: View, outcomes: tuple[Outcome, ...]) -> Iterator[Understood]:
    for outcome in outcomes:
        if not outcome.done or not isinstance(outcome.command, c.SetAnswer | c.Confirm | c.Undo):
            continue
        value = node_in_words(view.instance, outcome.path, view.form_language) or _("no answer")
        undo = "" if isinstance(outcome.command, c.Undo) else outcome.undo
        yield Understood(outcome.path, label_of(view, outcome.path), value, undo)


def _pending(view: View) -> Confirmation | None:
    pending = view.memory.pending
    if pending is None:
        return None
    shown = _in_words(view, pending.path, pending.value)
    return Confirmation(pending.path, label_of(view, pending.path), pending.value, shown, pending.quote)


def _in_words(view: View, path: str, value: str) -> str:
    question = view.instance.node(path).question
    offers = view.instance.choices(path, view.form_language) if question and question.type.is_select else ()
    return answer_in_words(question, value, offers) if question else value


def _question(view: View, step: Step) -> Iterator[str]:
    if pending := _pending(view):
        yield _("%(label)s – did you mean “%(value)s”?") % {"label": pending.label, "value": pending.shown}
        return
    match step:
        case AskQuestion(path):
            yield from (label_of(view, note) for note in notes_before(view, path))
            yield label_of(view, path)
            if is_presumed(view, view.instance.node(path)):
                value = node_in_words(view.instance, path, view.form_language)
                yield _("I have noted “%(value)s”: is that right?") % {"value": value}
        case AskMore(path):
            yield _more(view, path)
        case Review(missing):
            yield _review(len(missing))
        case Finished():
            yield _("Thank you: your answers are submitted.")


def _section(view: View, step: Step) -> str:
    """Return the section that this step enters; "" where the talk stays in one."""
    if not isinstance(step, AskQuestion):
        return ""
    last = view.memory.trail[-1] if view.memory.trail else ""
    known = last and any(node.path == last for node in view.instance.nodes())
    here = section_of(view, step.path)
    return "" if known and here == section_of(view, last) else here


def _more(view: View, path: str) -> str:
    label = label_of(view, path)
    if not is_blank(view, path):
        return _("%(section)s: is there another one to add?") % {"section": label}
    return _("%(section)s: is there one to add?") % {"section": label}


def _review(missing: int) -> str:
    if not missing:
        return _("That was all. Shall I submit your answers?")
    return ngettext(
        "We are nearly there: one answer is still needed before you can submit.",
        "We are nearly there: %(count)d answers are still needed before you can submit.",
        missing,
    ) % {"count": missing}


def _ask(view: View, step: Step) -> Ask | None:
    match step:
        case AskQuestion(path):
            return ask_of(view, path)
        case AskMore(path):
            options = (Option(YES, _("Yes")), Option(NO, _("No")))
            return Ask(path=path, kind=InputKind.MORE, label=_more(view, path), choices=options)
    return None


def _summary(view: View, outcomes: tuple[Outcome, ...], step: Step) -> tuple[Line, ...]:
    if any(
        isinstance(outcome.command, c.Tell) and outcome.command.topic is Topic.SUMMARY for outcome in outcomes
    ):
        return tuple(_line(view, node.path) for node in answered(view))
    match step:
        case Review(()):
            return tuple(_line(view, node.path) for node in answered(view))
        case Review(missing):
            return tuple(_line(view, path) for path in missing)
    return ()


def _line(view: View, path: str) -> Line:
    return Line(path, label_of(view, path), node_in_words(view.instance, path, view.form_language))


def _candidates(view: View, outcomes: tuple[Outcome, ...]) -> tuple[Action, ...]:
    """Offer the readings between which only the person can decide."""
    return tuple(
        Action(words, words)
        for outcome in outcomes
        if isinstance(outcome.command, c.NotUnderstood) and outcome.command.path
        for words in dict.fromkeys(
            _in_words(view, outcome.command.path, value) for value in outcome.command.candidates
        )
    )


def _yes_no() -> tuple[Action, ...]:
    return (Action(_("Yes"), _("Yes")), Action(_("No"), _("No")))


def _actions(view: View, step: Step) -> tuple[Action, ...]:
    match step:
        case Review(()):
            return (Action(_("submit"), _("Submit")),)
        case Review():
            return (Action(_("summary"), _("Show my answers")),)
        case Finished():
            return ()
    agree = (
        Action(_("Yes"), _("Yes")) if isinstance(step, AskQuestion) and _can_agree(view, step.path) else None
    )
    skip = Action(_("skip"), _("Skip")) if isinstance(step, AskQuestion) else None
    back = Action(_("back"), _("Back")) if view.memory.trail else None
    why = Action(_("why?"), _("Why?")) if isinstance(step, AskQuestion) else None
    return tuple(action for action in (agree, skip, back, why) if action)


def _can_agree(view: View, path: str) -> bool:
    node = view.instance.node(path)
    return is_presumed(view, node) and node.question is not None and not node.question.type.is_select


def _links(view: View, outcomes: tuple[Outcome, ...]) -> tuple[Link, ...]:
    """Offer the questions that a correction may have meant."""
    return tuple(
        Link(f"?question={path}", label_of(view, path))
        for outcome in outcomes
        if isinstance(outcome.command, c.NotUnderstood) and not outcome.command.path
        for path in outcome.command.candidates
    )
