"""What the demo's digests and its report say about what was not read."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from orm.cli import demo_report
from orm.model.schools import SchoolId
from orm.model.weeks import Week
from reports.coverage import coverage

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(lived):
    return lived.house.edges.store


def failed(lived, school: str, week: int) -> set[str]:
    """The sources that the week's digest calls unread, or read in part, because they failed."""
    now = lived.house.edges.clock.now()
    facts = lived.house.edges.store.week_facts(SchoolId(school), Week(2026, week), now=now)
    seen = coverage(facts)
    return {
        each.source
        for each in (*seen.unread, *seen.partly)
        if any(not outcome.measured for outcome, _ in each.outcomes)
    }


def digest_text(lived, to: str, week: str) -> str:
    """One digest on one line."""
    for path in (lived.folder / "outbox").glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if message["to"] == to and f"week ending {week}" in message["subject"]:
            body = message.get_body(("plain",))
            return " ".join(body.get_content().split()) if body else ""
    return ""


@pytest.mark.parametrize(
    ("school", "week", "sources"),
    [
        ("wrenbeck", 45, {"feed", "bing_news", "mastodon"}),
        ("wrenbeck", 46, {"feed", "whatdotheyknow", "wikipedia"}),
        ("wrenbeck", 47, {"feed", "telegram", "searxng"}),
        ("wrenbeck", 48, {"feed"}),
        ("st-orrins", 45, {"feed", "bing_news", "mastodon"}),
        ("st-orrins", 46, {"feed", "whatdotheyknow", "wikipedia"}),
        ("st-orrins", 47, {"feed", "review_page", "searxng"}),
        ("st-orrins", 48, {"feed", "review_page"}),
    ],
)
def test_each_week_shows_what_failed_in_it_and_what_was_mended_is_gone(
    lived, school: str, week: int, sources: set[str]
):
    assert failed(lived, school, week) == sources


@pytest.mark.parametrize(
    ("week", "says"),
    [
        (
            "8 Nov",
            "Bing News: not read to the end of the week: the page has changed and cannot be read",
        ),
        (
            "8 Nov",
            "Mastodon: not read to the end of the week: the site asked us to slow down",
        ),
        ("15 Nov", "WhatDoTheyKnow: not read: the site does not let us read it"),
        ("22 Nov", "Own search engine: not read: the site did not answer"),
        ("22 Nov", "Telegram: not read: the page no longer exists"),
        ("29 Nov", "Papers and other feeds: read in part, 4 of 5 pages: the page no longer exists"),
    ],
)
def test_the_heads_digest_names_what_failed_and_why(lived, week: str, says: str):
    assert says in digest_text(lived, "head@wrenbeck.example", week)


def test_one_story_that_several_sources_brought_stands_once_with_its_copies(lived, store):
    now = lived.house.edges.clock.now()
    facts = store.week_facts(SchoolId("wrenbeck"), Week(2026, 45), now=now)
    told = [each for each in facts.mentions if "wins the Eastmarch Shield" in each.title]

    assert [each.copies >= 5 for each in told] == [True]


def test_the_account_of_failures_agrees_with_the_store(lived, store):
    kept = {(one.source, one.outcome): one.times for one in lived.progress.account.failures}
    counted = {
        (each.source, outcome.value): times
        for each in store.tally(since=LONG_AGO)
        for outcome, times in each.endings
        if not outcome.measured
    }

    assert kept == counted
    assert all(one.why for one in lived.progress.account.failures)


def test_the_report_lists_every_source_what_failed_and_what_is_not_set_up(lived, capsys):
    demo_report.print_report(lived)

    told = capsys.readouterr().out
    rows = told.partition("What could not be read")[0].splitlines()
    assert {each.name for each in lived.house.config.sources} <= {
        row.split()[0] for row in rows if row
    }
    assert "google (CAPTCHA)" in told
    (idle,) = [line for line in told.splitlines() if line.startswith("Not set up in the demo")]
    assert "guardian" in idle
    assert "facebook" in idle
