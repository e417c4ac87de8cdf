"""Letting people in by user name and password, and keeping guessers out."""

from messerprise.accounts.clients import attempts
from messerprise.accounts.exceptions import TooManyAttempts
from messerprise.audit.services import REFUSED, record


def check_attempts(*, username: str, address: str) -> None:
    """Let pass who has not failed too often.

    Raises:
        TooManyAttempts: wait; nobody is locked out for ever.
    """
    if attempts.too_many(username, address):
        record(actor=None, action="user.sign_in_refused", outcome=REFUSED, address=address, reason="attempts")
        raise TooManyAttempts


def count_failure(*, username: str, address: str) -> None:
    """Remember a failed attempt."""
    attempts.count_failure(username, address)
    record(actor=None, action="user.sign_in_refused", outcome=REFUSED, address=address, reason="credentials")


def forget_failures(*, username: str, address: str) -> None:
    """Start anew after a success."""
    attempts.forget(username, address)
