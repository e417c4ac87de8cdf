"""Copy transcripts from one store to the other."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chat.clients.dynamodb import configured_transcripts
from chat.clients.transcript_rows import RowTranscripts
from chat.clients.transcripts import NotStored, StoreAway, TranscriptStore
from chat.services.copying import copy_transcripts

STORES: dict[str, Callable[[], TranscriptStore]] = {
    "rows": RowTranscripts,
    "dynamodb": configured_transcripts,
}


class Command(BaseCommand):
    help = "Copy what is missing of all transcripts between the database and DynamoDB; run it again at will."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", choices=STORES, required=True)
        parser.add_argument("--to", dest="target", choices=STORES, required=True)

    def handle(self, *_args: Any, source: str, target: str, **_options: Any) -> None:
        if source == target:
            raise CommandError("Name two different stores.")
        total = 0
        try:
            for pk, copied in copy_transcripts(STORES[source](), STORES[target]()):
                total += copied
                self.stdout.write(f"{pk} {copied}")
        except (NotStored, StoreAway) as error:
            raise CommandError(f"Stopped: {error}.") from error
        self.stdout.write(f"Copied {total} events.")
