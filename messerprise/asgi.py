"""ASGI entry point: pages and web sockets."""

import os
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "messerprise.settings")
pages = get_asgi_application()

from django.conf import settings  # noqa: E402 - Django must be set up before routing is read
from django.urls import get_resolver  # noqa: E402

from messerprise.accounts.origins import OriginGate  # noqa: E402
from messerprise.routing import websocket_urlpatterns  # noqa: E402

router = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": OriginGate(
            AuthMiddlewareStack(URLRouter(websocket_urlpatterns)), settings.ALLOWED_ORIGINS
        ),
    },
)

list(get_resolver().url_patterns)  # load every page before the first is asked for


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve at the root of the host: Daphne lets whoever asks move the site, by a header of its own."""
    await router({**scope, "root_path": ""}, receive, send)
