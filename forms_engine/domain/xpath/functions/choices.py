"""Functions about selects and their choices."""

from forms_engine.domain.xpath.code import Code, Context, Kind, texts
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions.registry import Compiling, function, special
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import SELF, Axis, Binary, Call, Expression, Path, Step, Text


@special("selected", least=2, most=2)
def _selected(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    listed, chosen = (compiling.compile(argument) for argument in arguments)
    values, wanted = texts(listed), texts(chosen)
    if isinstance(chosen.constant, str):
        value = chosen.constant.strip()
        return Code(Kind.BOOLEAN, lambda context: value in _listed(values(context)))
    return Code(Kind.BOOLEAN, lambda context: wanted(context).strip() in _listed(values(context)))


def _listed(text: str) -> list[str]:
    return text.split() or [""]


@function("selected-at", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.NUMBER))
def _selected_at(_context: Context, listed: str, position: float) -> str:
    values = listed.split()
    return values[int(position)] if 0 <= position < len(values) else ""


@function("count-selected", gives=Kind.NUMBER, takes=(Kind.TEXT,))
def _count_selected(_context: Context, listed: str) -> float:
    return float(len(listed.split()))


@special("jr:choice-name", least=2, most=2)
def _choice_name(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    """Read the second argument as a path: XLSForm writes it as text that holds one."""
    value = texts(compiling.compile(arguments[0]))
    written = arguments[1]
    target = compiling.compile(parse(written.value) if isinstance(written, Text) else written)
    if target.kind is not Kind.NODES:
        raise ExpressionInvalid("choice_name_select")
    find = target.run

    def run(context: Context) -> str:
        found = find(context)
        return (
            context.world.choice_label(found[0], value(context))
            if isinstance(found, list | tuple) and found
            else ""
        )

    return Code(Kind.TEXT, run)


@special("instance", least=1, most=1)
def _instance(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    """Find the list now: all lists are part of the questionnaire."""
    if not isinstance(arguments[0], Text):
        raise ExpressionInvalid("instance_name")
    document, place = compiling.surroundings.choice_list(arguments[0].value)
    return Code(Kind.NODES, lambda _: (document,), single=lambda _: document, places=(place,))


@special("pulldata", least=4, most=4)
def _pulldata(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    """Rewrite the look-up as the path it stands for."""
    source, column, key_column, key = arguments
    if not (isinstance(source, Text) and isinstance(column, Text) and isinstance(key_column, Text)):
        raise ExpressionInvalid("pulldata_names")
    matching = Binary(
        "=", (Path((Step(Axis.CHILD, key_column.value),)), Call("string", (_seen_from_outside(key),)))
    )
    steps = (Step(Axis.CHILD, "root"), Step(Axis.CHILD, "item", (matching,)), Step(Axis.CHILD, column.value))
    return compiling.compile(Path(steps, start=Call("instance", (source,))))


def _seen_from_outside(tree: Expression) -> Expression:
    """Make a path that starts at the context node start at the question, as it is put in a predicate."""
    if isinstance(tree, Path) and tree.start is None and not tree.absolute:
        return Path(tree.steps or (SELF,), start=Call("current", ()))
    return tree


@special("jr:itext", least=1, most=1)
def _itext(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    """Find the label of a choice by its ``itextId``, in the default language."""
    name, labels = texts(compiling.compile(arguments[0])), compiling.surroundings.labels
    return Code(Kind.TEXT, lambda context: labels.get(name(context), ""))
