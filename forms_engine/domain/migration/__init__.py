"""What becomes of a submission's answers when it goes on with another version."""
