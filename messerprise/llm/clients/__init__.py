"""Language models of vendors."""

from messerprise.llm.clients.bedrock import bedrock_client
from messerprise.llm.clients.protocol import ConverseClient, ModelAnswer

__all__ = ["ConverseClient", "ModelAnswer", "bedrock_client"]
