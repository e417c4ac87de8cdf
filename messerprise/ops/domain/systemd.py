"""A layout as systemd units."""

from collections.abc import Sequence

from messerprise.ops.domain import commands
from messerprise.ops.domain.layout import (
    BEAT_STOP_SECONDS,
    OPEN_FILES,
    WATCH_STOP_SECONDS,
    WEB_STOP_SECONDS,
    WORKER_CONN_MAX_AGE,
    WORKER_STOP_SECONDS,
    Layout,
)
from messerprise.ops.domain.template import Template

HOME = "/opt/messerprise"
PYTHON = f"{HOME}/.venv/bin/python"
MANAGE = f"{PYTHON} {HOME}/manage.py"
WORKER = {"CONN_MAX_AGE": str(WORKER_CONN_MAX_AGE)}

# KillMode=mixed: a prefork worker tells its processes itself when to end.
SERVICE = Template("""[Unit]
Description=Mess-Erprise: %{what}
After=network-online.target%{after}
Wants=network-online.target
PartOf=messerprise.target

[Service]
User=messerprise
WorkingDirectory=%{home}
Environment=EMBEDDED=0
Environment=VAR_DIR=%%S/messerprise
%{environment}EnvironmentFile=/etc/messerprise.env
StateDirectory=messerprise
%{life}
LimitNOFILE=%{files}
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
""")
FOREVER = Template("""ExecStart=%{line}
Restart=always
RestartSec=2
KillMode=mixed
TimeoutStopSec=%{stop_seconds}""")
ONCE = Template("""Type=oneshot
RemainAfterExit=yes
%{lines}
Restart=on-failure
RestartSec=5""")

PREPARE = "messerprise-prepare.service"


def units(layout: Layout) -> dict[str, str]:
    """Return the text of each unit by its file's name; ``messerprise.target`` starts and stops them all."""
    web = ("messerprise.ops.web_server", *commands.web("--bind", "127.0.0.1", "--port", "%i"))
    llm = commands.worker("llm", "--hostname", "llm%i@%%h", *commands.threads(layout.llm_threads))
    beat = ("celery", *commands.beat("%S/messerprise/beat"))
    return {
        "messerprise.target": target(layout),
        PREPARE: once("the database and static files", ["migrate --no-input", "collectstatic --no-input"]),
        "messerprise-web@.service": program(
            "pages and web sockets, on port %i",
            module(web),
            WEB_STOP_SECONDS,
            {"ASGI_THREADS": str(layout.web_threads)},
        ),
        "messerprise-worker-llm@.service": program(
            "conversations with language models, worker %i",
            module(("celery", *llm)),
            WORKER_STOP_SECONDS,
            WORKER,
        ),
        "messerprise-worker-documents.service": prefork("documents", "files", layout.documents),
        "messerprise-worker-default.service": prefork(
            "default", "all other work in the background", layout.default
        ),
        "messerprise-beat.service": program(
            "the clock (one on the whole site)", module(beat), BEAT_STOP_SECONDS
        ),
        "messerprise-watch.service": program(
            "alerts (one on the whole site)", f"{MANAGE} watch", WATCH_STOP_SECONDS
        ),
    }


def target(layout: Layout) -> str:
    """Return the unit that all others belong to."""
    names = [PREPARE, *(f"messerprise-web@{port}.service" for port in layout.ports)]
    names += [f"messerprise-worker-llm@{number}.service" for number in range(1, layout.llm + 1)]
    others = ("worker-documents", "worker-default", "beat", "watch")
    names += [f"messerprise-{name}.service" for name in others]
    wants = "\n".join(f"Wants={name}" for name in names)
    return f"[Unit]\nDescription=Mess-Erprise\n{wants}\n\n[Install]\nWantedBy=multi-user.target\n"


def module(argv: Sequence[str]) -> str:
    """Return the line that runs a Python module."""
    return f"{PYTHON} -m {' '.join(argv)}"


def prefork(queue: str, what: str, number: int) -> str:
    """Return the unit of a worker with processes of its own."""
    argv = commands.worker(queue, "--hostname", f"{queue}@%%h", *commands.processes(number))
    return program(what, module(("celery", *argv)), WORKER_STOP_SECONDS, WORKER)


def program(what: str, line: str, stop_seconds: int, environment: dict[str, str] | None = None) -> str:
    """Return the unit of what runs for as long as the site does."""
    life = FOREVER.substitute(line=line, stop_seconds=stop_seconds)
    return service(what, life, f" {PREPARE}", environment or {})


def once(what: str, commands: Sequence[str]) -> str:
    """Return the unit of what is done before the others start; tried again while it fails."""
    lines = "\n".join(f"ExecStart={MANAGE} {command}" for command in commands)
    return service(what, ONCE.substitute(lines=lines), "", {})


def service(what: str, life: str, after: str, environment: dict[str, str]) -> str:
    """Return one service."""
    variables = "".join(f"Environment={name}={value}\n" for name, value in environment.items())
    return SERVICE.substitute(
        what=what, life=life, after=after, environment=variables, home=HOME, files=OPEN_FILES
    )
