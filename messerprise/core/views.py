"""Pages for requests that never reach a view."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

BAD_REQUEST, TOO_BIG = 400, 413


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refused; tell apart the one that was only too big."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    status = TOO_BIG if too_big else BAD_REQUEST
    return render(request, f"{status}.html", status=status)
