"""Whether the person behind a socket is still signed in."""

from importlib import import_module
from typing import TYPE_CHECKING

from channels.auth import get_user
from django.conf import settings

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from messerprise.accounts.models import User


async def user_of_session(session_key: str | None) -> "User | AnonymousUser":
    """Return who owns the session now, read afresh; anonymous once it ended or the password changed."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    user: User | AnonymousUser = await get_user({"session": store(session_key)})
    return user
