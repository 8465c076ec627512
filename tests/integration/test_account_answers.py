"""What platforms and websites answer over a real network, and what each answer comes to."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from orm.accounts.asking import Eyes, by_platform
from orm.accounts.judging import judge
from orm.accounts.site import site_links, visit
from orm.model.accounts import AccountFile, Check, CheckOutcome, Known, Round
from orm.model.schools import SchoolId
from orm.ports import Profiling
from sources.mastodon import Server
from tests.factories_accounts import NOW, account, file, last_two_labels, world, wrenbeck
from tests.factories_http import FakeClock, fetcher
from tests.factories_profiles import FOLDER, golden_answers, profiler
from tests.web_server import WebServer, page, redirect

DID = "did:plc:wrenbeckprimary000000000"
PROFILE = "/xrpc/app.bsky.actor.getProfile"
FEED = "/xrpc/app.bsky.feed.getAuthorFeed"
STATUSES = {200: "200 OK", 400: "400 Bad Request", 404: "404 Not Found"}
FINDING, OK, COULD_NOT = CheckOutcome.FINDING, CheckOutcome.OK, CheckOutcome.COULD_NOT


@dataclass
class Net:
    """A loopback web with one server, before which every platform and website stands."""

    server: WebServer
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))

    def __post_init__(self) -> None:
        self.fetch = fetcher(self.clock)

    def at(self, host: str, path: str = "") -> str:
        return self.server.url(path, host=host)

    def says(self, path: str, source: str, name: str) -> None:
        """The body and status of a golden answer stand at this path."""
        self.server.pages[path] = golden(source, name)

    def look(self, file: AccountFile, ways: tuple[Profiling, ...], **school) -> Round:
        """One day's round of an account, the website of its school included."""
        here = world(
            school=wrenbeck(**{"website": self.at("wrenbeck.example", "/"), **school}),
            now=self.clock.now(),
            domain_of=last_two_labels,
        )
        eyes = Eyes(self.fetch, by_platform(ways))
        site = site_links(visit(here.school, self.fetch))
        return judge(file, eyes.answers(file), site, here)


@pytest.fixture
def net() -> Iterator[Net]:
    with WebServer() as server:
        server.pages["/"] = website(f"https://bsky.app/profile/{DID}")
        yield Net(server)


def golden(source: str, name: str) -> bytes:
    case = next(one for one in golden_answers(source) if one.name == name)
    status = int(str(case.sent().get("status", 200)))
    media = "application/json" if case.body.suffix == ".json" else "text/html"
    return page(case.body.read_bytes(), STATUSES[status], content_type=media)


def bluesky_profile(**changes: object) -> bytes:
    """Wrenbeck's golden profile, with these fields; None takes one out."""
    whole = json.loads((FOLDER / "bluesky" / "ok.body.json").read_text(encoding="utf-8")) | changes
    body = {name: value for name, value in whole.items() if value is not None}
    return page(json.dumps(body).encode(), content_type="application/json")


def website(*links: str) -> bytes:
    listed = "".join(f'<a href="{link}">Find us</a>' for link in links)
    return page(f"<html><body><h1>Our school</h1>{listed}</body></html>".encode())


def entry(platform: str, handle: str, **changes) -> AccountFile:
    """An account of the register that nobody has looked at yet."""
    registered = account(**{"platform": platform, "handle": handle, "url": "", **changes})
    return file(account=registered, known=Known(), checked_at=None)


def on_bluesky(**changes) -> AccountFile:
    return entry("bluesky", "wrenbeck.example", stable_id=DID, **changes)


def sky(net: Net) -> tuple[Profiling, ...]:
    return (profiler("bluesky", base_url=net.at("api.sky.example")),)


def on_next_day(net: Net, known: AccountFile, done: Round) -> AccountFile:
    net.clock.advance(days=1)
    return replace(known, known=done.known, checked_at=done.at)


def outcomes(done: Round) -> Mapping[Check, CheckOutcome]:
    return {one.check: one.outcome for one in done.checks}


def told(done: Round, check: Check):
    (found,) = [one for one in done.checks if one.check is check]
    return found


def live(net: Net) -> AccountFile:
    """Wrenbeck's account on Bluesky after a first look at which it was well."""
    net.server.pages[PROFILE] = bluesky_profile()
    net.says(FEED, "bluesky", "posts")
    first = on_bluesky()
    done = net.look(first, sky(net))
    assert {outcome for outcome in outcomes(done).values() if outcome is FINDING} == set()
    return on_next_day(net, first, done)


