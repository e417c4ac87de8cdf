"""Language models of vendors."""

from messerprise.llm.clients.bedrock import bedrock_client
from messerprise.llm.clients.protocol import ConverseClient, Rest

__all__ = ["ConverseClient", "Rest", "bedrock_client"]
