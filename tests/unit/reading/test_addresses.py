"""The address of a post as each reader may know it."""

import pytest

from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.reading.addresses import NOT_SHOWN, may_follow, shown_address

URL = "https://chat.example/u/greyheron/12"


def sight(*own, covered=()):
    return Sight(frozenset({SchoolId("wrenbeck")}), frozenset(own), frozenset(covered))


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.DSL, Role.COMMS])
def test_who_must_act_is_shown_the_address_so_that_no_slip_opens_it(role):
    assert shown_address(URL, sight(role)) == "hxxps://chat[.]example/u/greyheron/12"
    assert may_follow(URL, sight(role))


def test_the_leadership_team_is_shown_the_site_alone():
    assert shown_address(URL, sight(Role.SLT)) == "chat[.]example/…"
    assert not may_follow(URL, sight(Role.SLT))


def test_a_deputy_is_shown_what_the_deputised_is_shown():
    assert "greyheron" in shown_address(URL, sight(Role.SLT, covered={Role.HEADTEACHER}))


@pytest.mark.parametrize(
    ("url", "shown"), [("", ""), ("not an address", NOT_SHOWN), ("https://[", NOT_SHOWN)]
)
def test_what_is_no_address_shows_no_site(url, shown):
    assert shown_address(url, sight(Role.SLT)) == shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x.example", ""])
def test_only_a_web_address_is_followed(url):
    assert not may_follow(url, sight(Role.HEADTEACHER))
