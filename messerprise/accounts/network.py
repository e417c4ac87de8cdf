"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest | None) -> str:
    """Return the caller's network address.

    Of ``X-Forwarded-For`` only what our own proxies wrote counts: the ``PROXY_COUNT``-th entry from
    the right; the rest is the caller's to forge.
    """
    if request is None:
        return ""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        return forwarded[-settings.PROXY_COUNT].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
