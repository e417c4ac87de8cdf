"""The embedded run: ``python -m messerprise.ops.supervisor``. Obeys PORT, VAR_DIR and DEMO_PASSWORD."""

import os
import signal
from pathlib import Path

from messerprise import env
from messerprise.ops.supervisor import stack
from messerprise.ops.supervisor.console import Console
from messerprise.ops.supervisor.place import HOST, check_port, claim_directory, free_port, kept_secret
from messerprise.ops.supervisor.prepare import prepare
from messerprise.ops.supervisor.supervisor import Supervisor
from messerprise.ops.supervisor.tether import die_with_parent


def main() -> None:
    """Run everything until Ctrl-C, or the end of whoever started us."""
    die_with_parent(signal.SIGTERM)
    port, place = env.number("PORT", 8000), Path(env.text("VAR_DIR") or "var").absolute()
    lock = claim_directory(place)
    check_port(port)
    os.environ |= {"PORT": str(port), "VAR_DIR": str(place), "DJANGO_SETTINGS_MODULE": "messerprise.settings"}
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("SECRET_KEY", kept_secret(place / "secret-key")[0])
    supervisor = Supervisor(Console())
    supervisor.obey_signals()
    try:
        run(supervisor, place, port)
    finally:
        supervisor.stop()
        lock.close()


def run(supervisor: Supervisor, place: Path, port: int) -> None:
    """Start what is needed, say so, and watch over it."""
    if not os.environ.get("REDIS_URL"):  # else the person has a server of their own
        password, valkey_port = kept_secret(place / "valkey-key")[0], free_port()
        os.environ["REDIS_URL"] = f"redis://:{password}@{HOST}:{valkey_port}/0"
        supervisor.start([stack.valkey(place / "valkey", valkey_port, password)])
    accounts = prepare(place)
    supervisor.start([*stack.workers(), stack.beat(place), stack.web(port)])
    if not supervisor.is_stopping:
        supervisor.console.say(f"Ready: http://{HOST}:{port}/ – {accounts} – Ctrl-C stops it.")
    supervisor.watch()


if __name__ == "__main__":
    main()
