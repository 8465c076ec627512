"""The two-way link, in every shape in which addresses are written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.addresses import Place, host_of, place_of, plain_address
from orm.accounts.linking import linked_back, links_out, stray_links
from orm.model.accounts import Check, CheckOutcome, SiteLinks
from orm.model.schools import AccountStatus
from tests.factories_accounts import SITE, WEBSITE, account, last_two_labels, sighting

OK, FINDING, COULD_NOT = CheckOutcome
CHANNEL = "UCwrenbeck0000000000000A"


@pytest.mark.parametrize(
    ("url", "platform", "name"),
    [
        ("https://www.youtube.com/@WrenbeckPrimary", "youtube", "wrenbeckprimary"),
        ("youtube.com/@wrenbeck/videos", "youtube", "wrenbeck"),
        (f"https://m.youtube.com/channel/{CHANNEL}?sub=1", "youtube", CHANNEL.casefold()),
        ("https://youtube.com/c/Wrenbeck", "youtube", "wrenbeck"),
        ("https://youtube.com/user/wrenbeck", "youtube", "wrenbeck"),
        ("https://youtube.com/wrenbeck", "youtube", "wrenbeck"),
        ("https://bsky.app/profile/Wrenbeck.example", "bluesky", "wrenbeck.example"),
        ("https://bsky.app/profile/did:plc:abc", "bluesky", "did:plc:abc"),
        ("https://wrenbeck.bsky.social", "bluesky", "wrenbeck.bsky.social"),
        ("http://twitter.com/Wrenbeck?lang=en", "x", "wrenbeck"),
        ("https://x.com/@wrenbeck/", "x", "wrenbeck"),
        ("https://x.com/intent/follow?screen_name=wrenbeck", "x", "wrenbeck"),
        ("https://x.com/i/user/1170200", "x", "1170200"),
        ("https://en-gb.facebook.com/WrenbeckPrimary/", "facebook", "wrenbeckprimary"),
        ("https://www.facebook.com/profile.php?id=100077", "facebook", "100077"),
        ("https://facebook.com/pages/Wrenbeck-Primary/1000771", "facebook", "1000771"),
        ("https://facebook.com/p/Wrenbeck-Primary-1000771/", "facebook", "1000771"),
        ("https://facebook.com/people/Wrenbeck/1000771", "facebook", "1000771"),
        ("https://facebook.com/pg/wrenbeck/about", "facebook", "wrenbeck"),
        ("https://instagram.com/wrenbeck", "instagram", "wrenbeck"),
        ("https://www.threads.net/@wrenbeck", "threads", "wrenbeck"),
        ("https://threads.com/@wrenbeck", "threads", "wrenbeck"),
        ("https://t.me/wrenbeck", "telegram", "wrenbeck"),
        ("https://t.me/s/wrenbeck", "telegram", "wrenbeck"),
        ("https://tiktok.com/%40wrenbeck", "tiktok", "wrenbeck"),
        ("https://uk.linkedin.com/school/wrenbeck-primary/", "linkedin", "wrenbeck-primary"),
        ("https://linkedin.com/company/wrenbeck", "linkedin", "wrenbeck"),
        ("https://mastodon.example/@wrenbeck", "mastodon", "wrenbeck@mastodon.example"),
        ("https://social.example/@wrenbeck", "mastodon", "wrenbeck@social.example"),
        ("https://social.example/users/wrenbeck", "mastodon", "wrenbeck@social.example"),
        ("https://social.example/web/@wrenbeck", "mastodon", "wrenbeck@social.example"),
        ("https://social.example/@wrenbeck@other.example", "mastodon", "wrenbeck@other.example"),
    ],
)
def test_an_account_is_known_by_each_shape_of_its_address(url, platform, name):
    assert place_of(url, servers={"social.example"}) == Place(platform, name)


@pytest.mark.parametrize(
    "url",
    [
        "https://facebook.com/sharer/sharer.php?u=https://wrenbeck.example",
        "https://www.facebook.com/tr?id=1",
        "https://facebook.com/groups/wrenbeckparents",
        "https://x.com/intent/tweet?text=hello",
        "https://x.com/search?q=wrenbeck",
        "https://youtube.com/watch?v=abc",
        "https://www.youtube.com/embed/abc",
        "https://youtu.be/abc",
        "https://instagram.com/p/abc",
        "https://t.me/+abcdef",
        "https://t.me/joinchat/abc",
        "https://linkedin.com/in/somebody",
        "https://help.instagram.com/123",
        "https://notfacebook.com/wrenbeck",
        "https://facebook.com.evil.example/wrenbeck",
        "https://www.facebook.com",
        "https://medium.example/@wrenbeck",
        "https://bsky.app/",
        "mailto:office@wrenbeck.example",
        "https://[",
        "https:\\\\x.com\\wrenbeck",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_leads_to_no_account_is_none(url):
    assert place_of(url) is None


def test_one_post_of_an_account_is_not_the_whole_of_it():
    assert place_of("https://x.com/wrenbeck/status/1") == Place("x", "wrenbeck", whole=False)


@given(st.text() | st.text().map(lambda text: f"https://{text}"))
def test_no_text_is_too_odd_for_an_address(text):
    place_of(text)
    host_of(text)
    assert plain_address(f"https://www.wrenbeck.example/{'a'}") == "wrenbeck.example/a"


def out(*links, website=WEBSITE, **changes):
    one = sighting(**{"links": tuple(links), **changes})
    return links_out(one, website, domain_of=last_two_labels)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.wrenbeck.example/",
        "http://wrenbeck.example",
        "HTTPS://WWW.Wrenbeck.Example/news?x=1#top",
        "wrenbeck.example/contact",
        "https://news.wrenbeck.example/",
        "https://wrenbeck.example:443/",
    ],
)
def test_a_link_to_the_website_is_one_however_it_is_written(link):
    assert out("https://elsewhere.example", link).outcome is OK


@pytest.mark.parametrize("website", ["wrenbeck.example", "http://www.wrenbeck.example/home"])
def test_the_website_may_be_written_in_any_way_too(website):
    assert out("https://wrenbeck.example/", website=website).outcome is OK


@pytest.mark.parametrize(
    ("links", "start"),
    [
        ((), "none"),
        (("mailto:office@wrenbeck.example",), "none"),
        (("https://notwrenbeck.example/",), "other:"),
        (("https://wrenbeck.example.evil.example/",), "other:"),
        (("https://wrenbeck.example@evil.example/",), "other:"),
    ],
)
def test_an_account_that_leads_elsewhere_is_a_finding(links, start):
    found = out(*links)

    assert found.outcome is FINDING
    assert found.key.startswith(start)


@pytest.mark.parametrize("link", ["https://stjohns.schools.example/", "https://schools.example/"])
def test_a_neighbour_on_the_same_domain_is_for_a_person_to_say(link):
    found = out(link, website="https://wrenbeck.schools.example/")

    assert found.outcome is FINDING
    assert found.key.startswith("near:")


def test_a_link_that_the_platform_has_checked_is_told_as_verified():
    found = out(links=None, proven_links=("wrenbeck.example",))

    assert found.outcome is OK
    assert "verified" in found.says


def test_a_checked_link_to_somebody_else_proves_nothing():
    assert out(proven_links=("https://elsewhere.example",)).outcome is FINDING


def test_a_platform_that_tells_no_links_could_not_be_checked():
    assert out(links=None).outcome is COULD_NOT


def test_without_a_website_nothing_could_be_checked():
    assert out(WEBSITE, website=" ").outcome is COULD_NOT


def back(*links, one=None, seen=None, **changes):
    return linked_back(one or account(**changes), seen, replace(SITE, links=links)).outcome


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"platform": " X "}, "https://x.com/wrenbeckprimary"),
        ({}, "https://twitter.com/WrenbeckPrimary"),
        ({"handle": "@WrenbeckPrimary"}, "https://x.com/wrenbeckprimary/status/1"),
        ({"handle": "https://x.com/wrenbeckprimary"}, "https://x.com/wrenbeckprimary"),
        ({"handle": "1170200"}, "https://x.com/i/user/1170200"),
        ({"platform": "youtube", "handle": CHANNEL}, f"https://youtube.com/channel/{CHANNEL}"),
        (
            {"platform": "facebook", "handle": "99", "stable_id": "100077"},
            "https://facebook.com/profile.php?id=100077",
        ),
        (
            {"platform": "mastodon", "handle": "@wrenbeck@social.example", "url": ""},
            "https://social.example/@wrenbeck",
        ),
        (
            {
                "platform": "mastodon",
                "handle": "wrenbeck",
                "url": "https://social.example/@wrenbeck",
            },
            "https://social.example/users/wrenbeck",
        ),
        (
            {"platform": "wordpress", "handle": "blog", "url": "https://blog.wrenbeck.example"},
            "http://www.blog.wrenbeck.example/2026/a-post/",
        ),
        (
            {"platform": "seesaw", "handle": "blog.seesaw.example/wrenbeck", "url": ""},
            "https://blog.seesaw.example/wrenbeck",
        ),
        (
            {"platform": "youtube", "handle": CHANNEL, "url": "https://youtube.com/user/wrenold"},
            "https://www.youtube.com/user/wrenold",
        ),
    ],
)
def test_the_website_links_back_by_handle_id_or_address(changes, link):
    assert back("https://elsewhere.example", link, **changes) is OK


@pytest.mark.parametrize(
    "links",
    [
        (),
        ("https://x.com/wrenbeckprimarypta",),
        ("https://instagram.com/wrenbeckprimary",),
        ("https://x.com/intent/tweet?text=wrenbeckprimary",),
    ],
)
def test_a_website_without_a_link_is_a_finding(links):
    assert back(*links) is FINDING


def test_a_link_to_a_handle_that_the_account_has_no_longer_does_not_count():
    renamed = sighting(handle="wrenbeckschool", url="https://x.com/wrenbeckschool")

    assert back("https://x.com/wrenbeckprimary", seen=renamed) is FINDING
    assert back("https://x.com/wrenbeckschool", seen=renamed) is OK


def test_a_website_that_could_not_be_read_is_told_with_its_reason():
    found = linked_back(account(), None, SiteLinks(WEBSITE, None, "the website did not answer"))

    assert found.outcome is COULD_NOT
    assert found.evidence == "the website did not answer"


def test_without_any_address_of_the_account_it_could_not_be_checked():
    assert back("https://a.example", platform="snapchat", handle="wren", url="") is COULD_NOT


def strays(*links, accounts=None):
    registered = [account()] if accounts is None else accounts
    return stray_links(replace(SITE, links=links), registered)


def test_links_to_our_accounts_and_to_no_account_are_well():
    found = strays(
        "https://twitter.com/wrenbeckprimary",
        "https://x.com/i/user/1170200",
        "https://x.com/share?url=1",
        "https://x.com/council/status/1",
        "https://elsewhere.example",
    )

    assert [(one.check, one.outcome) for one in found] == [(Check.LINKED_BACK, OK)]


def test_each_account_that_is_not_in_the_register_is_a_finding_once_by_its_address():
    found = strays(
        "https://www.facebook.com/oldwrenbeck/",
        "https://facebook.com/oldwrenbeck?ref=1",
        "https://x.com/wrenbeckprimary1",
    )

    assert [one.outcome for one in found] == [FINDING, FINDING]
    assert [one.key for one in found] == ["facebook.com/oldwrenbeck", "x.com/wrenbeckprimary1"]


def test_a_link_to_a_closed_account_is_dead():
    closed = account(status=AccountStatus.CLOSED)

    assert strays("https://x.com/wrenbeckprimary", accounts=[closed])[0].outcome is FINDING


def test_with_an_empty_register_every_account_is_a_finding():
    assert strays("https://x.com/wrenbeckprimary", accounts=[])[0].outcome is FINDING


def test_an_address_that_the_register_gives_is_no_stray():
    legacy = account(platform="youtube", handle=CHANNEL, url="https://youtube.com/user/wrenold")

    assert strays("https://www.youtube.com/user/wrenold/", accounts=[legacy])[0].outcome is OK


def test_strays_of_a_website_that_could_not_be_read_are_not_told_as_none():
    found = stray_links(SiteLinks(WEBSITE, None, "no answer"), [account()])

    assert [one.outcome for one in found] == [COULD_NOT]
