"""Which role may do what to which model; every app enters its own grants at start-up."""

from collections.abc import Iterator
from dataclasses import dataclass

from messerprise.accounts.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """``role`` may ``action`` (a Django permission's verb) the model ``app_label.model``."""

    role: Role
    app_label: str
    model: str
    action: str

    @property
    def codename(self) -> str:
        """Django's name of the permission."""
        return f"{self.action}_{self.model}"


_grants: set[Grant] = set()


def grant(role: Role, label: str, *actions: str) -> None:
    """Give a role actions on the model ``label`` ("app_label.model"); called from ``AppConfig.ready``."""
    app_label, model = label.lower().split(".")
    _grants.update(Grant(role, app_label, model, action) for action in actions)


def grants_on(app_label: str) -> Iterator[Grant]:
    """Yield what has been granted on the models of one app."""
    return (each for each in _grants if each.app_label == app_label)
