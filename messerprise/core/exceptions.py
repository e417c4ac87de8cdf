"""The root of every error that a person may be told about."""


class MessErpriseError(Exception):
    """Something a person can understand and do something about.

    ``sentence`` is shown to the person as it is: one sentence that says what to do.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class PermissionRefused(MessErpriseError):
    """The person may see the thing but not do this to it."""
