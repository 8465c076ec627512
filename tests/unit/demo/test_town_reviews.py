import json
from typing import Any

import extruct

from orm.demo.town.answers import Answer
from tests.factories_town import ask, at

Node = dict[str, Any]
WRENBECK = "/schools/wrenbeck-primary-school-harrowmere/"
ST_ORRINS = "/schools/st-orrins-c-of-e-primary-harrowmere/"


def _schools(answer: Answer) -> list[Node]:
    found = extruct.extract(answer.body.decode(), syntaxes=["json-ld", "microdata"], uniform=False)
    assert found["microdata"] == []
    nodes: list[Node] = found["json-ld"]
    return nodes


def _reviews(path: str, day: int, clock: str = "20:00") -> dict[str, Node]:
    (school,) = _schools(ask("parentpost", path, at(day, clock)))
    return {review["name"]: review for review in school["review"]}


def test_a_review_page_holds_the_reviews_as_json_ld_with_numbers_as_strings():
    review = _reviews(WRENBECK, 4, "23:00")["SEND support on paper only"]

    assert review["@type"] == "Review"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": "1",
    }
    assert review["datePublished"] == "2026-11-06"
    assert review["author"] == {"@type": "Person", "name": "Tired of asking"}


def test_the_aggregate_counts_the_reviews_shown():
    (school,) = _schools(ask("parentpost", WRENBECK, at(8)))

    assert school["aggregateRating"]["reviewCount"] == str(len(school["review"]))


def test_an_edited_review_keeps_its_id_and_changes_its_words_and_rating():
    before = _reviews(WRENBECK, 20, "19:00")["Nice staff, chaos at the gate"]
    after = _reviews(WRENBECK, 20, "19:05")["Nice staff, better gate"]

    assert before["@id"] == after["@id"]
    assert before["datePublished"] == after["datePublished"]
    assert (before["reviewRating"]["ratingValue"], after["reviewRating"]["ratingValue"]) == (
        "2",
        "4",
    )


def test_a_review_date_that_cannot_be_read_is_served_as_stated():
    assert _reviews(WRENBECK, 13)["Leavers’ assembly"]["datePublished"] == "some time last summer"


def test_markup_in_a_review_cannot_end_the_json_ld_block_or_run_on_the_page():
    answer = ask("parentpost", ST_ORRINS, at(8))

    assert "</script><script>" in _reviews(ST_ORRINS, 8)["Good school, shy website"]["reviewBody"]
    assert answer.body.count(b"<script") == 1
    assert b"default-src 'none'" in answer.header("Content-Security-Policy").encode()


def test_mid_month_one_school_moves_to_a_layout_without_structured_data():
    assert len(_schools(ask("parentpost", ST_ORRINS, at(14, "08:59")))) == 1

    changed = ask("parentpost", ST_ORRINS, at(14, "09:00"))
    assert (changed.status, _schools(changed)) == (200, [])
    assert len(_schools(ask("parentpost", WRENBECK, at(14, "09:00")))) == 1


def test_a_person_can_still_read_the_reviews_in_the_new_layout():
    assert "Blocked in twice this week" in ask("parentpost", ST_ORRINS, at(16)).body.decode()


def test_each_review_has_its_own_page():
    number = _reviews(WRENBECK, 8)["Not bad at all"]["@id"].rpartition("-")[2]

    assert b"Could have been a lot worse" in ask("parentpost", f"/reviews/{number}", at(8)).body


def test_the_json_ld_is_one_valid_document():
    body = ask("parentpost", WRENBECK, at(27)).body.decode()
    block = body.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

    assert json.loads(block)["name"] == "Wrenbeck Primary School"


def test_an_address_without_its_last_slash_moves():
    assert ask("parentpost", WRENBECK.rstrip("/"), at(3)).header("Location").endswith(WRENBECK)


def test_a_review_that_is_not_there_yet_has_no_page():
    number = _reviews(WRENBECK, 8)["Not bad at all"]["@id"].rpartition("-")[2]

    assert ask("parentpost", f"/reviews/{number}", at(7)).status == 404
