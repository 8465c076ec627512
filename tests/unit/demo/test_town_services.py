"""What the town's services answer, address by address, as their sources would not notice."""

import csv
import json
from io import StringIO
from urllib.parse import urlencode, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from orm.demo.town.services import SERVICES
from orm.demo.town.troubles import SPELLS
from tests.factories_town import ask, at

WRENBECK = '"Wrenbeck Primary"'
FILE = "/edubase/downloads/public/edubasealldata{}.csv"
CONTENT = (
    "/api/content/government/statistical-data-sets/"
    "monthly-management-information-ofsteds-school-inspections-outcomes"
)
ANSWERS = [
    ("googlenews", "/rss/search", {"q": f"{WRENBECK} when:7d"}),
    ("bingnews", "/news/search", {"q": WRENBECK, "format": "rss"}),
    ("search", "/search", {"q": WRENBECK, "format": "json"}),
    ("parents", "/posts.json", {}),
    ("social", "/api/v1/timelines/tag/harrowmere", {"limit": "40"}),
    (
        "sky",
        "/xrpc/app.bsky.feed.getAuthorFeed",
        {"actor": "wrenbeckprimary-hm4.example", "limit": "50"},
    ),
    ("telegram", "/s/wrenbeckprimary_hm4", {}),
    ("wiki", "/w/api.php", {"titles": "Wrenbeck Primary School", "maxlag": "5"}),
    ("petitions", "/petitions.json", {"q": "Wrenbeck Primary"}),
    ("parliament", "/api/writtenquestions/questions", {"searchTerm": WRENBECK}),
    ("foi", "/body/eastmarch_council", {}),
    ("govuk", CONTENT, {}),
    ("register", FILE.format("20261106"), {}),
]


def _ask(site: str, path: str, day: int, clock: str = "20:00", **query: str):
    return ask(site, path, at(day, clock), query=urlencode(query))


def _json(site: str, path: str, day: int, **query: str):
    return json.loads(_ask(site, path, day, **query).body)


@pytest.mark.parametrize(("site", "path", "query"), ANSWERS)
def test_an_answer_stays_the_same_while_nothing_new_is_said(
    site: str, path: str, query: dict[str, str]
):
    asked = urlencode(query)
    first = ask(site, path, at(6, "02:00"), query=asked)
    if first.status != 200:  # a weekend of trouble: on a better day
        first = ask(site, path, at(1, "12:00"), query=asked)
        again = ask(site, path, at(1, "12:01"), query=asked, If_None_Match=first.header("ETag"))
    else:
        again = ask(site, path, at(6, "02:01"), query=asked, If_None_Match=first.header("ETag"))

    assert first.status == 200
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("site", SERVICES)
def test_every_service_has_a_front_page_rules_for_robots_and_a_404(site: str):
    assert ask(site, "/", at(1)).status == 200
    assert "User-agent: *" in ask(site, "/robots.txt", at(1)).body.decode()
    assert ask(site, "/no/such/page", at(1)).status == 404


@pytest.mark.parametrize("site", SERVICES)
def test_every_link_of_a_front_page_leads_somewhere(site: str):
    page = BeautifulSoup(ask(site, "/", at(27)).body, "lxml")
    links = {urlsplit(str(link["href"])) for link in page.select("main a[href]")}

    for link in links:
        assert ask(site, link.path, at(27), query=link.query).status == 200, link


def test_every_service_that_misbehaves_is_well_before_and_after():
    for site, spell in SPELLS.items():
        path, query = next((path, query) for name, path, query in ANSWERS if name == site)
        query = query | ({"actor": "x"} if site == "sky" else {})
        well = _ask(site, path, spell.first.day - 1, **query)
        bad = _ask(site, path, spell.first.day + 1, **query)
        again = _ask(site, path, spell.last.day + 1, **query)

        assert well.status == again.status == 200
        assert (bad.status, bad.body[:200]) != (well.status, well.body[:200])


def test_the_news_searches_find_by_text_and_forget_after_a_week():
    found = feedparser.parse(
        _ask("googlenews", "/rss/search", 4, q=f"{WRENBECK} when:7d").body
    ).entries
    later = feedparser.parse(
        _ask("googlenews", "/rss/search", 11, q=f"{WRENBECK} when:7d").body
    ).entries

    title = "Wrenbeck Primary choir wins the Eastmarch Shield - The Harrowmere Herald"
    assert title in {entry.title for entry in found}
    assert title not in {entry.title for entry in later}
    assert "Wardens to patrol" in " ".join(entry.title for entry in found)


def test_googles_link_leads_a_browser_to_the_article():
    feed = feedparser.parse(_ask("googlenews", "/rss/search", 4, q=WRENBECK).body)
    link = urlsplit(feed.entries[0].link)
    sent = ask("googlenews", link.path, at(4), query=link.query)

    assert sent.status == 302
    there = urlsplit(sent.header("Location"))
    assert ask(there.netloc.partition(".")[0], there.path, at(4)).status == 200


