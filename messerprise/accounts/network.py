"""Where a request or a socket comes from."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest | None) -> str:
    """Return the caller's network address.

    Of ``X-Forwarded-For`` only what our own proxies wrote counts: the ``PROXY_COUNT``-th entry from
    the right; the rest is the caller's to forge.
    """
    if request is None:
        return ""
    return _address(request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", "")))


def socket_address(scope: Mapping[str, Any]) -> str:
    """Return the network address that a socket was opened from, told as ``client_address`` does."""
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    remote = (scope.get("client") or [""])[0]
    return _address(b",".join(forwarded).decode("latin1"), str(remote or ""))


def _address(forwarded: str, remote: str) -> str:
    entries = forwarded.split(",")
    if 0 < settings.PROXY_COUNT <= len(entries):
        return entries[-settings.PROXY_COUNT].strip()
    return remote
