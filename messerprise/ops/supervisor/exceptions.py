"""What keeps the embedded run from starting."""


class CannotStart(SystemExit):
    """Something a person must change first; the message is one sentence with the cure."""
