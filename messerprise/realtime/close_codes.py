"""Why the server closes a socket; the client tells final codes from those after which it reconnects."""

from enum import IntEnum


class CloseCode(IntEnum):
    """The first three of the 44xx are final, the others ask the client to come back.

    All are private codes: 1012, made for restarts, Daphne sends for no application, only as it ends itself.
    """

    RESTART = 4012
    BAD_FRAME = 4400
    SIGNED_OUT = 4401
    FORBIDDEN = 4403
    TOO_SLOW = 4408
    POSITION_LOST = 4409
    TOO_BIG = 4413
    TOO_FAST = 4429
