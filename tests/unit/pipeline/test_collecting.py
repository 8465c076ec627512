"""One poll from request to harvest: following, failing half-way, and honest outcomes."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreachable, Unreadable
from orm.model.polls import NotModified, Outcome, Page, Skipped, Validators
from orm.pipeline.collecting import PAGE_BUDGET, collect, outcome_of
from tests.factories import NOW, item, poll, request, response


class StoppedClock:
    """Always NOW."""

    def now(self):
        return NOW

    def sleep(self, seconds):
        """Nothing here waits."""


@dataclass
class Site:
    """Pages by address; an exception in place of a page is raised."""

    pages: dict[str, Page | SourceError]
    name: str = "feed"
    asked: list[tuple[str, Validators]] = field(default_factory=list)

    def __call__(self, wanted, validators):
        self.asked.append((wanted.url, validators))
        return response(request=wanted, validators=Validators(etag="new"))

    def parse(self, answer):
        page = self.pages[answer.url]
        if isinstance(page, SourceError):
            raise page
        return page


FIRST = poll().request.url


def harvest(site, fetch=None, **changes):
    return collect(poll(**changes), source=site, fetch=fetch or site, clock=StoppedClock())


def test_what_a_page_leads_to_is_read_in_the_same_poll():
    second = request(url="https://herald.example/2")
    site = Site({FIRST: Page((item("1"),), (second,)), second.url: Page((item("2"),))})

    assert [each.title[-1] for each in harvest(site).items] == ["1", "2"]


def test_a_site_that_leads_in_circles_is_read_once():
    site = Site({FIRST: Page((item("1"),), (request(),))})

    assert len(harvest(site).items) == 1
    assert len(site.asked) == 1


def test_a_site_without_end_is_left_after_the_page_budget_and_says_so():
    class Endless(Site):
        def parse(self, answer):
            number = len(self.asked)
            return Page((item(str(number)),), (request(url=f"https://herald.example/{number}"),))

    read = harvest(Endless({}))

    assert len(read.items) == PAGE_BUDGET
    assert read.cut_short


def test_items_read_before_a_failure_are_kept_and_the_poll_is_not_called_read():
    second = request(url="https://herald.example/2")
    site = Site({FIRST: Page((item("1"),), (second,)), second.url: Unreadable("not a sitemap")})

    read = harvest(site)

    assert len(read.items) == 1
    assert isinstance(read.failure, Unreadable)


def test_after_a_failure_the_next_poll_asks_without_validators():
    second = request(url="https://herald.example/2")
    site = Site({FIRST: Page((), (second,)), second.url: Gone("no such page")})

    assert harvest(site).validators == Validators()


def test_an_unchanged_page_is_a_value_that_keeps_its_validators():
    def unchanged(wanted, validators):
        return NotModified(wanted, NOW, validators)

    read = harvest(Site({}), fetch=unchanged, validators=Validators(etag="same"))

    assert (read.modified, read.validators, read.failure) == (False, Validators(etag="same"), None)


def test_validators_go_with_the_first_request_only():
    second = request(url="https://herald.example/2")
    site = Site({FIRST: Page((), (second,)), second.url: Page()})

    harvest(site, validators=Validators(etag="old"))

    assert [validators.etag for _, validators in site.asked] == ["old", ""]


def test_an_entry_that_could_not_be_read_is_counted_with_its_reason():
    site = Site({FIRST: Page((item(),), (), (Skipped("no link and no id"),))})

    assert harvest(site).skipped == ("no link and no id",)


def test_the_same_entry_twice_in_one_feed_is_one_item():
    site = Site({FIRST: Page((item("1"), item("1")))})

    assert len(harvest(site).items) == 1


def test_the_sites_ttl_and_cache_time_are_both_respected():
    site = Site({FIRST: Page((), wait=timedelta(minutes=15))})

    assert harvest(site).wait == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (RateLimited("slow down"), Outcome.THROTTLED),
        (Refused("no"), Outcome.REFUSED),
        (Gone("gone"), Outcome.GONE),
        (Unreachable("timeout"), Outcome.UNREACHABLE),
        (Unreadable("html"), Outcome.UNREADABLE),
        (SourceError("other"), Outcome.UNREADABLE),
    ],
)
def test_every_failure_has_an_outcome_that_is_not_a_measurement(failure, outcome):
    assert outcome_of(failure) is outcome
    assert not outcome.measured
