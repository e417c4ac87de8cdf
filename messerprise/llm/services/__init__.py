"""Use cases of language models."""

from messerprise.llm.services.calls import converse, warm_up

__all__ = ["converse", "warm_up"]
