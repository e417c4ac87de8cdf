"""Rows of the llm app."""

from messerprise.llm.models.llm_call import LlmCall

__all__ = ["LlmCall"]
