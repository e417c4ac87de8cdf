"""Mess-Erprise: questionnaires answered by chat, voice, documents or form pages."""

from messerprise.celery import app as celery_app

__all__ = ["celery_app"]
