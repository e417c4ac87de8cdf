"""What the engine refuses."""

from forms_engine.domain.problems import Problem


class DefinitionInvalid(Exception):
    """A questionnaire cannot be made executable; ``problems`` holds all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.sentence}" for problem in problems))
        self.problems = problems


class ChangeRefused(Exception):
    """A change to the answers is not possible; nothing was changed. The message is a path."""


class UnknownPath(ChangeRefused):
    """There is no question, group or occurrence at the path."""


class ReadOnly(ChangeRefused):
    """The question cannot be answered by a person."""


class NotRelevant(ChangeRefused):
    """The question is hidden at the moment."""


class CountControlled(ChangeRefused):
    """The number of occurrences follows from another answer."""


class TooMany(ChangeRefused):
    """The repeat has as many occurrences as it can have."""


class Malformed(ChangeRefused):
    """The text is no value of the question's type; ``code`` says in which way."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(path)
        self.code = code
