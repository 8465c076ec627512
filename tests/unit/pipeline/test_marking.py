"""What has not changed since the last reading of a poll is not judged again; anything else is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.match.matcher import Matcher
from orm.model.items import Kind
from orm.model.letters import Letter
from orm.model.polls import Scope
from orm.model.schools import SchoolCalendar, SchoolId
from orm.model.settings import PolicyProfile
from orm.pipeline.judging import Bench, judge_new
from orm.pipeline.marking import kept, marks_in
from orm.wiring import house_scales, read_house_policy
from tests.factories import NOW, item, poll, school

WANTED = ((SchoolId("wrenbeck"), Scope.LOCAL),)
FIRST, SECOND = item("1"), item("2")


def no_alert(*_: object) -> tuple[Letter, ...]:
    raise AssertionError("nothing here is grave")


@pytest.fixture(scope="module")
def bench():
    schools = (school(),)
    return Bench(
        schools={each.id: each for each in schools},
        matcher=Matcher.build(schools),
        scales=house_scales(read_house_policy(), PolicyProfile()),
        contacts=(),
        calendar=SchoolCalendar(),
        write_alert=no_alert,
        version="1",
    )


def read(bench, *items, seen=b"", wanted_by=WANTED):
    return judge_new(items, poll=poll(seen=seen, wanted_by=wanted_by), bench=bench, now=NOW)


def fresh(judged):
    return [each.item.title for each in judged.fresh]


def test_the_first_reading_judges_everything(bench):
    judged = read(bench, FIRST, SECOND)

    assert fresh(judged) == [FIRST.title, SECOND.title]
    assert judged.again == ()


def test_the_next_reading_judges_only_what_is_new_or_edited(bench):
    seen = read(bench, FIRST, SECOND).seen
    edited = replace(SECOND, text="A report of the council's month.")

    judged = read(bench, FIRST, edited, item("3"), seen=seen)

    assert fresh(judged) == [edited.title, "Bins collected on day 3"]
    assert judged.again == (FIRST.identity,)


def test_what_went_back_to_older_words_is_judged_again(bench):
    edited = replace(FIRST, text="A report of the council's month.")
    seen = read(bench, edited, seen=read(bench, FIRST).seen).seen

    assert fresh(read(bench, FIRST, seen=seen)) == [FIRST.title]


@pytest.mark.parametrize(
    "wanted_by",
    [
        (*WANTED, (SchoolId("st-orrins"), Scope.LOCAL)),
        ((SchoolId("wrenbeck"), Scope.ABOUT),),
    ],
    ids=["another school", "another scope"],
)
def test_everything_is_judged_again_when_somebody_else_wants_it(bench, wanted_by):
    seen = read(bench, FIRST).seen

    assert fresh(read(bench, FIRST, seen=seen, wanted_by=wanted_by)) == [FIRST.title]


def test_everything_is_judged_again_by_another_policy(bench):
    seen = read(bench, FIRST).seen

    assert fresh(read(replace(bench, version="2"), FIRST, seen=seen)) == [FIRST.title]


@given(st.lists(st.binary(min_size=8, max_size=8), max_size=3_000))
def test_marks_come_back_as_they_were_kept(marks):
    assert marks_in(kept(marks)) == frozenset(list(dict.fromkeys(marks))[:2_000])


@pytest.mark.parametrize(
    ("url", "kind", "judged_as"),
    [
        ("https://www.herald.example/news/1", Kind.BLOG, Kind.NEWS),
        ("https://news.herald.example/1", Kind.BLOG, Kind.NEWS),
        ("https://notherald.example/1", Kind.BLOG, Kind.BLOG),
        ("https://herald.example/comments/1", Kind.COMMENT, Kind.COMMENT),
        ("not an address", Kind.BLOG, Kind.BLOG),
    ],
)
def test_a_page_of_the_press_is_news_however_it_was_found(bench, url, kind, judged_as):
    """domain.md G10: news is never a removal case."""
    found = replace(FIRST, url=url, kind=kind)

    (judged,) = read(replace(bench, press=frozenset({"herald.example"})), found).fresh

    assert judged.item.kind is judged_as
