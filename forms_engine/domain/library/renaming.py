"""Give the nodes and choice lists of a group other names, wherever they are named."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from forms_engine.domain.definition import Choice, Group, Localized, Node, Question
from forms_engine.domain.library.names import renaming, with_texts

Lists = Mapping[str, tuple[Choice, ...]]


def renamed(node: Node, keys: Mapping[str, str], lists: Mapping[str, str]) -> Node:
    """Return the node and all below it under new names; both mappings go from old to new."""
    changed = replace(with_texts(node, renaming(keys, lists)), key=keys.get(node.key, node.key))
    if isinstance(changed, Question):
        return replace(changed, choice_list=lists.get(changed.choice_list, changed.choice_list))
    return replace(changed, children=tuple(renamed(child, keys, lists) for child in changed.children))


def lists_renamed(found: Lists, keys: Mapping[str, str], lists: Mapping[str, str]) -> Lists:
    """Return the choice lists under new names; their labels may name questions too."""
    change = renaming(keys, lists)
    return {
        lists.get(name, name): tuple(
            replace(choice, label={language: change(text) for language, text in choice.label.items()})
            for choice in choices
        )
        for name, choices in found.items()
    }


def translated(node: Node, spoken: Callable[[Localized], Localized]) -> Node:
    """Return the node and all below it with ``spoken`` of each of its texts."""
    texts: dict[str, Any] = {
        name: spoken(getattr(node, name))
        for name in ("label", "hint", "guidance", "required_message", "constraint_message")
        if hasattr(node, name)
    }
    changed = replace(node, **texts)
    if isinstance(changed, Group):
        return replace(changed, children=tuple(translated(child, spoken) for child in changed.children))
    return replace(changed, media={kind: spoken(names) for kind, names in changed.media.items()})


def lists_translated(found: Lists, spoken: Callable[[Localized], Localized]) -> Lists:
    """Return the choice lists with ``spoken`` of each of their texts."""
    return {
        name: tuple(
            replace(
                choice,
                label=spoken(choice.label),
                media={kind: spoken(names) for kind, names in choice.media.items()},
            )
            for choice in choices
        )
        for name, choices in found.items()
    }
