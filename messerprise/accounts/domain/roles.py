"""What a person may be in Mess-Erprise."""

from enum import StrEnum


class Role(StrEnum):
    """A role; each is a Django group of the same name."""

    RESPONDENT = "respondent"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset(Role) - {Role.RESPONDENT}
"""Those who may enter the admin; what they see there their grants say."""
