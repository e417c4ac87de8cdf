"""Say, or write, how many processes of which kind a machine runs."""

import dataclasses
import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from messerprise.ops.domain.compose import compose
from messerprise.ops.domain.layout import Layout, layout_for
from messerprise.ops.domain.proxy import nginx, nginx_in_compose
from messerprise.ops.domain.systemd import units

EXAMPLE = "forms.example.org"
ROWS = {
    "web": "web processes",
    "web_threads": "  threads in each",
    "llm": "workers llm",
    "llm_threads": "  replies at a time in each",
    "documents": "processes for documents",
    "default": "processes for all else",
    "mebibytes": "memory of all, MiB, about",
    "database_connections": "connections to the database, at most",
    "max_connections": "  so set max_connections to",
    "valkey_connections": "connections to Valkey, about",
}


class Command(BaseCommand):
    help = "Say how many processes of which kind a machine runs, or write its systemd or compose files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="default: this machine's")
        parser.add_argument("--memory", type=int, metavar="GIB", help="fewer processes where it is scarce")
        parser.add_argument("--format", choices=["text", "json", "systemd", "compose"], default="text")
        parser.add_argument("--host", default=EXAMPLE, metavar="NAME", help="of the site, for its proxy")
        parser.add_argument("--output", type=Path, metavar="FOLDER", help="write the files there")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            layout = layout_for(options["cores"], options["memory"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        files = files_of(layout, options["cores"], options["format"], options["host"])
        folder = options["output"]
        if folder is None:
            self.stdout.write("\n".join(with_heads(files)), ending="")
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                (folder / name).write_text(text)
        except OSError as error:
            raise CommandError(
                f"{folder} cannot be written ({error.strerror}): name another folder."
            ) from None


def files_of(layout: Layout, cores: int, kind: str, host: str = EXAMPLE) -> dict[str, str]:
    """Return the text of each file by its name."""
    body = -(-max(settings.DOCUMENT_MAX_BYTES, settings.WORKBOOK_MAX_BYTES) // 2**20) + 1
    values = dataclasses.asdict(layout) | {name: getattr(layout, name) for name in ROWS}
    match kind:
        case "systemd":
            return units(layout) | {"nginx.conf": nginx(layout.ports, body, host)}
        case "compose":
            return {"compose.yaml": compose(layout, cores), "nginx-compose.conf": nginx_in_compose(body)}
        case "json":
            return {"layout.json": json.dumps(values, indent=2) + "\n"}
        case _:
            return {"layout.txt": "".join(f"{what:<40}{values[name]:>6}\n" for name, what in ROWS.items())}


def with_heads(files: dict[str, str]) -> list[str]:
    """Return the texts, each after its name where there are several."""
    return [f"# --- {name}\n{text}" if len(files) > 1 else text for name, text in files.items()]
