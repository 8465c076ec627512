"""What the school's website must show, and that what was not read is not told as there or missing."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.site_pages import pages_to_read, read_site_page
from orm.accounts.website import ALIVE_FOR, site_checks
from orm.errors import Unreadable
from orm.model.accounts import Account, CheckOutcome
from orm.model.schools import AccountStatus, SchoolCalendar, SchoolId, Term
from orm.model.site_checks import SitePage, SiteTopic
from orm.school_calendar import is_school_day
from tests.factories import NOW
from tests.factories_bad_input import BAD_INPUT

SITE = "https://wrenbeck.example"
TODAY = date(2026, 11, 16)
CALENDAR = SchoolCalendar(
    terms=(
        Term(date(2026, 4, 13), date(2026, 7, 20)),
        Term(date(2026, 9, 2), date(2026, 12, 18)),
    )
)
X = Account(SchoolId("wrenbeck"), "x", "wrenbeckschool")
FACEBOOK = Account(SchoolId("wrenbeck"), "facebook", "WrenbeckPrimary")


def page(body: str, path: str = "/", charset: str = "") -> SitePage:
    return read_site_page(
        body.encode(charset or "utf-8"), SITE + path, fetched_at=NOW, charset=charset
    )


def link(words: str, href: str) -> str:
    return f'<p><a href="{href}">{words}</a></p>'


HOME = page(link("Home", "/") + link("Our policies", "/policies") + link("News", "/news"))
POLICIES = page(
    link("Complaints Policy", "/docs/complaints.pdf")
    + link("Whistle-blowing", "/docs/wb.pdf")
    + link("Social Media", "/docs/sm.pdf"),
    "/policies",
)
NEWS = page(f"{link('Home', '/')}<h2>Harvest</h2><p>Posted on 12 November 2026</p>", "/news")


def outcomes(*pages: SitePage, **changes) -> dict[SiteTopic, CheckOutcome]:
    return {SiteTopic(check.key): check.outcome for check in checks(*pages, **changes)}


def checks(*pages: SitePage, **changes):
    told = {"accounts": (), "calendar": CALENDAR, "today": TODAY, **changes}
    return site_checks(pages, **told)


def of(topic: SiteTopic, *pages: SitePage, **changes):
    return next(check for check in checks(*pages, **changes) if check.key is topic)


def test_a_website_that_shows_everything_has_no_finding():
    assert set(outcomes(HOME, POLICIES, NEWS).values()) == {CheckOutcome.OK}
    assert tuple(outcomes(HOME, POLICIES, NEWS)) == tuple(SiteTopic)


def test_a_website_that_could_not_be_read_is_not_told_as_fine():
    assert set(outcomes().values()) == {CheckOutcome.COULD_NOT}


@pytest.mark.parametrize(
    ("topic", "words", "href"),
    [
        (SiteTopic.COMPLAINTS, "How to complain: complaints procedure", "/a"),
        (SiteTopic.COMPLAINTS, "Read more", "/policies/Concerns_and_Complaints.pdf"),
        (SiteTopic.COMPLAINTS, "Polisi Cwynion", "/a"),
        (SiteTopic.WHISTLEBLOWING, "WHISTLEBLOWING POLICY", "/a"),
        (SiteTopic.WHISTLEBLOWING, "Whistle blowing", "/a"),
        (SiteTopic.WHISTLEBLOWING, "Policy", "/docs/whistle-blowing-2026.pdf"),
        (SiteTopic.SOCIAL_MEDIA, "Social media guidance for parents", "/a"),
        (SiteTopic.SOCIAL_MEDIA, "Social Networking Policy", "/a"),
        (SiteTopic.SOCIAL_MEDIA, "Download", "/docs/social_media.pdf"),
        (SiteTopic.SOCIAL_MEDIA, "Acceptable use", "/policies/social-media-policy"),
    ],
)
def test_a_policy_is_found_by_its_words_or_its_address(topic, words, href):
    found = of(topic, page(link(words, href)))

    assert found.outcome is CheckOutcome.OK
    assert found.evidence == SITE + href


def test_a_link_to_the_accounts_is_no_social_media_policy():
    found = of(SiteTopic.SOCIAL_MEDIA, page(link("Follow us on social media", "/social-media")))

    assert found.outcome is CheckOutcome.FINDING


def test_a_policy_that_is_missing_from_pages_that_were_read_is_a_finding():
    empty = page(link("Home", "/"), "/policies")

    assert of(SiteTopic.COMPLAINTS, HOME, empty).outcome is CheckOutcome.FINDING


def test_a_policy_is_not_missing_while_the_page_of_policies_was_not_read():
    assert of(SiteTopic.COMPLAINTS, HOME).outcome is CheckOutcome.COULD_NOT
    nothing = page(link("Home", "/"))
    found = of(SiteTopic.COMPLAINTS, nothing, unread=[f"{SITE}/key-policies"])

    assert found.outcome is CheckOutcome.COULD_NOT
    assert found.evidence == f"{SITE}/key-policies"


def test_an_address_that_is_none_says_nothing_of_policies():
    nothing = page(link("Home", "/"))

    assert of(SiteTopic.COMPLAINTS, nothing, unread=["http://["]).outcome is CheckOutcome.FINDING


def test_every_open_account_must_be_linked():
    site = page(link("us on X", "https://twitter.com/WrenbeckSchool"))
    both = page(
        link("a", "https://x.com/wrenbeckschool") + link("b", "https://fb.com/wrenbeckprimary")
    )
    closed = Account(X.school_id, "facebook", "old", status=AccountStatus.CLOSED)

    assert of(SiteTopic.ACCOUNTS, site, accounts=[X]).outcome is CheckOutcome.OK
    assert of(SiteTopic.ACCOUNTS, site, accounts=[X, closed]).outcome is CheckOutcome.OK
    assert of(SiteTopic.ACCOUNTS, both, accounts=[X, FACEBOOK]).outcome is CheckOutcome.OK
    missing = of(SiteTopic.ACCOUNTS, site, accounts=[X, FACEBOOK])
    assert missing.outcome is CheckOutcome.FINDING
    assert "1 of the school’s 2 accounts" in missing.says
    assert "none of" in of(SiteTopic.ACCOUNTS, HOME, accounts=[X]).says


def test_an_account_of_an_unknown_platform_needs_its_address():
    blog = Account(SchoolId("wrenbeck"), "seesaw", "wrenbeck")

    assert of(SiteTopic.ACCOUNTS, HOME, accounts=[blog]).outcome is CheckOutcome.COULD_NOT


def test_no_accounts_need_no_list():
    assert of(SiteTopic.ACCOUNTS, HOME).outcome is CheckOutcome.OK


@pytest.mark.parametrize(
    "written",
    [
        "12 November 2026",
        "12th Nov 2026",
        "November 12, 2026",
        "12/11/2026",
        "12.11.2026",
        "2026-11-12",
        '<time datetime="2026-11-12T09:00">last week</time>',
        link("Harvest", "/news/2026/11/12/harvest"),
    ],
)
def test_the_newest_date_is_read_however_it_is_written(written):
    found = of(SiteTopic.NEWS, page(f"{link('x', '/')}3 May 2025 {written} 31/02/2026", "/news"))

    assert (found.outcome, found.evidence) == (CheckOutcome.OK, "2026-11-12")


def test_news_is_alive_for_sixty_school_days_and_holidays_do_not_count():
    day, school_days = TODAY, 0
    while school_days < ALIVE_FOR:
        school_days += is_school_day(CALENDAR, day)
        day -= timedelta(days=1)

    def news(on: date):
        return of(SiteTopic.NEWS, page(f"{link('x', '/')}{on.isoformat()}", "/news"))

    assert day < date(2026, 7, 20)  # the summer lies between
    assert news(day).outcome is CheckOutcome.OK
    before = next(one for n in range(9) if is_school_day(CALENDAR, one := day - timedelta(days=n)))
    assert news(before - timedelta(days=1)).outcome is CheckOutcome.FINDING
    assert "2026" in news(before - timedelta(days=1)).says


def test_the_summer_before_a_calendar_begins_does_not_count():
    july = page(f"{link('x', '/')}13 July 2026", "/news")
    from_september = SchoolCalendar(terms=CALENDAR.terms[1:])
    found = of(SiteTopic.NEWS, july, calendar=from_september, today=date(2026, 10, 30))

    assert found.outcome is CheckOutcome.OK


@pytest.mark.parametrize("terms", [CALENDAR.terms, ()])
def test_news_of_years_ago_is_a_finding_whatever_the_calendar_knows(terms):
    old = page(f"{link('x', '/')}12 November 2019", "/latest-news")
    found = of(SiteTopic.NEWS, old, calendar=SchoolCalendar(terms=terms))

    assert found.outcome is CheckOutcome.FINDING
    assert "12 November 2019" in found.says


def test_a_date_to_come_is_no_news():
    found = of(SiteTopic.NEWS, page(f"{link('x', '/')}Summer fair: 12 June 2027", "/news"))

    assert found.outcome is CheckOutcome.COULD_NOT


def test_dates_on_other_pages_are_no_news():
    home = page(f"{link('x', '/')}Term began on 2 September 2026")
    policies = page(f"{link('x', '/')}Reviewed 10 November 2026", "/policies")

    assert of(SiteTopic.NEWS, home, policies).outcome is CheckOutcome.COULD_NOT


def test_only_what_is_wrong_or_unknown_says_what_to_do():
    every = [*checks(), *checks(HOME, accounts=[X]), *checks(page(link("x", "/"), "/news"))]

    for check in every:
        if check.outcome is not CheckOutcome.OK:
            assert any(word in check.says for word in ("Look", "Put", "List", "Ask", "Enter"))


# ---- reading a page ------------------------------------------------------------------------------


def test_links_have_their_words_and_whole_addresses():
    found = page(
        '<base href="/school/"><a href="a.html#top">One <b>two</b></a>'
        '<a href="https://x.com/w"><img alt="Find us on X"></a>'
        '<a href="mailto:office@wrenbeck.example">mail</a><a href="">none</a><a>no</a>'
        '<a href="http://[bad">bad</a><a href="tel:1">call</a>'
    )

    assert found.links == (
        ("One two", f"{SITE}/school/a.html"),
        ("Find us on X", "https://x.com/w"),
    )


def test_programs_and_drawings_are_no_words():
    found = page(f"{link('Home', '/')}<script>var x = 'no'</script><style>p</style>Seen")

    assert found.text == "Home Seen"


def test_a_page_is_read_in_the_letters_it_was_written_in():
    assert page(link("Newyddion Llŷn", "/")).links[0][0] == "Newyddion Llŷn"
    windows = read_site_page(link("St Orrin’s", "/").encode("cp1252"), SITE, fetched_at=NOW)
    assert windows.links[0][0] == "St Orrin’s"


def test_a_link_that_is_never_closed_ends_where_the_next_begins():
    assert [words for words, _ in page('<a href="/a">One<a href="/b">Two').links] == ["One", "Two"]


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.7", b"plain words", b"<div id=app></div>", b"<", b"\0"]
)
def test_what_is_no_page_of_a_website_is_unreadable(body):
    with pytest.raises(Unreadable):
        read_site_page(body, SITE, fetched_at=NOW)


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT)
def test_any_page_can_be_read(text):
    body = (link(text, "/a") + text).encode("utf-8", "replace")
    found = read_site_page(body, SITE, fetched_at=NOW)

    assert len(checks(found)) == len(SiteTopic)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_unreadable(body):
    with suppress(Unreadable):
        assert read_site_page(body, SITE, fetched_at=NOW).links


def test_policies_and_news_are_read_first_and_never_another_site_or_a_file():
    home = page(
        link("About us", "/about")
        + link("News", "/news")
        + link("Policies", "https://www.wrenbeck.example/policies")
        + link("Policy", "/a/policy.pdf")
        + link("Policies", "https://other.example/policies")
        + link("Lunch", "/lunch")
    )

    assert pages_to_read(home) == (
        "https://www.wrenbeck.example/policies",
        f"{SITE}/news",
        f"{SITE}/about",
    )
    assert len(pages_to_read(home, most=1)) == 1
