import json
from urllib.parse import urlencode, urlsplit

import pytest

from orm.demo.town import index, query
from orm.demo.town.answers import Answer
from tests.factories_town import ask, at


def _asked(words: str, day: int = 9, clock: str = "20:00", **more: str) -> Answer:
    parameters = {"query": words, "mode": "artlist", "format": "json", "timespan": "30d", **more}
    return ask("gdelt", index.ENDPOINT, at(day, clock), query=urlencode(parameters))


def _titles(answer: Answer) -> list[str]:
    return [article["title"] for article in json.loads(answer.body)["articles"]]


def test_a_phrase_finds_stories_by_their_text_and_titles_come_retokenised():
    titles = _titles(_asked('"Wrenbeck Primary" "Harrowmere" sourcecountry:UK'))

    assert "Maths quiz : Wrenbeck pupils beat eleven schools , and a bishop" in titles


def test_each_article_has_the_fields_of_the_real_answer_and_its_address_opens():
    (article,) = json.loads(_asked('"beat eleven schools"').body)["articles"]
    address = urlsplit(article["url"])

    assert article["seendate"] == "20261111T173000Z"
    assert (article["domain"], article["language"]) == ("herald.localhost", "English")
    assert set(article) == {
        "url", "url_mobile", "title", "seendate", "socialimage", "domain", "language", "sourcecountry",
    }  # fmt: skip
    assert ask("herald", address.path, at(9)).status == 200


def test_groups_join_names_and_a_minus_leaves_them_out():
    both = _titles(_asked('("St Orrin\'s" OR "Wrenbeck Primary")'))
    without = _titles(_asked('("St Orrin\'s" OR "Wrenbeck Primary") -academy'))

    assert set(without) < set(both)
    assert not any("Academy" in title for title in without)


def test_nothing_found_is_an_empty_object():
    assert _asked('"Nowhere Primary School"').body == b"{}"


def test_only_what_was_seen_within_the_timespan_is_listed():
    week = _titles(_asked("wrenbeck", timespan="7d"))
    day = _titles(_asked("wrenbeck", timespan="1d"))

    assert set(day) < set(week)


def test_a_window_needs_both_of_its_ends():
    both = _asked("wrenbeck", startdatetime="20261102000000", enddatetime="20261103000000")
    lone = _asked("wrenbeck", startdatetime="20261102000000")

    assert 0 < len(_titles(both)) < len(_titles(lone))


def test_an_article_is_not_seen_before_the_next_quarter_of_an_hour():
    assert _asked('"beat eleven schools"', clock="17:29").body == b"{}"
    assert _titles(_asked('"beat eleven schools"', clock="17:30"))


def test_the_number_of_records_is_limited_and_newest_first():
    every, two = _titles(_asked("wrenbeck")), _titles(_asked("wrenbeck", maxrecords="2"))

    assert two == every[:2]
    assert _titles(_asked("wrenbeck", sort="dateasc")) == every[::-1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", query.TOO_SHORT),
        ("ab", query.TOO_SHORT),
        ("x " * 600, query.TOO_SHORT),
        ("sourcecountry:UK", query.TOO_SHORT),
        ("well-known school", query.BAD_WORD),
        ("wrenbeck OR orrins", query.BARE_OR),
        ("(wrenbeck OR orrins", query.BAD_BRACKETS),
        ("wrenbeck)", query.BAD_BRACKETS),
        ("((wrenbeck))", query.BAD_BRACKETS),
        ("wrenbeck ()", query.BAD_BRACKETS),
    ],
)
def test_a_bad_query_is_refused_with_a_plain_sentence_and_status_200(words: str, sentence: str):
    answer = _asked(words)

    assert (answer.status, answer.body.decode()) == (200, sentence)
    assert answer.header("Content-Type").startswith("text/html")


def test_a_dash_inside_quotes_is_allowed():
    assert _asked('"Third-hand bookshop"').body == b"{}"


@pytest.mark.parametrize(("day", "status"), [(3, 200), (17, 429)])
def test_two_mornings_bring_the_throttle_sentence(day: int, status: int):
    busy = _asked('"Wrenbeck Primary"', day, "08:00")

    assert (busy.status, busy.body.decode()) == (status, index.BUSY)
    assert json.loads(_asked('"Wrenbeck Primary"', day, "11:00").body)["articles"]


def test_another_format_is_a_page():
    assert _asked("wrenbeck", format="html").header("Content-Type").startswith("text/html")
