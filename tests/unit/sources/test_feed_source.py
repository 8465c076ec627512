"""The feed collector: what it plans, and the hard feeds."""

import gzip

import pytest

from orm.errors import Unreadable
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources.feed import Feed, FeedEntry, FeedOptions, Newspaper, area
from sources.registry import newspapers
from tests.factories_sources import ST_ORRINS, WRENBECK, response

HERALD = Newspaper(
    "The Harrowmere Herald", "https://herald.example/rss", "independent",
    frozenset({"harrowmere", "eastmarch"}), "2026-09-24",
)  # fmt: skip
NATIONAL = Newspaper("BBC UK", "https://bbc.example/rss", "BBC", frozenset(), "2026-09-24")
PAPERS = (HERALD, NATIONAL)


def item(fields: str) -> str:
    return f'<rss version="2.0"><channel><title>T</title><item>{fields}</item></channel></rss>'


def titles(body: bytes | str, charset: str = "") -> list[str]:
    page = Feed(FeedOptions()).parse(response(body, charset=charset))
    return [one.title for one in page.items]


def test_two_schools_of_one_town_share_the_request_for_the_local_paper():
    source = Feed(FeedOptions(), PAPERS)

    assert tuple(source.plan(WRENBECK)) == tuple(source.plan(ST_ORRINS)) != ()


def test_a_paper_is_read_for_its_county_when_the_town_is_unknown():
    watch = Watch(SchoolId("x"), "Mill School", town="Tollby", county="EASTMARCH")

    (request,) = Feed(FeedOptions(), PAPERS).plan(watch)
    assert (request.url, request.scope) == (HERALD.url, Scope.LOCAL)


def test_a_school_elsewhere_does_not_get_the_paper():
    watch = Watch(SchoolId("x"), "Mill School", town="Tollworth", county="Westmarch")

    assert tuple(Feed(FeedOptions(), PAPERS).plan(watch)) == ()


def test_national_feeds_are_read_only_when_asked_for():
    asked = Feed(FeedOptions(national_news=True, local_papers=False), PAPERS)
    watch = Watch(SchoolId("x"), "Mill School")

    assert [r.url for r in asked.plan(watch)] == [NATIONAL.url]
    assert tuple(Feed(FeedOptions(), PAPERS).plan(watch)) == ()


def test_what_the_operator_says_of_a_feed_wins_over_the_bundled_list():
    mine = FeedEntry(HERALD.url, scope=Scope.ABOUT, kind="blog")
    source = Feed(FeedOptions(feeds=(mine,)), PAPERS)

    (request,) = source.plan(WRENBECK)
    assert (request.scope, request.shape) == (Scope.ABOUT, "blog")


def test_a_feed_listed_for_one_school_is_not_asked_for_another():
    entry = FeedEntry("https://chat.example/rss", schools=("wrenbeck",))
    source = Feed(FeedOptions(feeds=(entry,)))

    assert [r.url for r in source.plan(WRENBECK)] == ["https://chat.example/rss"]
    assert tuple(source.plan(ST_ORRINS)) == ()


def test_the_schools_own_website_is_left_to_its_own_source():
    assert tuple(Feed(FeedOptions()).plan(WRENBECK)) == ()


def test_a_listed_web_page_is_unreadable_and_the_error_names_the_feed_to_list():
    page = '<html><head><link rel="alternate" type="application/atom+xml" href="a.xml"></head>'

    with pytest.raises(Unreadable, match=r"https://chat\.example/a\.xml"):
        Feed().parse(response(page, url="https://chat.example/"))


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + item("<title>Caf\u00e9</title>").encode(),
        item("<title>Caf\u00e9</title>").encode("utf-16"),
        item("<title>Caf\u00e9</title>").encode("utf-32"),
        b'<?xml version="1.0" encoding="utf-16"?>' + item("<title>Caf\u00e9</title>").encode(),
        ('<?xml version="1.0" encoding="utf-8"?>' + item("<title>Caf\u00e9</title>")).encode("utf-16-be"),
        b"\n\n  <?xml version='1.0'?>" + item("<title>Caf\u00e9</title>").encode(),
        gzip.compress(item("<title>Caf\u00e9</title>").encode()),
        b'<?xml version="1.0" encoding="iso-8859-1"?>' + item("<title>Caf\u00e9</title>").encode("latin-1"),
        item("<title>Caf\u00e9</title><foo:bar>x</foo:bar>").encode(),
        item("<title>Caf\u00e9</title><link>https://x.example/?a=1&b=2</link>").encode(),
    ],
    ids=["bom", "utf-16", "utf-32", "says utf-16", "utf-16-be", "space", "gzip", "latin-1",
         "namespace", "bare ampersand"],
)  # fmt: skip
def test_a_feed_in_any_common_encoding_or_mess_is_read(body):
    assert titles(body) == ["Caf\u00e9"]


def test_the_servers_charset_counts_only_when_the_document_is_silent_and_not_utf8():
    cyrillic = item("<title>Школа</title>")

    assert titles(cyrillic.encode("windows-1251"), charset="windows-1251") == ["Школа"]
    assert titles(cyrillic.encode(), charset="windows-1251") == ["Школа"]


def test_a_feed_keeps_its_identity_when_the_bbc_changes_the_guid():
    link = "<title>A</title><link>https://www.bbc.co.uk/news/1?at_medium=RSS</link>"
    first, second = (
        Feed().parse(response(item(f"{link}<guid isPermaLink='false'>x#{n}</guid>"))).items[0]
        for n in (0, 1)
    )

    assert first.identity == second.identity


def test_the_same_guid_in_two_feeds_without_links_is_two_things():
    body = item("<title>A</title><guid isPermaLink='false'>17</guid>")
    first, second = (
        Feed().parse(response(body, url=url)).items[0]
        for url in ("https://a.example/rss", "https://b.example/rss")
    )

    assert first.identity != second.identity


def test_a_podcast_is_read_without_its_sound():
    body = item(
        "<title>Episode 1</title><link>https://x.example/1.mp3</link>"
        "<enclosure url='https://x.example/1.mp3' type='audio/mpeg'/>"
    )

    (one,) = Feed().parse(response(body)).items
    assert ".mp3" not in repr(one)


def test_only_a_thousand_entries_are_taken_and_the_rest_is_counted():
    many = "".join(
        f"<item><title>t</title><link>https://x.example/{n}</link></item>" for n in range(1003)
    )
    page = Feed().parse(response(f'<rss version="2.0"><channel>{many}</channel></rss>'))

    assert len(page.items) == 1_000
    assert [skipped.reason for skipped in page.skipped] == [
        "3 entries at the end of a very long answer"
    ]


def test_a_feed_whose_entries_are_all_unreadable_is_not_an_empty_feed():
    with pytest.raises(Unreadable, match="none of 1 entries"):
        Feed().parse(response(item("<guid>1</guid>")))


@pytest.mark.parametrize("body", ["/etc/hostname", "https://www.harrowmereherald.example/rss"])
def test_a_body_that_looks_like_a_path_or_an_address_is_not_opened(body):
    with pytest.raises(Unreadable, match="not a feed"):
        Feed().parse(response(body))


def test_every_bundled_paper_has_an_https_address_a_group_and_a_date_and_is_listed_once():
    papers = newspapers()

    assert len({paper.url for paper in papers}) == len(papers) > 100
    for paper in papers:
        assert paper.url.startswith("https://")
        assert paper.name
        assert paper.group
        assert paper.checked == "2026-09-24"
        assert paper.areas == frozenset(map(area, paper.areas))
