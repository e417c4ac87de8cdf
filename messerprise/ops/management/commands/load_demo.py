"""Load the demo accounts and questionnaires; what is there already stays."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from messerprise.core.exceptions import MessErpriseError
from messerprise.ops.services.demo import load_demo


class Command(BaseCommand):
    help = (
        "Load the demo: one account a role, all with the password in DEMO_PASSWORD, and three questionnaires."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD")
        if not password:
            raise CommandError("Set DEMO_PASSWORD to the password that the demo accounts shall have.")
        try:
            names = load_demo(password=password)
        except MessErpriseError as error:
            raise CommandError(error.sentence) from None
        self.stdout.write(f"Accounts: {', '.join(names)}")
