"""The school's website is read as it is, or said not to be."""

import pytest

from orm.accounts.site import MOST_PAGES, site_links, visit
from orm.errors import Refused, SourceError
from tests.factories_account_web import Web, page
from tests.factories_accounts import wrenbeck

HOME = "https://www.wrenbeck.example/"
SCHOOL = wrenbeck(website=HOME)
POLICIES, NEWS = f"{HOME}policies", f"{HOME}news"


def test_the_first_page_and_those_that_matter_are_read():
    web = Web(
        {
            POLICIES: page(("Complaints policy", f"{HOME}complaints.pdf")),
            NEWS: (500, "ill"),
            HOME: page(("Our policies", POLICIES), ("News", NEWS), ("Menus", f"{HOME}menus")),
        }
    )

    visited = visit(SCHOOL, web)

    assert [each.url for each in visited.pages] == [HOME, POLICIES]
    assert visited.unread == (NEWS,)
    assert f"{HOME}complaints.pdf" in (site_links(visited).links or ())


def test_no_more_than_a_few_pages_are_asked_for():
    links = tuple((f"News {number}", f"{HOME}news/{number}") for number in range(50))
    web = Web({HOME: page(*links)})

    visit(SCHOOL, web)

    assert len(web.asked) == MOST_PAGES


@pytest.mark.parametrize(
    "trouble", [Refused("robots.txt says no"), (404, page(("x", "/x"))), (503, "busy"), "no links"]
)
def test_a_website_that_cannot_be_read_has_no_links_and_a_reason(trouble: SourceError | str):
    found = site_links(visit(SCHOOL, Web({HOME: trouble})))

    assert found.links is None
    assert "could not be read today" in found.why


def test_a_school_without_a_website_is_asked_to_name_it():
    found = site_links(visit(wrenbeck(website=""), Web({})))

    assert (found.links, "config.toml" in found.why) == (None, True)
