"""Put a library group into a questionnaire, and the next revision of it in its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count

from forms_engine.domain.definition import Definition, Group, Localized, Node, Repeat
from forms_engine.domain.languages import language_code, pick
from forms_engine.domain.library.names import lists_named
from forms_engine.domain.library.renaming import Lists, lists_renamed, lists_translated, renamed, translated
from forms_engine.domain.library.use import Use, marked, use_of

_RESERVED = frozenset({"meta", "instanceid", "instancename"})


class PlaceUnknown(LookupError):
    """There is no such place in the questionnaire, or no group of the library is there."""


def insert(definition: Definition, kept: Definition, number: int, place: str) -> tuple[Definition, str]:
    """Return ``definition`` with a library group in it, and the group's key path.

    Args:
        definition: where it goes.
        kept: the library's definition, its one child the group.
        number: the revision of it.
        place: the key path that it follows; with a slash at the end, the section that it comes first in.

    Raises:
        PlaceUnknown: there is no such place.
    """
    if not place:
        raise PlaceUnknown(place)
    use = Use(kept.form_id, number)
    group, lists = _fitted(definition, kept, use)
    children = tuple(_placed(definition.children, group, place))
    section = place.rpartition("/")[0]
    path = f"{section}/{group.key}" if section else group.key
    return replace(definition, children=children, choice_lists=lists), path


def update(definition: Definition, path: str, kept: Definition, number: int) -> Definition:
    """Return ``definition`` with that revision where an older one is.

    Keys and lists that were renamed keep their names; when it is shown and how often it occurs stay as
    they are there; what else was changed in it there is replaced.

    Raises:
        PlaceUnknown: no group of the library is at ``path``.
    """
    old = dict(definition.walk()).get(path)
    use = use_of(old) if isinstance(old, Group) else None
    if not isinstance(old, Group) or use is None or use.key != kept.form_id:
        raise PlaceUnknown(path)
    rest = _without(definition, path, old)
    keys = {**use.keys, group_of(kept).key: old.key}
    group, lists = _fitted(rest, kept, replace(use, number=number, keys=keys))
    group = replace(group, relevant=old.relevant)
    if isinstance(group, Repeat) and isinstance(old, Repeat):
        group = replace(group, count=old.count)
    children = tuple(_replaced(definition.children, path, group))
    return replace(definition, children=children, choice_lists=lists)


def group_of(kept: Definition) -> Group:
    """Return the one group of a library's definition."""
    [group] = kept.children
    if not isinstance(group, Group):
        raise TypeError("The library keeps groups.")
    return group


def _fitted(definition: Definition, kept: Definition, use: Use) -> tuple[Group, Lists]:
    """Return the group as it can stand in ``definition``, marked, and the choice lists of both."""
    spoken = _speaker(kept, definition)
    kept = replace(kept, children=tuple(translated(node, spoken) for node in kept.children))
    group = group_of(kept)
    keys = _keys(group, definition, use)
    lists = lists_renamed(lists_translated(kept.choice_lists, spoken), keys, {})
    names = _list_names(lists, definition.choice_lists, keys[group.key], use)
    fitted = group_of(replace(kept, children=(renamed(group, keys, names),)))
    own = Use(use.key, use.number, _differing(keys), _differing(names))
    return marked(fitted, own), {**definition.choice_lists, **lists_renamed(lists, {}, names)}


def _speaker(kept: Definition, definition: Definition) -> Callable[[Localized], Localized]:
    """Return what puts a text into the languages of ``definition``, into the first where none is shared."""
    if kept.languages == definition.languages:
        return lambda texts: texts
    codes = {language_code(language): language for language in kept.languages if language_code(language)}
    names = {
        language: language if language in kept.languages else codes.get(language_code(language), "")
        for language in definition.languages
    }

    def spoken(texts: Localized) -> Localized:
        found = {language: texts.get(name, "") for language, name in names.items()}
        found = {language: text for language, text in found.items() if text}
        if found or not any(texts.values()):
            return found
        return {definition.languages[0]: pick(texts, kept.languages[0], "")}

    return spoken


def _keys(group: Group, definition: Definition, use: Use) -> dict[str, str]:
    """Return the key here of every key in the group, the group's first: those of before, where still free."""
    own = list(dict.fromkeys(node.key for node in _below(group)))
    folded = {key.casefold() for key in own}
    taken = {node.key.casefold() for _path, node in definition.walk()} | _RESERVED
    keys: dict[str, str] = {}
    for key in own:
        prefix = f"{keys[group.key]}_" if keys else ""
        wanted = [use.keys[key]] if key in use.keys else []
        for candidate in chain(wanted, [key], _others(key, prefix)):
            name = candidate.casefold()
            if name not in taken and (candidate == key or name not in folded):
                keys[key] = candidate
                taken.add(name)
                break
    return keys


def _list_names(lists: Lists, there: Lists, prefix: str, use: Use) -> dict[str, str]:
    """Return the name here of every list: shared where it is the same, another where it is not."""
    names: dict[str, str] = {}
    for name, choices in lists.items():
        wanted = [use.lists[name]] if name in use.lists else []
        same = (other for other in there if there[other] == choices)
        for candidate in chain(wanted, [name], same, _others(name, f"{prefix}_")):
            is_free = candidate not in there and (candidate == name or candidate not in lists)
            if candidate not in names.values() and (is_free or there.get(candidate) == choices):
                names[name] = candidate
                break
    return names


def _others(name: str, prefix: str) -> Iterator[str]:
    if prefix:
        yield f"{prefix}{name}"
    for number in count(2):
        yield f"{prefix}{name}_{number}"


def _differing(names: Mapping[str, str]) -> dict[str, str]:
    return {before: after for before, after in names.items() if before != after}


def _below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children if isinstance(node, Group) else ():
        yield from _below(child)


def _without(definition: Definition, path: str, group: Group) -> Definition:
    """Return ``definition`` without the group and the lists that nothing else needs."""
    rest = replace(definition, children=tuple(_replaced(definition.children, path, None)))
    gone = {name for node in _below(group) for name in lists_named(node)}
    gone -= {name for _path, node in rest.walk() for name in lists_named(node)}
    lists = {name: choices for name, choices in rest.choice_lists.items() if name not in gone}
    return replace(rest, choice_lists=lists)


def _replaced(nodes: tuple[Node, ...], path: str, new: Node | None) -> Iterator[Node]:
    """Yield the nodes with ``new`` for the one at ``path``, or without it."""
    key, _, below = path.partition("/")
    for node in nodes:
        if node.key != key:
            yield node
        elif below and isinstance(node, Group):
            yield replace(node, children=tuple(_replaced(node.children, below, new)))
        elif new is not None:
            yield new


def _placed(nodes: tuple[Node, ...], group: Group, place: str) -> Iterator[Node]:
    """Yield the nodes with ``group`` at ``place``.

    Raises:
        PlaceUnknown: there is no such place.
    """
    key, slash, below = place.partition("/")
    if not key:
        yield group
    elif not any(node.key == key and (isinstance(node, Group) or not slash) for node in nodes):
        raise PlaceUnknown(place)
    for node in nodes:
        if node.key != key:
            yield node
        elif slash and isinstance(node, Group):
            yield replace(node, children=tuple(_placed(node.children, group, below)))
        else:
            yield from (node, group)
