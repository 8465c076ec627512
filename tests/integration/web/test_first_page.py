"""What a parent sees first, written down on the desk."""

import pytest

from orm.model.presence import PresenceCheck
from tests.factories_account_pages import WRENBECK, looked_around, noticed, page, press, words


def first_page(**changes):
    return {
        "school": "wrenbeck",
        "title-1": "Wrenbeck Primary School",
        "url-1": "https://wrenbeck.example/",
        "tone-1": "neutral",
        "ours-1": "yes",
        "title-2": "Reviews of schools",
        "url-2": "reviews.example/wrenbeck",
        "tone-2": "negative",
        **{f"tone-{place}": "unknown" for place in range(3, 11)},
        **changes,
    }


def pages_of(desk):
    return desk.house.edges.store.presences.of([WRENBECK])[0].first_pages


def test_what_a_parent_sees_first_is_written_down_and_told(desk):
    looked_around(desk, noticed(PresenceCheck.FIRST_PAGE, says="Search …", key="2026-11-01"))
    assert "Search …" in page(desk)

    answer = press(desk, "/accounts/first-page", **first_page())

    assert answer.headers["location"].endswith("done=first-page-kept")
    results = pages_of(desk)[0].results
    assert [(each.place, each.site, each.ours) for each in results] == [
        (1, "wrenbeck.example", True),
        (2, "reviews.example", False),
    ]
    told = words(page(desk, path="/accounts/first-page"))
    assert "November 2026: recorded" in told
    assert "Wrenbeck Primary School Harrowmere" in told
    assert "1 result speaks ill of the school" in told
    assert "Search …" not in page(desk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title-1": ""}, "title-1"),
        ({"title-1": "x" * 301}, "title-1"),
        ({"title-2": "a\u202eb"}, "title-2"),
        ({"url-2": ""}, "url-2"),
        ({"url-2": "javascript:alert(1)"}, "url-2"),
        ({"url-2": "x" * 1_001}, "url-2"),
        ({"tone-2": "splendid"}, "tone-2"),
        ({"title-1": "Only a title", "url-1": ""}, "url-1"),
    ],
)
def test_a_bad_first_page_keeps_what_was_typed(desk, changes, field):
    answer = press(
        desk,
        "/accounts/first-page",
        **first_page(**{"title-3": "Kept", "url-3": "https://kept.example", **changes}),
    )

    assert answer.status_code == 422
    assert pages_of(desk) == ()
    assert f'href="#f-{field}"' in answer.text
    assert 'value="Kept"' in answer.text


def test_what_a_parent_sees_first_is_kept_by_who_keeps_the_register(desk):
    for person in ("dsl", "trust", "chair", "dpo"):
        told = press(desk, "/accounts/first-page", person, **first_page())
        assert told.status_code == 404
    assert press(desk, "/accounts/first-page", **first_page(school="st-orrins")).status_code == 403
    assert pages_of(desk) == ()
    assert 'name="title-1"' not in page(desk, "dsl", "/accounts/first-page")
