"""People for tests."""

from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import User
from messerprise.accounts.services import create_user

PASSWORD = "correct horse battery"
_numbers = count(1)


def make_person(*roles: Role, username: str = "", **fields) -> User:
    """Return a saved person with the roles and the password ``PASSWORD``."""
    person = create_user(actor=None, username=username or f"person{next(_numbers)}", roles=roles, **fields)
    person.password = hashed_password()
    person.save()
    return person


@cache
def hashed_password() -> str:
    """Return the hash of ``PASSWORD``: real, therefore slow, therefore made once."""
    return make_password(PASSWORD)
