"""The proxy before the web processes, for nginx 1.27.3 or later."""

from collections.abc import Sequence

SITE = """# Written by `manage.py layout`.
{head}map $http_upgrade $connection_upgrade {{
    default upgrade;
    ''      '';
}}

upstream messerprise {{
    zone messerprise 64k;
    least_conn;  # sockets live for hours: taking turns would leave a new process idle
{upstream}
    keepalive 16;
}}

server {{
    listen 80;  # and 443 ssl with your certificates: nobody signs in without TLS
    client_max_body_size {body_mebibytes}m;

    location / {{
        proxy_pass http://messerprise;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        proxy_set_header X-Forwarded-For {address};
        proxy_set_header X-Forwarded-Proto {scheme};
        proxy_set_header X-Forwarded-Port "";
        proxy_set_header Daphne-Root-Path "";
        proxy_connect_timeout 5s;
        proxy_read_timeout 300s;  # a socket is silent for 20 s at most, a page may take long
        proxy_send_timeout 60s;
        proxy_next_upstream error timeout;  # before anything was sent; never a POST twice
    }}
}}
"""


def nginx(servers: Sequence[str], body_mebibytes: int, *, resolver: str = "", behind: bool = False) -> str:
    """Return a site of nginx.

    Args:
        servers: the ``server`` lines of the upstream, without the word.
        body_mebibytes: the largest upload.
        resolver: the name server that follows a server's name when its addresses change.
        behind: a proxy of ours stands before this one, ends TLS and overwrites ``X-Forwarded-*``.
    """
    head = f"resolver {resolver} valid=5s;\n" if resolver else ""
    address, scheme = (
        ("$http_x_forwarded_for", "$http_x_forwarded_proto") if behind else ("$remote_addr", "$scheme")
    )
    upstream = "\n".join(f"    server {server};" for server in servers)
    return SITE.format(
        head=head, upstream=upstream, body_mebibytes=body_mebibytes, address=address, scheme=scheme
    )
