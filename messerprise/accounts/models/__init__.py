"""Rows of the accounts app."""

from messerprise.accounts.models.identity import Identity
from messerprise.accounts.models.user import User

__all__ = ["Identity", "User"]
