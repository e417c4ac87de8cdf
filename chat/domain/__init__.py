"""What a conversation is, in plain Python."""