def test_a_renamed_account_is_found_by_its_id_and_told_as_changed(net):
    known = live(net)
    net.server.pages[PROFILE] = bluesky_profile(displayName="Wrenbeck Deals")

    done = net.look(known, sky(net))

    assert [one for one, outcome in outcomes(done).items() if outcome is FINDING] == [Check.CHANGED]
    assert "now “Wrenbeck Deals”" in told(done, Check.CHANGED).evidence


def test_letters_of_another_alphabet_in_a_name_are_told_as_a_disguise(net):
    known = live(net)
    net.server.pages[PROFILE] = bluesky_profile(displayName="Wrenb\u0435ck Primary School")

    changed = told(net.look(known, sky(net)), Check.CHANGED)

    assert changed.outcome is FINDING
    assert changed.key.startswith("name:letters:")


def test_a_deleted_account_is_an_alarm_on_the_third_day_and_not_before(net):
    known = live(net)
    net.says(PROFILE, "bluesky", "missing")
    net.says(FEED, "bluesky", "missing")

    days = []
    for _ in range(3):
        done = net.look(known, sky(net))
        days.append(told(done, Check.EXISTS))
        known = on_next_day(net, known, done)

    assert [one.outcome for one in days] == [COULD_NOT, COULD_NOT, FINDING]
    assert days[-1].key == "gone"
    assert "1 of 3 days" in days[0].says


def test_an_account_that_comes_back_begins_its_days_anew(net):
    known = live(net)
    net.says(PROFILE, "bluesky", "missing")
    net.says(FEED, "bluesky", "missing")
    for _ in range(2):
        known = on_next_day(net, known, net.look(known, sky(net)))
    net.server.pages[PROFILE] = bluesky_profile()
    net.says(FEED, "bluesky", "posts")

    done = net.look(known, sky(net))

    assert told(done, Check.EXISTS).outcome is OK
    assert done.known.misses == 0


def test_missing_with_status_400_and_with_status_200_is_missing(net):
    net.says(PROFILE, "bluesky", "missing")
    net.says(FEED, "bluesky", "missing")
    net.says("/2/users", "x", "missing_200")
    on_x = entry("x", "WrenbeckPS", stable_id="1300000000000000001")

    by_400 = net.look(on_bluesky(), sky(net))
    by_200 = net.look(on_x, (profiler("x", base_url=net.at("api.x.example")),))

    for done in (by_400, by_200):
        assert told(done, Check.EXISTS).outcome is COULD_NOT
        assert "was not found today (1 of 3 days" in told(done, Check.EXISTS).says
        assert done.known.misses == 1


def test_a_404_that_is_not_in_the_platforms_words_is_no_missing_account(net):
    known = live(net)
    del net.server.pages[PROFILE], net.server.pages[FEED]

    done = net.look(known, sky(net))

    assert told(done, Check.EXISTS).outcome is COULD_NOT
    assert "could not be read" in told(done, Check.EXISTS).says
    assert done.known.misses == 0


def test_a_suspended_account_is_told_at_once_and_nothing_of_it_is_well(net):
    known = live(net)
    net.says(PROFILE, "bluesky", "suspended")
    net.says(FEED, "bluesky", "posts_suspended")

    done = net.look(known, sky(net))

    assert (told(done, Check.EXISTS).outcome, told(done, Check.EXISTS).key) == (
        FINDING,
        "suspended",
    )
    unseen = (Check.SAME, Check.CHANGED, Check.LINKS_OUT, Check.ALIVE, Check.MODERATED)
    assert {outcomes(done)[check] for check in unseen} == {COULD_NOT}


def test_a_private_account_is_a_finding(net):
    net.says("/2/users", "x", "protected")
    on_x = entry("x", "WrenbeckPS", stable_id="1300000000000000001")

    done = net.look(on_x, (profiler("x", base_url=net.at("api.x.example")),))

    assert (told(done, Check.EXISTS).outcome, told(done, Check.EXISTS).key) == (FINDING, "private")


