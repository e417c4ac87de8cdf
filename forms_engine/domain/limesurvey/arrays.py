"""Arrays: sections with a question for every row, or for every crossing of a row and a column."""

from collections.abc import Callable, Iterator, Sequence

from forms_engine.domain.definition import Group, Localized, Node, Question, QuestionType
from forms_engine.domain.foreign.terms import joined
from forms_engine.domain.limesurvey.survey import Entry, Part
from forms_engine.domain.limesurvey.words import CHANGE, UNCERTAIN, Scale, points
from forms_engine.domain.limesurvey.workshop import Workshop

Made = list[Node]
_SCALES: dict[str, tuple[str, Scale]] = {
    "A": ("points_5", points(5)),
    "B": ("points_10", points(10)),
    "C": ("yes_uncertain_no", UNCERTAIN),
    "E": ("increase_same_decrease", CHANGE),
}
_SUMS = ("equals_num_value", "min_num_value", "max_num_value")


def selects(shop: Workshop, entry: Entry) -> Made:
    """Make an array of one choice a row."""
    if entry.type in _SCALES:
        name, scale = _SCALES[entry.type]
        listed = shop.offer_scale(scale, name)
    else:
        listed = shop.offer(entry, entry.choices(), shop.key(entry))
    rules = shop.ruled(entry, QuestionType.SELECT_ONE)
    children = [
        Question(
            key=shop.key(entry, part.number),
            type=QuestionType.SELECT_ONE,
            label=shop.part_label(entry, part),
            relevant=_relevant(shop, entry, part),
            choice_list=listed,
            default=shop.rules.default(entry, part.number),
            **rules,
        )
        for part in entry.rows()
    ]
    return _section(shop, entry, children)


def dual(shop: Workshop, entry: Entry) -> Made:
    """Make an array of two choices a row."""
    lists = [shop.offer(entry, entry.choices(scale), f"{shop.key(entry)}_{scale}") for scale in ("0", "1")]
    titles = [
        shop.texts.read(entry.attributes.words(f"dualscale_header{side}"), entry.code, shop.key(entry))
        for side in "AB"
    ]
    rules = shop.ruled(entry, QuestionType.SELECT_ONE)
    children = [
        Question(
            key=shop.key(entry, part.number, scale),
            type=QuestionType.SELECT_ONE,
            label=_titled(shop.part_label(entry, part), titles[int(scale)]),
            relevant=_relevant(shop, entry, part),
            choice_list=lists[int(scale)],
            **rules,
        )
        for part in entry.rows()
        for scale in ("0", "1")
    ]
    return _section(shop, entry, children)


def lines(shop: Workshop, entry: Entry) -> Made:
    """Make several numbers or several short texts."""
    kind = QuestionType.TEXT
    if entry.type == "K" or entry.attributes.take("numbers_only") == "1":
        whole = entry.attributes.take("num_value_int_only") == "1"
        kind = QuestionType.INTEGER if whole else QuestionType.DECIMAL
    slider = _slider(entry) if entry.type == "K" else {}
    for name in _SUMS:
        if value := entry.attributes.take(name):
            shop.findings.remark(entry.code, "setting_ignored", "constraint", setting=name, value=value)
    rules = shop.ruled(entry, kind)
    children = [
        Question(
            key=shop.key(entry, part.number),
            type=QuestionType.RANGE if slider else kind,
            label=shop.part_label(entry, part),
            relevant=_relevant(shop, entry, part),
            parameters=slider,
            default=shop.rules.default(entry, part.number, kind),
            **rules,
        )
        for part in entry.rows()
    ]
    return _section(shop, entry, children)


def fields(shop: Workshop, entry: Entry) -> Made:
    """Make a table of texts, of numbers or of ticks."""
    if entry.attributes.take("multiflexible_checkbox") == "1":
        return _section(shop, entry, list(_ticks(shop, entry)))
    kind = QuestionType.TEXT
    if entry.type == ":" or entry.attributes.take("numbers_only") == "1":
        boxed = entry.attributes.take("input_boxes") == "1" or entry.type == ";"
        step = entry.attributes.take("multiflexible_step")
        kind = QuestionType.DECIMAL if boxed or "." in step else QuestionType.INTEGER
    rules = shop.ruled(entry, kind)
    children = [
        Question(
            key=shop.key(entry, row.number, column.number),
            type=kind,
            label=shop.part_label(entry, row, column),
            relevant=_relevant(shop, entry, row),
            **rules,
        )
        for row in entry.rows()
        for column in entry.rows("1")
    ]
    return _section(shop, entry, children)


def _ticks(shop: Workshop, entry: Entry) -> Iterator[Node]:
    listed = shop.offer(entry, entry.rows("1"), shop.key(entry))
    rules = shop.ruled(entry, QuestionType.SELECT_MULTIPLE)
    for row in entry.rows():
        yield Question(
            key=shop.key(entry, row.number),
            type=QuestionType.SELECT_MULTIPLE,
            label=shop.part_label(entry, row),
            relevant=_relevant(shop, entry, row),
            choice_list=listed,
            **rules,
        )


def _section(shop: Workshop, entry: Entry, children: Sequence[Node]) -> Made:
    asked = shop.asked(entry)
    if not children:
        shop.findings.remark(entry.code, "subquestions_missing")
        return []
    if shop.order(entry):
        shop.findings.remark(entry.code, "setting_ignored", setting="random_order", value="1")
    return [Group(children=tuple(children), **asked)]


def _relevant(shop: Workshop, entry: Entry, part: Part) -> str:
    return joined(
        "and", [shop.rules.relevant(part.relevance, entry.code), shop.rules.filtered(entry, part.code)]
    )


def _slider(entry: Entry) -> dict[str, str]:
    names = (("slider_min", "start", "0"), ("slider_max", "end", "100"), ("slider_accuracy", "step", "1"))
    found = {own: entry.attributes.take(name) or default for name, own, default in names}
    return found if entry.attributes.take("slider_layout") == "1" else {}


def _titled(label: Localized, title: Localized) -> Localized:
    return {
        language: f"{text} – {title[language]}" if title.get(language) else text
        for language, text in label.items()
    }


MAKERS: dict[str, Callable[[Workshop, Entry], Made]] = {
    **dict.fromkeys("FHABCE", selects),
    **dict.fromkeys("KQ", lines),
    **dict.fromkeys(":;", fields),
    "1": dual,
}
