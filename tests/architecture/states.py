"""The life cycles as pictures: ``python -m tests.architecture.states > docs/states.md``."""

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping

from tests.architecture.source import in_layer

HEAD = "# Life cycles\n\nGenerated from the transition tables: `make diagrams`.\n"


def tables() -> Iterator[tuple[str, Mapping]]:
    """Yield every transition table with its name."""
    for path, tree in sorted(in_layer("domain")):
        for node in tree.body:
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target).endswith("_TRANSITIONS"):
                module = importlib.import_module(".".join(path.with_suffix("").parts))
                name = ast.unparse(node.target)
                yield name, getattr(module, name)


def picture(name: str, table: Mapping) -> str:
    """Return one table as a Mermaid diagram."""
    first = next(iter(table))
    arrows = [f"    {a.value} --> {b.value}" for a, targets in table.items() for b in sorted(targets)]
    ends = [f"    {state.value} --> [*]" for state, targets in table.items() if not targets]
    title = name.removesuffix("_TRANSITIONS").replace("_", " ").capitalize()
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.value}", *arrows, *ends, "```"]
    return f"\n## {title}\n\n" + "\n".join(lines) + "\n"


def document() -> str:
    """Return all pictures."""
    return HEAD + "".join(picture(name, table) for name, table in tables())


if __name__ == "__main__":
    sys.stdout.write(document())