def test_the_search_engine_knows_a_page_a_day_and_a_half_late():
    def titles(day: int, clock: str) -> list[str]:
        answer = _ask("search", "/search", day, clock, q='"Mill Row"', time_range="month")
        return [result["title"] for result in json.loads(answer.body)["results"]]

    title = "Still no answer about the hedge"
    assert title not in titles(25, "03:59")
    assert title in titles(25, "04:01")


def test_the_forums_pages_go_down_by_number_to_an_empty_one():
    newest = _json("parents", "/posts.json", 27)["latest_posts"]
    oldest = newest[-1]["id"]

    assert [post["id"] for post in newest] == sorted((post["id"] for post in newest), reverse=True)
    assert _json("parents", "/posts.json", 27, before=str(oldest)) == {"latest_posts": []}


def test_an_answer_in_the_forum_belongs_to_its_topic():
    first, second = [
        post
        for post in reversed(_json("parents", "/posts.json", 27)["latest_posts"])
        if post["topic_title"] == "After-school clubs in HM4"
    ]

    assert (first["post_number"], second["post_number"]) == (1, 2)
    assert first["topic_id"] == second["topic_id"] == first["id"]


def test_an_unknown_account_has_the_error_of_its_platform():
    sky = _ask("sky", "/xrpc/app.bsky.feed.getAuthorFeed", 1, actor="nobody.example")
    social = _ask("social", "/api/v1/accounts/lookup", 1, acct="nobody")

    assert (sky.status, json.loads(sky.body)["message"]) == (400, "Profile not found")
    assert (social.status, json.loads(social.body)["error"]) == (404, "Record not found")
    assert ask("telegram", "/s/nobody_hm4", at(1)).status == 404


def test_the_lag_is_an_error_inside_a_good_answer_and_only_for_those_who_ask_to_be_told():
    lagged = _ask("wiki", "/w/api.php", 12, titles="Harrowmere", maxlag="5")
    served = _ask("wiki", "/w/api.php", 12, titles="Harrowmere")

    assert (lagged.status, lagged.header("Retry-After")) == (200, "5")
    assert json.loads(lagged.body)["error"]["code"] == "maxlag"
    assert "query" in json.loads(served.body)


def test_only_the_joke_was_reverted_and_only_the_edit_after_it_rolls_back():
    (page,) = _json("wiki", "/w/api.php", 20, titles="Wrenbeck Primary School", rvlimit="20")[
        "query"
    ]["pages"]
    tags = {edit["comment"]: edit["tags"] for edit in page["revisions"]}

    assert {comment: found for comment, found in tags.items() if found} == {
        "/* History */ truth": ["mw-reverted"],
        "Back to the version of 6 November": ["mw-rollback"],
    }


def test_a_file_of_the_register_is_there_from_six_on_its_day():
    path = FILE.format("20261106")

    assert ask("register", path, at(4, "05:59")).status == 404
    assert ask("register", path, at(4, "06:00")).status == 200
    assert ask("register", FILE.format("20261399"), at(4)).status == 404


def test_national_files_are_windows_1252_with_every_cell_quoted():
    body = ask("register", FILE.format("20261106"), at(4)).body

    assert "St Orrin’s".encode("cp1252") in body
    rows = list(csv.DictReader(StringIO(body.decode("cp1252"))))
    assert [row["URN"] for row in rows] == ["990101", "990102", "990301"]
    assert body.startswith(b'"URN",')


def test_the_newest_monthly_file_holds_every_school_once():
    files = _json("govuk", CONTENT, 20)["details"]["attachments"]
    body = ask("govuk", urlsplit(files[-1]["url"]).path, at(20)).body.decode("cp1252")

    assert [each["title"].rpartition("as at ")[2] for each in files] == [
        "30 Sep 2026",
        "31 Oct 2026",
    ]
    assert [row["URN"] for row in csv.DictReader(StringIO(body))] == ["990101", "990102", "990301"]


def test_the_results_of_a_school_are_behind_two_redirects_and_a_page_without_figures():
    path = "/parent-view-results/urn/990101"
    for _ in range(2):
        sent = ask("parentview", path, at(1))
        assert sent.status == 302
        path = urlsplit(sent.header("Location")).path

    assert b"chd=" not in ask("parentview", path, at(1)).body
    printed = ask("parentview", path.replace("/result/", "/result-print/"), at(1))
    assert b"chd=t%3A55%2C33%2C7%2C3%2C2" in printed.body
    assert ask("parentview", "/parent-view-results/urn/990999", at(1)).status == 404


def test_a_channel_without_a_preview_leads_to_its_card_for_this_time_only():
    sent = ask("telegram", "/s/wrenbeckprimary_hm4", at(15))
    card = ask("telegram", urlsplit(sent.header("Location")).path, at(15))

    assert sent.status == 302
    assert b"tgme_widget_message" not in card.body
