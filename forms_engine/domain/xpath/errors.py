"""What can be wrong with an expression."""

from forms_engine.domain.sentences import SENTENCES


class ExpressionInvalid(Exception):
    """An expression cannot be compiled; ``code`` names the sentence for the author, ``params`` fill it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(SENTENCES[code] % params)
        self.code = code
        self.params = params
