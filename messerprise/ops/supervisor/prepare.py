"""What must be in place before pages can be served."""

import os
from pathlib import Path

import django
from django.core.management import call_command

from messerprise.ops.supervisor.place import kept_secret


def prepare(place: Path) -> str:
    """Bring database, translations, demo and static files up to date; return a word on the accounts."""
    password, how = demo_password(place)
    django.setup()
    print("Preparing database, demo and static files …", flush=True)  # noqa: T201
    call_command("compilemessages", verbosity=0, ignore_patterns=[".venv*", "node_modules", "var"])
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from messerprise.ops.services.demo import load_demo  # noqa: PLC0415 - Django is set up only now

    names = load_demo(password=password)
    return f"sign in as {', '.join(names[:-1])} or {names[-1]}, password {how}"


def demo_password(place: Path) -> tuple[str, str]:
    """Return the demo's password, and what to say of it: a random one is told once."""
    if given := os.environ.get("DEMO_PASSWORD"):
        return given, "as in DEMO_PASSWORD"
    file = place / "demo-password"
    password, is_new = kept_secret(file)
    return password, f"{password} (kept in {file})" if is_new else f"kept in {file}"
