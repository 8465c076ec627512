"""Long documents are cut between two entries, stay what they were, and say how much is gone."""

import pytest
from lxml import etree

from orm.errors import Unreadable
from orm.model.items import Kind
from orm.model.polls import Page
from sources._parsing.answers import read_page
from sources._parsing.cutting import MOST_ENTRIES, MOST_TAGS, first_entries
from sources._parsing.documents import Label, feed_page
from sources._parsing.feeds import read_feed
from sources._parsing.tables import read_table
from tests.factories_sources import response

LABEL = Label("feed", Kind.NEWS)
HEAD, TAIL = b'<rss version="2.0"><channel><title>Herald</title>', b"</channel></rss>"


def item(number: int, text: bytes = b"Mill Row") -> bytes:
    link = b"https://harrowmereherald.example/%d" % number
    return b"<item><title>Story</title><link>%s</link><description>%s</description></item>" % (
        link,
        text,
    )


def rss(count: int, text: bytes = b"Mill Row", *, tail: bytes = TAIL) -> bytes:
    return HEAD + b"".join(item(number, text) for number in range(count)) + tail


def page(body: bytes) -> Page:
    answer = response(body)
    return feed_page(read_feed(answer), LABEL, answer)


def test_a_document_of_few_entries_is_left_as_it_is():
    body = rss(MOST_ENTRIES)

    assert first_entries(body, "item").body is body


def test_a_cut_document_is_well_formed_and_holds_the_first_entries():
    cut = first_entries(rss(MOST_ENTRIES + 7), "item", "entry")

    links = etree.fromstring(cut.body).findall("channel/item/link")
    assert [link.text.rpartition("/")[2] for link in links] == [
        str(number) for number in range(MOST_ENTRIES)
    ]
    assert (cut.left_out, cut.fits) == (7, True)


def test_an_entry_that_stands_in_words_is_no_entry():
    example = b"<![CDATA[write <item> and <item/>]]><!-- <item> -->"

    assert first_entries(rss(600, example), "item").left_out == 0


def test_tags_count_as_well_as_entries():
    paragraphs = b"<p/>" * 1_000

    cut = first_entries(rss(100, paragraphs), "item")

    assert cut.body.count(b"<") <= MOST_TAGS
    assert cut.left_out == 100 - cut.body.count(b"<item>")


def test_tags_inside_cdata_are_words():
    paragraphs = b"<![CDATA[" + b"<p>" * 1_000 + b"]]>"

    assert first_entries(rss(100, paragraphs), "item").left_out == 0


@pytest.mark.parametrize(
    "body",
    [
        HEAD + b"<x/>" * MOST_TAGS + TAIL,
        rss(1, b"<x/>" * MOST_TAGS),
        HEAD + b"<item " + b" ".join(b'a%d="1"' % n for n in range(300)) + b"/>" + TAIL,
    ],
    ids=["no entries", "one entry", "attributes"],
)
def test_what_cannot_be_cut_short_is_unreadable(body):
    with pytest.raises(Unreadable, match="longer than feeds are"):
        read_feed(response(body))


def test_a_prefixed_entry_is_one_too():
    body = b'<a:feed xmlns:a="http://www.w3.org/2005/Atom">%s</a:feed>'
    entries = b"<a:entry><a:title>Story</a:title></a:entry>" * (MOST_ENTRIES + 3)

    assert first_entries(body % entries, "item", "entry").left_out == 3


def test_a_page_says_that_a_long_feed_was_cut():
    found = page(rss(MOST_ENTRIES + 7))

    assert len(found.items) == MOST_ENTRIES
    assert [skip.reason for skip in found.skipped] == ["7 entries at the end of a very long answer"]


def test_a_long_json_feed_says_it_too():
    items = b",".join(b'{"id": "%d", "title": "Story"}' % n for n in range(MOST_ENTRIES + 7))

    found = page(b'{"version": "https://jsonfeed.org/version/1", "items": [%s]}' % items)

    assert len(found.items) == MOST_ENTRIES
    assert [skip.reason for skip in found.skipped] == ["7 entries at the end of a very long answer"]


def test_of_a_long_broken_feed_only_what_is_read_in_time_is_read():
    """Feedparser has a parser of its own for broken XML, which is slow."""
    text = b"A &nbsp; B " * 100

    whole, broken = rss(900, b"Mill Row " * 100), rss(900, text)

    assert len(page(whole).items) == 900
    assert 0 < len(page(broken).items) < 900
    assert "left" not in str(page(whole).skipped)
    assert page(broken).skipped


def test_a_short_broken_feed_is_read_whole():
    assert len(page(rss(100, b"A &nbsp; B")).items) == 100


def test_an_author_of_a_million_letters_is_read_in_time():
    """Feedparser's look for an address in it takes hours."""
    author = b"<author>" + b"a" * 1_000_000 + b"</author>"

    (entry,) = read_feed(
        response(HEAD + b"<item><title>Story</title>" + author + b"</item>" + TAIL)
    ).entries

    assert entry.author == ""


@pytest.mark.parametrize(
    "author",
    [
        b"<author>mina@harrowmereherald.example (Mina Farrow)</author>",
        b"<dc:creator>Mina Farrow</dc:creator>",
        b"<author><name>Mina Farrow</name><email>mina@wrenbeck.example</email></author>",
    ],
)
def test_an_author_keeps_name_and_loses_address(author):

    (entry,) = read_feed(response(HEAD + b"<item>" + author + b"</item>" + TAIL)).entries

    assert entry.author == "Mina Farrow"


@pytest.mark.parametrize("body", [b"<p>a</p>" * 20_001, b"<p " + b'a="" ' * 80_001 + b">"])
def test_a_page_longer_than_pages_are_is_unreadable(body):
    with pytest.raises(Unreadable, match="longer than pages are"):
        read_page(response(body), body)


def test_a_long_page_is_read():
    body = b"<p>a</p>" * 19_000

    assert len(read_page(response(body), body).find_all("p")) == 19_000


def test_a_table_of_thousands_of_columns_is_unreadable():
    with pytest.raises(Unreadable, match="more columns"):
        read_table(response(b"URN," * 1_001))
