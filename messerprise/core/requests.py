"""A request as the views of people signed in receive it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from messerprise.accounts.models import User


class PersonRequest(HttpRequest):
    """For annotations only: behind ``login_required`` the user is never anonymous."""

    user: "User"
    htmx: HtmxDetails
