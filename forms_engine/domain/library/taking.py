"""Take a group out of a questionnaire, with all that it needs, so that it stands alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms_engine.domain.definition import Definition, Group, Node, Repeat
from forms_engine.domain.library.names import lists_named, references
from forms_engine.domain.library.paths import paths_outward
from forms_engine.domain.library.renaming import lists_renamed, renamed
from forms_engine.domain.library.use import unmarked, use_of


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a group does not stand alone.

    The node at ``path`` names ``key``, outside; without a ``key``, it finds others by path in ``column``.
    """

    path: str
    key: str = ""
    column: str = ""


class TakingRefused(Exception):
    """The group cannot be taken out; ``hindrances`` are all that hold it, none where there is no group."""

    def __init__(self, hindrances: tuple[Hindrance, ...] = ()) -> None:
        super().__init__(", ".join(each.path for each in hindrances))
        self.hindrances = hindrances


def take_out(definition: Definition, path: str, *, key: str, title: str) -> Definition:
    """Return the group at ``path`` alone, as a definition called ``key``.

    A group that came from the library under that key gets its own keys back. When it is shown and how often
    it occurs belong to the place where it stands: they are left there.

    Raises:
        TakingRefused: it names questions outside, or finds others by their path; or it is no group.
    """
    group = dict(definition.walk()).get(path)
    if not isinstance(group, Group):
        raise TakingRefused
    alone = _placeless(group)
    if hindrances := tuple(_hindrances(alone, path)):
        raise TakingRefused(hindrances)
    taken = replace(definition, form_id=key, title=title, root="data", settings={}, children=(alone,))
    needed = {name for _path, node in taken.walk() for name in lists_named(node)}
    lists = {name: choices for name, choices in definition.choice_lists.items() if name in needed}
    return _with_own_names(replace(taken, choice_lists=lists), group)


def _placeless(group: Group) -> Group:
    plain = replace(unmarked(group), relevant="")
    return replace(plain, count="") if isinstance(plain, Repeat) else plain


def _hindrances(group: Group, path: str) -> Iterator[Hindrance]:
    nodes = tuple(_walk(group, path, 0))
    inside = {node.key for _path, node, _depth in nodes}
    for where, node, depth in nodes:
        for key in dict.fromkeys(references(node)):
            if key not in inside:
                yield Hindrance(where, key=key)
        for column in paths_outward(node, depth):
            yield Hindrance(where, column=column)


def _walk(node: Node, path: str, depth: int) -> Iterator[tuple[str, Node, int]]:
    yield path, node, depth
    for child in node.children if isinstance(node, Group) else ():
        yield from _walk(child, f"{path}/{child.key}", depth + 1)


def _with_own_names(taken: Definition, group: Group) -> Definition:
    """Undo the renames of the insertion, but for names that others in the group have by now."""
    use = use_of(group)
    if use is None or use.key != taken.form_id:
        return taken
    present = {node.key for _path, node in taken.walk()}
    keys = {here: own for own, here in use.keys.items() if here in present and own not in present}
    lists = {
        here: own
        for own, here in use.lists.items()
        if here in taken.choice_lists and own not in taken.choice_lists
    }
    return replace(
        taken,
        children=tuple(renamed(node, keys, lists) for node in taken.children),
        choice_lists=lists_renamed(taken.choice_lists, keys, lists),
    )
