"""Hansard: what is asked, answers that arrive later, and failures that are never nothing."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from orm.errors import Unreadable
from orm.model.schools import SchoolId, Watch
from sources.hansard import Hansard, HansardOptions
from tests.factories_sources import WRENBECK, response

SPEECH = {
    "ContributionExtId": "AAAA-1",
    "ContributionTextFull": "Wrenbeck Primary School wrote to me.",
    "DebateSection": "Schools",
    "DebateSectionExtId": "BBBB-1",
    "House": "Commons",
    "SittingDate": "2026-11-03T00:00:00",
    "MemberName": "Petra Lowmoor",
}
QUESTION = {
    "id": 17,
    "uin": "98765",
    "questionText": "To ask about Wrenbeck Primary School.",
    "dateTabled": "2026-11-03T00:00:00",
    "heading": "Schools",
}


def spoken(*results: object, total: object = 1) -> str:
    return json.dumps({"Results": list(results), "TotalResultCount": total})


def written(*values: object, total: object = 1) -> str:
    return json.dumps({"totalResults": total, "results": [{"value": one} for one in values]})


def read(text: str):
    return Hansard().parse(response(text, source="hansard", url="https://saved.example/", shape=""))


def test_speeches_and_written_questions_are_asked_for_in_quotation_marks_and_a_window():
    debates, questions = Hansard(HansardOptions(days=30)).plan(WRENBECK)

    asked = parse_qs(urlsplit(debates.url).query)
    assert asked["queryParameters.searchTerm"] == ['"Wrenbeck Primary"']
    assert asked["queryParameters.startDate"] == ["{today-30}"]
    assert parse_qs(urlsplit(questions.url).query)["tabledWhenFrom"] == ["{today-30}"]
    assert debates.interface
    assert questions.interface


def test_no_key_of_a_poll_holds_a_date():
    for request in Hansard().plan(WRENBECK):
        assert "today" not in unquote(request.key)


def test_searches_can_be_chosen_and_left_out():
    options = HansardOptions(paths=("/search/debates.json",), questions_url="")

    (request,) = Hansard(options).plan(WRENBECK)
    assert urlsplit(request.url).path == "/search/debates.json"


def test_a_school_known_only_by_initials_is_not_asked_for():
    assert tuple(Hansard().plan(Watch(SchoolId("x"), "WPS"))) == ()


def test_a_question_that_is_answered_later_keeps_its_identity():
    (asked,) = read(written(QUESTION)).items
    (answered,) = read(written(QUESTION | {"answerText": "<p>None.</p>"})).items

    assert asked.identity == answered.identity
    assert answered.text.endswith("Answer: None.")


def test_a_speech_that_is_corrected_keeps_its_identity():
    (first,) = read(spoken(SPEECH)).items
    (second,) = read(spoken(SPEECH | {"ContributionTextFull": "Corrected."})).items

    assert first.identity == second.identity


def test_a_day_that_cannot_be_read_is_none_and_gives_no_address_of_today():
    (item,) = read(spoken(SPEECH | {"SittingDate": "soon"})).items
    (question,) = read(written(QUESTION | {"dateTabled": None})).items

    assert item.posted_at is None
    assert question.posted_at is None
    assert question.url == "https://questions-statements.parliament.uk/"


@pytest.mark.parametrize("identifier", ["../../x", "a b", "", None, 7, "x" * 200])
def test_an_id_that_is_none_never_gets_into_an_address(identifier):
    with pytest.raises(Unreadable):
        read(spoken(SPEECH | {"DebateSectionExtId": identifier}))


@pytest.mark.parametrize(
    "answer",
    [
        {"Results": []},
        {"Results": None, "TotalResultCount": 0},
        {"Results": [], "TotalResultCount": "none"},
        {"Results": [], "TotalResultCount": 4},
        {"results": [], "totalResults": 4},
        {"results": {}, "totalResults": 0},
        {},
    ],
)
def test_another_shape_is_unreadable_and_never_nothing_found(answer):
    with pytest.raises(Unreadable):
        read(json.dumps(answer))


@pytest.mark.parametrize(
    ("plan_index", "skip", "make"),
    [(0, "queryParameters.skip", spoken), (1, "skip", written)],
    ids=["debates", "questions"],
)
def test_pages_are_counted_in_the_address_and_end(plan_index, skip, make):
    source = Hansard(HansardOptions(pages=3))
    request = tuple(source.plan(WRENBECK))[plan_index]
    one = SPEECH if make is spoken else QUESTION
    answer = make(*[one] * 50, total=9_000)
    seen = []
    for _ in range(10):
        page = source.parse(replace(response(answer, url=request.url), request=request))
        if not page.follow:
            break
        (request,) = page.follow
        seen.append(parse_qs(urlsplit(request.url).query)[skip][0])

    assert seen == ["50", "100"]


@pytest.mark.parametrize(
    "options",
    [{"days": 0}, {"pages": 6}, {"paths": ("search",)}, {"base_url": "x y"}],
)
def test_options_that_cannot_be_meant_stop_the_start(options):
    with pytest.raises(ValueError, match=r"days|pages|path|address"):
        HansardOptions(**options)
