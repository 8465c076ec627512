"""The main job, end to end: an invented town's web in, cases and digests out."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from orm.demo.town.posts import bundled_posts
from orm.model.judgement import REMOVAL_ROUTES, Category
from orm.model.letters import LetterKind, MailState
from orm.model.polls import Outcome
from tests.ledger import claims_left

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SOURCES = {
    "bing_news",
    "bluesky",
    "discourse",
    "feed",
    "gdelt",
    "gias",
    "google_news",
    "hansard",
    "mastodon",
    "news_sitemap",
    "ofsted",
    "parent_view",
    "petitions",
    "review_page",
    "school_website",
    "searxng",
    "telegram",
    "whatdotheyknow",
    "wikipedia",
    "wordpress",
    "youtube_feed",
}
NEVER_REMOVED = {Category.T0, Category.T1, Category.T2, Category.T3, Category.T4, Category.T8}
MUST_REACH_A_PERSON = {Category.T8, Category.T11, Category.T12, Category.T13, Category.T14}


@pytest.fixture(scope="module")
def store(lived):
    return lived.house.edges.store


@pytest.fixture(scope="module")
def tallies(store):
    return {each.source: each for each in store.tally(since=LONG_AGO)}


@pytest.fixture(scope="module")
def files(store):
    return [store.case(case.ref) for case in store.cases()]


def messages(lived):
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((lived.folder / "outbox").glob("*.eml"))
    ]


def test_every_source_brought_something(tallies):
    assert {name for name, each in tallies.items() if each.new} == SOURCES


def test_the_towns_mishaps_are_recorded_as_what_they_were(tallies):
    endings = {outcome for each in tallies.values() for outcome, _ in each.endings}

    assert endings >= {
        Outcome.NEW,
        Outcome.NONE,
        Outcome.NOT_MODIFIED,
        Outcome.THROTTLED,
        Outcome.GONE,
        Outcome.REFUSED,
        Outcome.UNREADABLE,
        Outcome.UNREACHABLE,
    }


def test_unchanged_pages_are_answered_304_and_not_read_again(tallies):
    feed = dict(tallies["feed"].endings)

    assert feed[Outcome.NOT_MODIFIED] > feed[Outcome.NONE]


def test_each_reader_has_a_digest_for_each_of_the_four_weeks(store):
    digests = [mail for mail in store.outbox() if mail.letter.kind is LetterKind.DIGEST]

    weeks_by_reader: dict[str, set[str]] = {}
    for mail in digests:
        weeks_by_reader.setdefault(mail.letter.recipient, set()).add(mail.letter.once.split("/")[2])

    assert set(weeks_by_reader) == {
        "head@wrenbeck.example",
        "dsl@wrenbeck.example",
        "office@wrenbeck.example",
        "head@st-orrins.example",
        "deputy@st-orrins.example",
    }
    assert all(
        weeks == {"2026-W45", "2026-W46", "2026-W47", "2026-W48"}
        for weeks in weeks_by_reader.values()
    )


def test_every_letter_was_sent_and_is_one_file(lived, store):
    mails = store.outbox()

    assert {mail.state for mail in mails} == {MailState.SENT}
    assert len(messages(lived)) == len(mails)


def test_no_letter_has_more_than_one_recipient_or_anything_attached(lived):
    for message in messages(lived):
        assert len(message["to"].addresses) == 1
        assert message["cc"] is None
        kinds = {part.get_content_type() for part in message.walk()}
        charts = {"multipart/related", "image/png"}  # drawn by us from the letter's own figures
        assert kinds - charts == {"multipart/alternative", "text/plain", "text/html"}
        assert "attachment" not in {part.get_content_disposition() for part in message.walk()}


def test_no_letter_holds_an_author_or_a_sentence_of_a_post(lived):
    told = "\n".join(
        part.get_content()
        for message in messages(lived)
        for part in message.walk()
        if part.get_content_maintype() == "text"
    )
    posts = [post for site in bundled_posts().values() for post in site]
    authors = {post.author for post in posts if post.author and " " in post.author}
    openings = {post.text[:60] for post in posts if len(post.text) >= 60}

    assert len(authors) > 20
    assert len(openings) > 50
    assert [author for author in authors if author in told] == []
    assert [opening for opening in openings if opening in told] == []


def test_what_must_reach_a_person_did_in_the_same_run(store, files):
    grave = [file for file in files if file.decision.category in MUST_REACH_A_PERSON]
    alerted = {
        m.letter.once.split("/")[1] for m in store.outbox() if m.letter.kind is LetterKind.ALERT
    }

    assert grave
    assert {file.case.ref for file in grave} <= alerted


def test_no_removal_is_proposed_for_criticism_or_a_threat(files):
    assert [
        file.case.ref
        for file in files
        if file.decision.category in NEVER_REMOVED and REMOVAL_ROUTES & set(file.decision.routes)
    ] == []


def test_every_flagged_post_says_why(files):
    assert all(file.decision.grounds for file in files)
    assert all(file.evidence for file in files)


def test_an_edited_post_keeps_its_earlier_words(store, files):
    assert max(seen.versions for file in files for seen in file.seen) >= 2


def test_nobody_holds_a_poll_when_the_demo_has_ended(lived):
    assert claims_left(lived.folder) == 0


def test_no_picture_was_ever_asked_for(lived):
    asked = lived.asked

    assert asked
    assert not any(path.endswith((".jpg", ".png", ".gif", ".webp", ".mp4")) for path in asked)
