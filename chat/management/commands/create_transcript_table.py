"""Make the DynamoDB table of transcripts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from chat.clients.dynamodb import configured_transcripts


class Command(BaseCommand):
    help = "Create the DynamoDB table that TRANSCRIPT_TABLE names."

    def handle(self, *_args: Any, **_options: Any) -> None:
        configured_transcripts().create_table()
        self.stdout.write(f"Created {settings.TRANSCRIPT_TABLE}.")