def test_an_account_of_mastodon_that_moved_says_where_to(net):
    host = f"social.example:{net.server.port}"
    number = "117020000000000001"
    net.says(f"/api/v1/accounts/{number}", "mastodon", "moved")
    net.says(f"/api/v1/accounts/{number}/statuses", "mastodon", "posts")
    net.says("/.well-known/webfinger", "mastodon", "webfinger")
    ways = (profiler("mastodon", servers=(Server(f"http://{host}"),)),)

    done = net.look(entry("mastodon", f"wrenbeck@{host}", stable_id=number), ways)

    exists = told(done, Check.EXISTS)
    assert exists.outcome is FINDING
    assert exists.evidence == "Moved to https://toots.example/@wrenbeck2"


def test_an_account_without_a_website_in_its_profile_is_a_finding(net):
    net.server.pages[PROFILE] = bluesky_profile(
        handle="wrenbeck.bsky.social", website=None, description="News"
    )
    net.says(FEED, "bluesky", "posts")

    done = net.look(on_bluesky(), sky(net))

    assert (told(done, Check.LINKS_OUT).outcome, told(done, Check.LINKS_OUT).key) == (
        FINDING,
        "none",
    )


def test_a_website_behind_a_redirect_to_www_counts_in_both_directions(net):
    known = live(net)
    net.server.pages["/"] = redirect(net.at("www.wrenbeck.example", "/home"))
    net.server.pages["/home"] = website(f"https://bsky.app/profile/{DID}")
    net.server.pages[PROFILE] = bluesky_profile(
        handle="wrenbeck.bsky.social", website="http://www.wrenbeck.example/welcome"
    )

    done = net.look(replace(known, known=Known()), sky(net))

    assert outcomes(done)[Check.LINKS_OUT] is OK
    assert outcomes(done)[Check.LINKED_BACK] is OK


def test_a_website_that_leads_to_another_site_could_not_be_read(net):
    net.server.pages["/"] = redirect(net.at("parked.example", "/home"))
    net.server.pages["/home"] = website(f"https://bsky.app/profile/{DID}")
    net.server.pages[PROFILE] = bluesky_profile()
    net.says(FEED, "bluesky", "posts")

    back = told(net.look(on_bluesky(), sky(net)), Check.LINKED_BACK)

    assert back.outcome is COULD_NOT
    assert "parked.example" in back.evidence


def test_the_key_of_another_account_is_no_look_at_ours(net):
    net.says("/v1.0/me", "threads", "key_of_another_account")
    ours = entry("threads", "wrenbeckprimary", stable_id="26000000000000001")
    ways = (profiler("threads", base_url=net.at("graph.threads.example")),)

    done = net.look(ours, ways)

    exists = told(done, Check.EXISTS)
    assert exists.outcome is COULD_NOT
    assert "check its key" in exists.says
    assert "the key is that account's" in exists.evidence
    assert done.known.misses == 0


def test_two_schools_of_a_trust_that_share_an_account_each_hear_of_their_own_link(net):
    net.server.pages[PROFILE] = bluesky_profile(
        handle="wrenbeck.bsky.social",
        website="https://wrenbeck.mereside.example/",
        description="Two schools, one account",
    )
    net.says(FEED, "bluesky", "posts")

    def of(school: str):
        shared = replace(on_bluesky().account, school_id=SchoolId(school))
        home = net.at(f"{school}.mereside.example", "/")
        return net.look(replace(on_bluesky(), account=shared), sky(net), id=school, website=home)

    ours, theirs = of("wrenbeck"), of("alder")

    assert outcomes(ours)[Check.EXISTS] is outcomes(theirs)[Check.EXISTS] is OK
    assert outcomes(ours)[Check.LINKS_OUT] is OK
    assert told(theirs, Check.LINKS_OUT).outcome is FINDING
    assert told(theirs, Check.LINKS_OUT).key.startswith("near:")


def test_a_platform_that_does_not_answer_is_never_told_as_well(net):
    known = live(net)
    net.clock.advance(days=1)
    gone = WebServer()
    with gone:
        closed = gone.url()
    ways = (profiler("bluesky", base_url=closed),)

    done = net.look(known, ways)

    assert told(done, Check.EXISTS).outcome is COULD_NOT
    assert "did not answer today" in told(done, Check.EXISTS).says
    assert timedelta(0) < done.next_check_at - done.at < timedelta(days=2)


def test_an_account_that_is_registered_only_by_hand_is_for_a_person(net):
    done = net.look(entry("tiktok", "wrenbeckprimary"), sky(net))

    assert told(done, Check.BY_HAND).outcome is FINDING
    assert Check.EXISTS not in outcomes(done)
