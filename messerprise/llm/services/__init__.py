"""Use cases of language models."""

from messerprise.llm.services.calls import converse

__all__ = ["converse"]
