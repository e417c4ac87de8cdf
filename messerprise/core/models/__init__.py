"""Rows that every app builds on."""

from messerprise.core.models.base import BaseModel
from messerprise.core.models.outbox import OutboxTask

__all__ = ["BaseModel", "OutboxTask"]
