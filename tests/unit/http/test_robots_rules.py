"""robots.txt as it is found in the wild."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import Refused
from orm.http.deadline import Deadline
from orm.http.robots import EVERYTHING, Robots, read_rules
from orm.http.urls import web_address
from tests.factories_http import FakeClock


def allowed(rules: str, target: str) -> bool:
    try:
        read_rules(rules.encode()).check(httpx.URL("https://herald.example" + target))
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("rules", "target", "expected"),
    [
        ("User-agent: *\nDisallow: */search/*", "/body/search/wrenbeck", False),
        ("User-agent: *\nDisallow: *?*update_status=1*", "/r?x=1&update_status=1", False),
        ("User-agent: *\nDisallow: /a\nSitemap: /s.xml\nDisallow: /b", "/b", False),
        ("User-agent: x\nUser-agent: orm\nDisallow: /a", "/a", False),
        ("User-agent: orm\nDisallow: /a\nUser-agent: orm\nDisallow: /b", "/a", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/caf\u00e9", False),
        ("user-agent:*\ndisallow:/a", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("Disallow: /", "/a", True),
        ("", "/a", True),
    ],
)
def test_rules_are_read_as_the_standard_reads_them(rules, target, expected):
    assert allowed(rules, target) == expected


@given(st.binary(max_size=400))
def test_no_robots_file_breaks_the_fetch(body):
    rules = read_rules(b"User-agent: *\n" + body)

    assert 0 <= rules.delay <= 60


def test_the_path_in_a_refusal_shows_no_query():
    with pytest.raises(Refused) as caught:
        read_rules(b"User-agent: *\nDisallow: /").check(httpx.URL("https://h.example/s?key=otter"))

    assert str(caught.value) == "robots.txt of h.example does not allow /s."


def test_the_memory_of_robots_does_not_grow_without_end():
    loaded = []

    def load(url, _deadline):
        loaded.append(url.host)
        return EVERYTHING

    clock = FakeClock()
    robots = Robots(clock, load)
    deadline = Deadline(clock, seconds=9, subject="x")

    for number in (*range(2_001), 0):
        robots.rules(web_address(f"https://h{number}.example/"), deadline)

    # The first was forgotten for the last, and asked again.
    assert loaded.count("h0.example") == 2
