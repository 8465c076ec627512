"""Mentions: what each reader finds, reads, settles and keeps, and what nobody gets."""

import csv
import io
import re

import pytest

from orm.model.items import Kind
from tests.factories_mentions import COMPLAINT, bring, collected, part

HIDDEN = ("always has bruises", "grabbed her")
"""Words of posts that are sealed or about the headteacher."""


def page(desk, person, path="/mentions", **query):
    return desk.browser(person).get(path, params=query or None)


def settle(desk, person, mention, **fields):
    return desk.press(desk.browser(person), f"/mentions/{mention}/settle", **fields)


def shown(answer):
    """The numbers of the posts in a list, in its order."""
    return [int(number) for number in re.findall(r'<li id="m-(\d+)">', answer.text)]


def table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


# ---- who reads what


def test_a_headteacher_finds_every_ordinary_post_newest_first(desk):
    answer = page(desk, "head")

    numbers = shown(answer)
    assert numbers == sorted(numbers, reverse=True)
    for words in ("Honest review", "useless, vile", "put her in hospital", "have been brilliant"):
        assert words in answer.text


@pytest.mark.parametrize("person", ["head", "deputy", "comms", "trust", "dep-dsl", "dsl"])
def test_nobody_finds_a_sealed_post_or_one_about_the_headteacher_in_the_list(desk, person):
    answer = page(desk, person)

    assert answer.status_code == 200
    for words in HIDDEN:
        assert words not in answer.text


def test_the_comms_lead_reads_no_detail_of_abuse_or_threats(desk):
    answer = page(desk, "comms")

    assert "Honest review" in answer.text
    for words in ("useless, vile", "put her in hospital", "OFFICIAL page"):
        assert words not in answer.text


@pytest.mark.parametrize("person", ["chair", "it", "dpo"])
@pytest.mark.parametrize("path", ["/mentions", "/mentions/1", "/mentions/1/open", "/mentions.csv"])
def test_who_reads_no_posts_is_told_that_there_is_nothing(desk, person, path):
    answer = page(desk, person, path)

    assert answer.status_code == 404
    assert "brilliant" not in answer.text


def test_another_schools_head_finds_nothing_here(desk):
    assert shown(page(desk, "other-head")) == []
    assert page(desk, "other-head", "/mentions/1").status_code == 404


def test_no_page_says_who_wrote_a_post(desk):
    mine = collected(desk, COMPLAINT, author="GreyHeron77")

    for path in ("/mentions", f"/mentions/{mine}", "/mentions.csv"):
        assert "GreyHeron77" not in page(desk, "head", path).text


def test_the_leadership_team_is_shown_the_site_and_no_way_to_the_author(desk):
    number = shown(page(desk, "trust"))[0]

    answer = page(desk, "trust", f"/mentions/{number}")

    assert "mumsnet[.]com/…" in answer.text
    assert "hxxps" not in answer.text
    assert page(desk, "trust", f"/mentions/{number}/open").status_code == 404
    assert "Address" not in table(page(desk, "trust", "/mentions.csv"))[0]


# ---- looking for something


@pytest.mark.parametrize(
    ("query", "words", "others"),
    [
        ({"q": "costume day"}, "Honest review", "brilliant"),
        ({"kind": "T1"}, "brilliant", "Honest review"),
        ({"tone": "positive"}, "brilliant", "useless"),
        ({"theme": "send"}, "SEND son", "brilliant"),
        ({"source": "by_hand", "q": "lad"}, "My lad", "brilliant"),
        ({"week": "2026-W47"}, "brilliant", "nothing of this kind"),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked_for(desk, query, words, others):
    answer = page(desk, "head", **query)

    assert words in answer.text
    assert others not in answer.text


@pytest.mark.parametrize(
    "query", [{"week": "2026-W40"}, {"source": "guardian"}, {"q": "zeppelin"}, {"story": "99999"}]
)
def test_a_search_that_finds_nothing_says_so(desk, query):
    answer = page(desk, "head", **query)

    assert (answer.status_code, shown(answer)) == (200, [])
    assert "Nothing that you may read fits." in answer.text


def test_a_list_is_told_page_by_page(desk):
    for number in range(30):
        bring(desk, f"Thank you Wrenbeck Primary School, note {number}", key=f"note-{number}")

    first = page(desk, "head")
    older = part(r'href="(/mentions\?before=\d+)"', first.text)
    second = page(desk, "head", older)

    assert len(shown(first)) == 25
    assert shown(first)[-1] > shown(second)[0]
    assert "Older" not in second.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"week": "last"}, "Write the week like 2026-W46."),
        ({"week": "2026-W60"}, "Write the week like 2026-W46."),
        ({"week": "9999-W01"}, "Write the week like 2026-W46."),
        ({"tone": "cross"}, "There is no such tone."),
        ({"kind": "T99"}, "There is no such kind of post."),
        ({"theme": "<b>"}, "There is no such subject."),
        ({"source": "nowhere"}, "There is no such source."),
        ({"story": "one"}, "There is no such story."),
        ({"before": "-1"}, "There is no such page."),
        ({"before": "9" * 40}, "There is no such page."),
        ({"school": "st-orrins"}, "There is no such school for you here."),
        ({"q": "x" * 201}, "Search for at most 200 characters."),
        ({"unsure": "maybe"}, "Say yes, or leave it out."),
    ],
)
def test_a_search_that_cannot_be_read_says_what_to_put_right(desk, query, says):
    answer = page(desk, "head", **query)

    assert answer.status_code == 422
    assert says in answer.text
    assert shown(answer) == []


