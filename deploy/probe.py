"""Ask our own web process for a page: ``python deploy/probe.py URL``; ends with 1 where that fails.

It asks by the first name in ALLOWED_HOSTS, for others the site answers nobody. Standard library only, and
nothing of ours loaded: it runs every few seconds.
"""

import os
import sys
import urllib.request


def main(url: str) -> None:
    """Ask once."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip(" .")
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310 - our own address
    try:
        urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
    except OSError as error:
        sys.exit(f"{url}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
