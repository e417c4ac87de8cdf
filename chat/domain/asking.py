"""What a question looks like in the chat: its label in plain text and the control to answer with."""

from collections.abc import Mapping

from chat.domain.parts import Ask, InputKind, Option
from chat.domain.turns import View
from forms_engine.domain import kinds
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.instance import NodeState
from forms_engine.domain.kinds.address import Address
from forms_engine.domain.kinds.consent import Consent
from forms_engine.domain.kinds.money import Money
from forms_engine.domain.kinds.signature import Signature
from forms_engine.domain.markdown import to_text
from forms_engine.domain.media import media_shown

T, K = QuestionType, InputKind

_KINDS: Mapping[QuestionType, InputKind] = {
    T.INTEGER: K.INTEGER,
    T.DECIMAL: K.DECIMAL,
    T.RANGE: K.RANGE,
    T.SELECT_ONE: K.CHOICE,
    T.SELECT_MULTIPLE: K.CHOICES,
    T.RANK: K.RANK,
    T.ACKNOWLEDGE: K.YES,
    T.DATE: K.DATE,
    T.TIME: K.TIME,
    T.DATETIME: K.DATETIME,
    T.GEOPOINT: K.PLACE,
}
_ACCEPT: Mapping[QuestionType, str] = {T.IMAGE: "image/*", T.AUDIO: "audio/*", T.VIDEO: "video/*"}


def ask_of(view: View, path: str) -> Ask:
    """Return the question at ``path`` as the chat asks it."""
    node = view.instance.node(path)
    question = node.question
    if question is None:
        raise ValueError(path)
    return Ask(
        path=path,
        kind=kind_of(question),
        label=label_of(view, path),
        hint=to_text(view.instance.hint(path, view.form_language)),
        required=node.required,
        value=node.value,
        choices=_currencies(question) or _options(view, node),
        media=media_shown(question.media, view.addresses, view.form_language, view.form.language),
        minimum=question.parameters.get("start", ""),
        maximum=question.parameters.get("end", ""),
        step=question.parameters.get("step", ""),
        accept=_ACCEPT.get(question.type, ""),
        appearance=question.appearance,
        mode=_mode(question),
    )


def kind_of(question: Question) -> InputKind:
    """Return the control for a question."""
    match kinds.kind_of(question):
        case Money(currencies=(_, _, *_)):
            return K.MONEY
        case Address():
            return K.ADDRESS
        case Signature():
            return K.SIGNATURE
        case Consent():
            return K.CONSENT
    return K.FILE if question.type.is_file else _KINDS.get(question.type, K.TEXT)


def label_of(view: View, path: str) -> str:
    """Return the label in plain text, or the key where there is none."""
    return to_text(view.instance.label(path, view.form_language)) or view.instance.node(path).key


def section_of(view: View, path: str) -> str:
    """Return the label of the innermost labelled section around ``path``, with the occurrence's place."""
    above = path.rpartition("/")[0]
    while above:
        repeat, _, number = above.rpartition("[")
        labelled = repeat if above.endswith("]") else above
        if label := to_text(view.instance.label(labelled, view.form_language)):
            numbers = view.instance.occurrences().get(labelled, ())
            place = numbers.index(int(number[:-1])) + 1 if labelled != above else 0
            return f"{label} {place}" if place else label
        above = labelled.rpartition("/")[0]
    return ""


def _mode(question: Question) -> str:
    """Return which keys a touch keyboard should offer for the kind of answer."""
    kind = kinds.kind_of(question)
    return kind.attributes.get("inputmode", "") if kind else ""


def _currencies(question: Question) -> tuple[Option, ...]:
    kind = kinds.kind_of(question)
    named = kind.currencies if isinstance(kind, Money) and kind.is_text else ()
    return tuple(Option(code, code) for code in named) if len(named) > 1 else ()


def _options(view: View, node: NodeState) -> tuple[Option, ...]:
    if node.question is None or not node.question.type.is_select:
        return ()
    offers = view.instance.choices(node.path, view.form_language)
    addresses = view.addresses
    return tuple(Option(each.value, to_text(each.label), addresses.get(each.image, "")) for each in offers)
