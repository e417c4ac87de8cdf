"""A layout as systemd units."""

from messerprise.ops.domain import commands
from messerprise.ops.domain.layout import (
    BEAT_STOP_SECONDS,
    WEB_STOP_SECONDS,
    WORKER_CONN_MAX_AGE,
    WORKER_STOP_SECONDS,
    Layout,
)

PYTHON = "/opt/messerprise/.venv/bin/python"
WORKER = {"CONN_MAX_AGE": str(WORKER_CONN_MAX_AGE)}


def units(layout: Layout) -> dict[str, str]:
    """Return the text of each unit by its file's name; ``messerprise.target`` starts and stops them all."""
    web = ("--bind", "127.0.0.1", "--port", "%i", "--proxy-headers")
    beat = commands.beat("%S/messerprise/beat")
    llm = commands.worker("llm", "--hostname", "llm%i@%%h", *commands.threads(layout.llm_threads))
    return {
        "messerprise.target": target(layout),
        "messerprise-web@.service": service(
            "pages and web sockets, on port %i",
            ("messerprise.ops.web_server", *commands.web(*web)),
            WEB_STOP_SECONDS,
            {"ASGI_THREADS": str(layout.web_threads)},
        ),
        "messerprise-worker-llm@.service": service(
            "conversations with language models, worker %i", ("celery", *llm), WORKER_STOP_SECONDS, WORKER
        ),
        "messerprise-worker-documents.service": prefork("documents", "files", layout.documents),
        "messerprise-worker-default.service": prefork(
            "default", "all other work in the background", layout.default
        ),
        "messerprise-beat.service": service(
            "the clock (one on the whole site)", ("celery", *beat), BEAT_STOP_SECONDS, {}
        ),
    }


def target(layout: Layout) -> str:
    """Return the unit that all others belong to."""
    names = [f"messerprise-web@{port}.service" for port in layout.ports]
    names += [f"messerprise-worker-llm@{number}.service" for number in range(1, layout.llm + 1)]
    names += [f"messerprise-{name}.service" for name in ("worker-documents", "worker-default", "beat")]
    wants = "\n".join(f"Wants={name}" for name in names)
    return f"[Unit]\nDescription=Mess-Erprise\n{wants}\n\n[Install]\nWantedBy=multi-user.target\n"


def prefork(queue: str, what: str, number: int) -> str:
    """Return the unit of a worker with processes of its own."""
    argv = commands.worker(queue, "--hostname", f"{queue}@%%h", *commands.processes(number))
    return service(what, ("celery", *argv), WORKER_STOP_SECONDS, WORKER)


def service(what: str, argv: tuple[str, ...], stop_seconds: int, environment: dict[str, str]) -> str:
    """Return one service. ``KillMode=mixed``: a prefork worker tells its processes itself when to end."""
    variables = "".join(f"Environment={name}={value}\n" for name, value in environment.items())
    return f"""[Unit]
Description=Mess-Erprise: {what}
After=network-online.target
Wants=network-online.target
PartOf=messerprise.target

[Service]
User=messerprise
WorkingDirectory=/opt/messerprise
EnvironmentFile=/etc/messerprise.env
{variables}StateDirectory=messerprise
ExecStart={PYTHON} -m {" ".join(argv)}
Restart=always
RestartSec=2
KillMode=mixed
TimeoutStopSec={stop_seconds}
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
"""
