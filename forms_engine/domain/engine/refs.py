"""XForms references, such as ``/data/household/member[2]/age``: positions, where paths have numbers."""

from collections.abc import Mapping

from forms_engine.domain.instance import Instance


def refs(instance: Instance) -> Mapping[str, str]:
    """Return the reference of every node of ``instance`` by its path, in document order."""
    root = f"/{instance.form.root.key}"
    found: dict[str, str] = {}
    position_of: dict[str, int] = {}
    for node in instance.nodes():
        container, _, name = node.path.rpartition("/")
        above = found.get(container, root)
        if node.kind == "occurrence":
            repeat = node.path[: node.path.rindex("[")]
            position_of[repeat] = position_of.get(repeat, 0) + 1
            name = f"{node.key}[{position_of[repeat]}]"
        found[node.path] = f"{above}/{name}"
    return found
