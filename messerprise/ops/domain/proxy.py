"""The proxy before the web processes: the whole configuration of nginx, for a machine of its own."""

from collections.abc import Iterable, Sequence

from messerprise.ops.domain.template import Template

FILE = Template("""# Written by `manage.py layout`: all of /etc/nginx/nginx.conf.
user %{user};
worker_processes auto;
worker_rlimit_nofile 65536;
pid %{run}/nginx.pid;
error_log %{error_log} warn;

events {
    worker_connections 16384;  # a web socket takes two
}

http {
    server_tokens off;
    access_log off;  # it would hold addresses; who did what is on the site's own record
%{resolver}
    map $http_upgrade $connection_upgrade {
        default upgrade;
        ''      '';
    }

    upstream messerprise {
        zone messerprise 64k;
        least_conn;  # sockets live for hours: taking turns would leave a new process idle
%{servers}
        keepalive 16;
        keepalive_timeout 30s;  # Daphne hangs up after 60: never while a request is on its way to it
    }
%{entrance}
        client_max_body_size %{body_mebibytes}m;

        location / {
            proxy_pass http://messerprise;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header X-Forwarded-For %{address};
            proxy_set_header X-Forwarded-Proto %{scheme};
            proxy_set_header Daphne-Root-Path "";
            proxy_connect_timeout 5s;
            proxy_read_timeout 300s;  # a socket is silent for 20 s at most, a page may take long
            proxy_send_timeout 60s;
            proxy_next_upstream error timeout;  # a POST only where nothing of it was sent
        }
    }
}
""")

TLS = Template("""
    server {
        listen 80;
        server_name %{host};
        return 308 https://$host$request_uri;
    }

    server {
        listen 443 ssl;
        server_name %{host};
        ssl_certificate /etc/messerprise/fullchain.pem;
        ssl_certificate_key /etc/messerprise/privkey.pem;
        ssl_protocols TLSv1.2 TLSv1.3;""")

PLAIN = """
    server {
        listen 80;"""


def nginx(ports: Sequence[int], body_mebibytes: int, host: str) -> str:
    """Return the configuration for web processes on this machine, for Debian's nginx; TLS ends here.

    Args:
        ports: where the web processes listen.
        body_mebibytes: the largest upload.
        host: the name of the site.
    """
    return FILE.substitute(
        user="www-data",
        run="/run",
        error_log="/var/log/nginx/error.log",
        resolver="",
        servers=upstream(f"127.0.0.1:{port}" for port in ports),
        entrance=TLS.substitute(host=host),
        body_mebibytes=body_mebibytes,
        address="$remote_addr",
        scheme="$scheme",
    )


def nginx_in_compose(body_mebibytes: int) -> str:
    """Return the configuration for the containers ``web``, for nginx 1.27.3 or later.

    A proxy of ours stands before it, ends TLS and overwrites ``X-Forwarded-*``.
    """
    return FILE.substitute(
        user="nginx",
        run="/run",
        error_log="/dev/stderr",
        resolver="    resolver 127.0.0.11 valid=5s;  # containers come and go\n",
        servers=upstream(["web:8000 resolve"]),
        entrance=PLAIN,
        body_mebibytes=body_mebibytes,
        address="$http_x_forwarded_for",
        scheme="$http_x_forwarded_proto",
    )


def upstream(servers: Iterable[str]) -> str:
    """Return the lines that name the web processes.

    ``max_fails=0``: nginx would shun one that was restarted for ten seconds, and answer nobody if then the
    other is. Asking one that is gone costs nothing: the next is asked.
    """
    return "\n".join(f"        server {server} max_fails=0;" for server in servers)
