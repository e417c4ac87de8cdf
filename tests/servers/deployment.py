"""The site as `manage.py layout` deploys it: units in their environment, nginx before two web processes."""

import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from messerprise.ops.domain.layout import layout_for
from messerprise.ops.management.commands.layout import files_of
from messerprise.ops.supervisor import stack
from messerprise.ops.supervisor.child import Program
from messerprise.ops.supervisor.place import HOST
from messerprise.ops.supervisor.supervisor import Supervisor
from tests.servers.nginx import certificate_for, nginx_server
from tests.servers.process import free_port
from tests.servers.site import LogFile, Site
from tests.servers.systemd import Machine

CORES = 3  # the fewest for two web processes
PINGED_SOON = ("--ping-interval", "1")
HTTP, HTTPS = 80, 443


@dataclass
class Deployment(Site):
    """A deployed site; ``ports`` are where it listens instead of the shipped ports."""

    ports: Mapping[int, int] = field(default_factory=dict)
    place: Path = Path()


@contextmanager
def deployed_site(place: Path, variables: Mapping[str, str]) -> Iterator[Deployment]:
    """Run everything that systemd and nginx would, until the block ends.

    Args:
        place: a directory for its files.
        variables: what the site's file of variables holds, but for its own addresses.
    """
    layout = layout_for(CORES)
    files = files_of(layout, CORES, "systemd")
    ports = {port: free_port() for port in (HTTP, HTTPS, *layout.ports)}
    url = f"https://{HOST}:{ports[HTTPS]}"
    variables = {"ALLOWED_HOSTS": HOST, "ALLOWED_ORIGINS": url, "PROXY_COUNT": "1", **variables}
    machine = Machine(files, variables, place / "state")
    (place / "state/messerprise").mkdir(parents=True, exist_ok=True)
    for line in machine.lines("prepare"):
        subprocess.run(line, check=True, capture_output=True)
    supervisor = Supervisor(LogFile(place / "site.log"))
    tls = certificate_for(HOST, place)
    try:
        supervisor.start(programs(machine, [ports[port] for port in layout.ports]))
        with nginx_server(place, files["nginx.conf"], ports):
            yield Deployment(url, variables, supervisor, supervisor.console.file, tls, ports, place)
    finally:
        supervisor.stop()


def programs(machine: Machine, web_ports: list[int]) -> list[Program]:
    """Return what ``messerprise.target`` starts, with one worker ``llm`` for all."""
    host = socket.gethostname()
    workers = {"worker-llm@1": "llm1", "worker-documents": "documents", "worker-default": "default"}
    schedule = machine.state / "messerprise"
    others = {"beat": lambda: any(schedule.glob("beat*")), "watch": lambda: True}
    return [
        *(web(machine, port) for port in web_ports),
        *(
            Program(name=unit, argv=machine.line(unit), ready=stack.answers_ping(f"{node}@{host}"), grace=60)
            for unit, node in workers.items()
        ),
        *(Program(name=unit, argv=machine.line(unit), ready=ready) for unit, ready in others.items()),
    ]


def web(machine: Machine, port: int) -> Program:
    """Return a web process; it pings silent sockets sooner than the shipped one, for a test to see it."""
    unit = f"web@{port}"
    ready = stack.answers_page(f"http://{HOST}:{port}/health/ready/")
    return Program(name=unit, argv=(*machine.line(unit), *PINGED_SOON), ready=ready, grace=30)
