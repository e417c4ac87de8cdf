"""Every address with methods that it does not know: generated from the routes."""

import pytest

from tests.architecture.test_addresses import ROUTES, address, ids

__all__ = ["ids"]
OF_DJANGO = {"set_language"}  # it sends whatever is no post back where it came from, and changes nothing
OF_OIDC = {"oidc_authentication_init", "oidc_authentication_callback"}  # not there without a provider


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("name", sorted(set(ROUTES) - OF_DJANGO))
def test_address_knows_only_the_methods_of_pages(client, ids, respondent, name, method):
    client.force_login(respondent)

    response = getattr(client, method)(address(name, ids))

    assert response.status_code == 405
    assert response["Allow"]


@pytest.mark.parametrize("name", sorted(set(ROUTES) - OF_DJANGO - OF_OIDC))
def test_address_answers_a_wrong_method_by_naming_the_right_ones(client, ids, respondent, name):
    client.force_login(respondent)
    for method in ("get", "post"):
        response = getattr(client, method)(address(name, ids))
        b"".join(response)  # a file is closed at its end
        if response.status_code == 405:
            assert method.upper() not in response["Allow"]
            return
    assert {"GET", "POST"} <= set(client.put(address(name, ids))["Allow"].split(", "))
