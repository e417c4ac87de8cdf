"""A person's language on the pages they get."""

from django.conf import settings
from django.http import HttpResponseBase

from messerprise.accounts.models import User


def remember_language(response: HttpResponseBase, user: User) -> None:
    """Set the cookie by which Django chooses the language; drop it where it is left to the browser."""
    if user.language:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
