"""Language models of vendors."""

from messerprise.llm.clients.bedrock import bedrock_client
from messerprise.llm.clients.protocol import ConverseClient

__all__ = ["ConverseClient", "bedrock_client"]
