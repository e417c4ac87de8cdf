"""Rows that every app builds on."""

from messerprise.core.models.base import BaseModel, least_key_at
from messerprise.core.models.outbox import OutboxTask

__all__ = ["BaseModel", "OutboxTask", "least_key_at"]