def test_a_kind_that_is_not_theirs_to_read_is_no_kind(desk):
    assert page(desk, "comms", kind="T8").status_code == 422


@pytest.mark.parametrize(
    "words", ['"', "'; DROP TABLE mentions", "***", "NEAR(", "\x00", "<script>alert(1)</script>"]
)
def test_any_words_may_be_looked_for(desk, words):
    answer = page(desk, "head", q=words)

    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_a_trust_reader_chooses_between_their_schools(desk):
    bring(desk, "Lovely fair at St Orrin's school today, thank you", school="st-orrins")

    everything = page(desk, "trust")
    one = page(desk, "trust", school="st-orrins")

    assert "Lovely fair" in everything.text
    assert "Honest review" in everything.text
    assert "Lovely fair" in one.text
    assert "Honest review" not in one.text


# ---- one post


def test_one_post_is_told_with_all_that_was_thought_of_it(desk):
    number = shown(page(desk, "head", kind="T5"))[0]

    answer = page(desk, "head", f"/mentions/{number}")

    for words in (
        "About the school? Yes",
        "Hurtful words about a person (T5)",
        "Ask the author to take it down",
        "A program reads the tone",
        f"Open case {desk.cases['abuse']}",
    ):
        assert words in answer.text


def test_the_way_to_a_post_is_a_page_of_its_own(desk):
    number = shown(page(desk, "head", kind="T1"))[0]

    assert "https://mumsnet.com" not in page(desk, "head", f"/mentions/{number}").text
    out = page(desk, "head", f"/mentions/{number}/open")
    url = part(r'<a class="button" href="([^"]+)"', out.text)
    rel = part(r'<a class="button" [^>]*rel="([^"]+)"', out.text)

    assert url.startswith("https://mumsnet.com/talk/")
    assert "noreferrer" in rel
    assert "Do not view, copy or send it" in out.text


def test_a_link_that_is_no_web_address_leads_nowhere(desk):
    mine = collected(desk, COMPLAINT, url="javascript:alert(1)")

    assert page(desk, "head", f"/mentions/{mine}/open").status_code == 404
    assert 'href="javascript' not in page(desk, "head", f"/mentions/{mine}").text


def test_copies_of_one_text_lead_to_each_other(desk):
    title = "Choir of Wrenbeck Primary School sings for the whole town"
    first, second = (
        collected(desk, "A report of the evening.", key=key, kind=Kind.NEWS, title=title)
        for key in ("a", "b")
    )

    answer = page(desk, "head", f"/mentions/{second}")
    story = part(r'href="(/mentions\?story=\d+)"', answer.text)

    assert "2 copies of the same text" in answer.text
    assert shown(page(desk, "head", story)) == [second, first]


@pytest.mark.parametrize("number", ["0", "999999", "-1", "abc", "1e3", "9" * 40, "%00"])
def test_a_post_that_is_not_there_is_not_found(desk, number):
    assert page(desk, "head", f"/mentions/{number}").status_code == 404
    assert settle(desk, "head", number, verdict="us").status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary School <script>alert(1)</script><style>*{display:none}</style>",
        "Wrenbeck Primary School {{ 7*7 }} {% raw %}",
        "Wrenbeck Primary School \u202egnorw\u202c " + "a\u0301\u0301\u0301\u0301" * 50,
        "Wrenbeck Primary School " + "long " * 20_000,
    ],
)
def test_a_hostile_post_cannot_leave_its_box(desk, text):
    mine = collected(desk, text, title=text[:500], outlet=text[:300])

    for path in ("/mentions", f"/mentions/{mine}"):
        answer = page(desk, "head", path)
        assert answer.status_code == 200
        for bad in ("<script>", "<style>", "\u202e", "\u0301\u0301\u0301", " 49 "):
            assert bad not in answer.text


# ---- the table to keep


def test_the_table_holds_the_list_as_filtered_and_no_word_of_a_post(desk):
    answer = page(desk, "head", "/mentions.csv", kind="T1")
    head, *rows = table(answer)

    assert answer.headers["content-type"].startswith("text/csv")
    assert head[0] == "Seen"
    assert [row[5] for row in rows] == ["Praise or thanks"]
    assert "brilliant" not in answer.text
    assert "hxxps://mumsnet[.]com" in rows[0][-1]


def test_a_cell_that_a_spreadsheet_would_run_is_plain_text(desk):
    collected(desk, COMPLAINT, outlet='=HYPERLINK("https://elsewhere.example")')

    rows = table(page(desk, "head", "/mentions.csv"))

    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_a_table_of_a_bad_search_is_the_page_that_says_so(desk):
    assert page(desk, "head", "/mentions.csv", week="never").status_code == 422
