"""A crowd, a model that streams like Bedrock, and the servers between them, all on loopback."""
