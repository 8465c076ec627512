"""Who may ask for one account, one finding, one look-alike: every address tried as everybody."""

import pytest

from tests.factories_account_pages import OF_ONE_ACCOUNT, checked, posing, registered
from tests.factories_desk import PEOPLE


@pytest.mark.parametrize("address", sorted(OF_ONE_ACCOUNT))
def test_an_address_is_for_who_reads_keeps_or_judges_at_its_school(desk, address):
    """A form with nothing in it is refused by its page, or changes nothing that is asked here."""
    file, found = registered(desk, checked()), posing(desk)[0]
    method, path = address.split(" ")
    number = found.id if "lookalikes" in path else file.id
    path = path.format(id=number, finding=file.findings[0].id)
    finds = set()
    for person, *_ in PEOPLE:
        browser = desk.browser(person)
        answer = browser.get(path) if method == "GET" else desk.press(browser, path)
        assert answer.status_code < 500, person
        if answer.status_code != 404:
            finds.add(person)

    assert finds == OF_ONE_ACCOUNT[address]
