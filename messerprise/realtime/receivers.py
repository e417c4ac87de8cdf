"""Sockets end with the session that opened them."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from messerprise.realtime.groups import ring, session_mark, user_group


@receiver(user_logged_out)
def session_ended(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Ring the person's sockets; Django flushes the session right after this signal."""
    if user is None:
        return
    group, mark = user_group(user.pk), session_mark(request.session.session_key)
    transaction.on_commit(lambda: ring(group, mark), robust=True)
