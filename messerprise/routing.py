"""Web socket routes of all apps."""

from chat.routing import websocket_urlpatterns

__all__ = ["websocket_urlpatterns"]
