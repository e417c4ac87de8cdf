"""Wrong settings of the sign-in are found before anybody tries it."""

from messerprise.accounts.checks import check_role_map, check_way_in


def test_role_map_with_a_role_that_does_not_exist_is_an_error(settings):
    settings.OIDC_ROLE_MAP = {"me-authors": "author", "me-typo": "autor"}

    (error,) = check_role_map()

    assert "'autor'" in error.msg
    assert "author" in error.hint


def test_role_map_of_roles_is_sound(settings):
    settings.OIDC_ROLE_MAP = {"me-authors": "author", "also-authors": "author"}

    assert check_role_map() == []


def test_site_without_any_way_in_is_an_error(settings):
    assert check_way_in() == []
    settings.AUTHENTICATION_BACKENDS = []
    assert check_way_in()
