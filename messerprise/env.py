"""Typed readers of the environment: a bad value stops the start and says the cure."""

import json
import os
from zoneinfo import available_timezones

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadEnvironment(SystemExit):
    """A variable of the environment cannot be used; the message is for the operator."""

    def __init__(self, name: str, cure: str) -> None:
        super().__init__(f"{name}: {cure}")


def text(name: str, default: str = "") -> str:
    """Return the variable as it stands, or ``default`` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def name(variable: str, what: str, *, needed: bool) -> str:
    """Return the variable, the name of ``what``; where it is needed and missing, refuse to start."""
    value = text(variable)
    if needed and not value:
        raise BadEnvironment(variable, f"set it to the name of a {what}.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable as a yes or no."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise BadEnvironment(name, "set it to 1 or 0.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """Return the variable as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadEnvironment(name, f"set it to a whole number, for instance {default}.") from None


def choice(name: str, *allowed: str) -> str:
    """Return the variable, one of ``allowed``; the first of them where it is unset."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise BadEnvironment(name, f"set it to {' or '.join(allowed)}.")
    return value


def address(name: str, default: str, *schemes: str) -> str:
    """Return the variable, an address of one of the schemes."""
    value = text(name, default)
    if value.partition("://")[0] not in schemes:
        raise BadEnvironment(name, f"set it to an address that begins with {schemes[0]}://.")
    return value


def time_zone(name: str, default: str) -> str:
    """Return the variable, a time zone that exists."""
    value = text(name, default)
    if value not in available_timezones():
        raise BadEnvironment(name, f"set it to a time zone of the IANA list, for instance {default}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated parts of the variable, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def mapping(name: str) -> dict[str, str]:
    """Return the variable as a JSON object of texts, empty where it is unset."""
    try:
        value = json.loads(text(name, "{}"))
    except ValueError:
        value = None
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise BadEnvironment(name, 'set it to a JSON object of texts, for instance {"staff": "reviewer"}.')
    return value


def secret(name: str, *, needed: bool) -> str:
    """Return a secret; where it is needed and missing, refuse to start."""
    value = text(name)
    if needed and not value:
        raise BadEnvironment(
            name, "set it to a long random text, for instance from `openssl rand -base64 48`."
        )
    return value
