"""A real nginx with a configuration of ours, moved to where a test may write and listen."""

import getpass
import re
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from messerprise.ops.supervisor.place import HOST
from tests.servers.process import accepts, running

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def nginx_server(place: Path, configuration: str, ports: Mapping[int, int]) -> Iterator[None]:
    """Run nginx until the block ends.

    Args:
        place: a directory for its files, with those of ``certificate_for``.
        configuration: all of nginx.conf as we ship it.
        ports: where to listen, and to find web processes, instead of the shipped port.
    """
    for port, other in ports.items():
        configuration = re.sub(rf"(listen |127\.0\.0\.1:){port}\b", rf"\g<1>{other}", configuration)
    temporary = "".join(f"    {name}_temp_path {place}/{name};\n" for name in TEMPORARY)
    moved = {
        r"^user .*": f"user {getpass.getuser()};",
        r"^pid .*": f"pid {place}/nginx.pid;",
        r"^error_log \S+": f"error_log {place}/nginx.log",
        r"^http {\n": f"http {{\n{temporary}",
        r"\blisten ": f"listen {HOST}:",
        r"/etc/messerprise/": f"{place}/",
    }
    for shipped, here in moved.items():
        configuration = re.sub(shipped, here, configuration, flags=re.MULTILINE)
    file = place / "nginx.conf"
    file.write_text(configuration)
    argv = ["nginx", "-c", str(file), "-e", str(place / "nginx.log"), "-g", "daemon off;"]
    listening = [other for port, other in ports.items() if f"listen {HOST}:{other}" in configuration]
    with running(argv, ready=lambda: all(map(accepts, listening)), log=place / "nginx.out"):
        yield


def certificate_for(host: str, place: Path) -> ssl.SSLContext:
    """Make a key and its certificate in a directory; return what trusts it and nothing else."""
    key, certificate = place / "privkey.pem", place / "fullchain.pem"
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={host}"
    )
    command += f" -addext subjectAltName=IP:{host} -keyout {key} -out {certificate}"
    subprocess.run(command.split(), check=True, capture_output=True)
    return ssl.create_default_context(cafile=certificate)
