"""What an edit may not do."""

from forms_engine.domain.problems import Problem


class EditRefused(Exception):
    """The edit cannot be made; nothing was changed. ``problem`` says where and why."""

    def __init__(self, code: str, path: str = "", column: str = "", **params: object) -> None:
        self.problem = Problem(path, column, code, params)
        super().__init__(self.problem.sentence)
