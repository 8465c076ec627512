"""What every collector in the registry keeps, held against its golden files."""

import contextlib
import dataclasses
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreachable
from orm.model.polls import Access, Page, Request, Response, Scope
from orm.model.schools import Watch
from orm.ports import Source
from sources.registry import SOURCES, Shape
from tests.factories_sources import (
    FETCHED_AT,
    GOLDEN,
    ST_ORRINS,
    WRENBECK,
    Golden,
    golden_cases,
    golden_source,
    outcome,
    response,
)

CASES = golden_cases()
MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|mp4|mp3|webm|mov)\b|ytimg|/thumbnail", re.IGNORECASE
)

FOREIGN = {
    "another page": b"<!DOCTYPE html><html><head><title>Wrenbeck Mill</title></head><p>A novel.</p></html>",
    "other JSON": b'{"message": "hello", "items": {"a": 1}}',
    "nothing": b"",
    "blank": b" \r\n\t ",
    "binary": bytes(range(256)) * 8,
    "a broken archive": b"\x1f\x8b\x08\x00broken",
    "a sentence": b"Bad gateway",
    "null": b"null",
    "a list of numbers": b"[1, 2, 3]",
}
STATUSES = {
    401: Refused,
    403: Refused,
    404: Gone,
    410: Gone,
    429: RateLimited,
    451: Refused,
    500: Unreachable,
    502: Unreachable,
    503: RateLimited,
}

every_source = pytest.mark.parametrize("shape", SOURCES, ids=lambda shape: shape.name)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}-{case.name}")


def shape_of(case: Golden) -> Shape:
    return next(shape for shape in SOURCES if shape.name == case.source)


def read_pages(shape: Shape, fetched_at: datetime = FETCHED_AT) -> dict[str, Page]:
    """The source's golden answers that are pages, by name."""
    read = {}
    for case in golden_cases(shape.name):
        answer = dataclasses.replace(case.response(), fetched_at=fetched_at)
        with contextlib.suppress(SourceError):
            read[case.name] = golden_source(shape).parse(answer)
    return read


def followed(source: Source, answer: Response) -> Sequence[Request]:
    """The requests that an answer leads to."""
    try:
        return source.parse(answer).follow
    except SourceError:
        return ()


def plans(shape: Shape, watch: Watch = WRENBECK):
    return tuple(golden_source(shape).plan(watch))


@every_source
def test_a_source_has_options_an_ok_and_an_empty_answer_in_its_golden_folder(shape):
    names = {case.name for case in golden_cases(shape.name)}

    assert (GOLDEN / shape.name / "options.json").is_file()
    assert {"ok", "empty"} <= names


def test_no_golden_folder_is_without_a_source():
    folders = {folder.name for folder in GOLDEN.iterdir()} - {"profiles", "digests"}

    assert folders == {shape.name for shape in SOURCES}


@every_source
def test_a_source_has_a_golden_answer_for_at_least_one_failure(shape):
    failures = [case for case in golden_cases(shape.name) if "error" in case.expected()]

    assert failures


@every_case
def test_a_golden_answer_reads_as_its_file_says(case):
    expected = case.expected()
    del expected["answer"]

    assert (
        json.loads(json.dumps(outcome(golden_source(shape_of(case)), case.response()))) == expected
    )


@every_source
def test_the_ok_answer_holds_items_and_the_empty_one_none(shape):
    ok, empty = (
        next(case for case in golden_cases(shape.name) if case.name == name)
        for name in ("ok", "empty")
    )
    source = golden_source(shape)

    assert source.parse(ok.response()).items
    assert source.parse(empty.response()).items == ()


@every_source
def test_reading_the_same_answer_twice_gives_the_same(shape):
    source = golden_source(shape)

    for case in golden_cases(shape.name):
        first = outcome(source, case.response())
        assert outcome(source, case.response()) == first, case.name


@every_source
def test_identities_are_unique_on_a_page_and_do_not_depend_on_when_it_was_read(shape):
    later = read_pages(shape, FETCHED_AT + timedelta(days=30))

    for name, page in read_pages(shape).items():
        identities = [item.identity for item in page.items]
        assert len(set(identities)) == len(identities), name
        if name in later:  # a file of one day is not read a month later
            assert identities == [item.identity for item in later[name].items], name


@every_source
def test_no_field_of_an_item_holds_an_address_of_media(shape):
    for name, page in read_pages(shape).items():
        for item in page.items:
            assert not MEDIA.search(repr(item)), name


@every_source
def test_every_item_is_known_by_its_source_and_has_a_web_address(shape):
    for name, page in read_pages(shape).items():
        for item in page.items:
            assert item.identity.family == shape.name, name
            assert item.url.startswith(("https://", "http://")), name


@every_source
def test_what_is_followed_comes_to_an_end(shape):
    """The worst site: every page it leads to is this very page again."""
    source = golden_source(shape)
    for case in golden_cases(shape.name):
        answers, rounds = [case.response()], 0
        while answers and rounds < 10:
            rounds += 1
            answers = [
                dataclasses.replace(answer, request=request, url=request.url)
                for answer in answers
                for request in followed(source, answer)
            ]

        assert rounds < 10, case.name


@every_source
def test_a_foreign_body_is_refused_with_a_typed_error(shape):
    for what, body in FOREIGN.items():
        for request in plans(shape):
            answer = response(body, source=shape.name, url=request.url, shape=request.shape)

            with pytest.raises(SourceError) as caught:
                golden_source(shape).parse(answer)
            assert str(caught.value), what


@every_source
def test_a_status_without_a_body_says_who_must_act(shape):
    request = plans(shape)[0]
    until = FETCHED_AT + timedelta(minutes=2)
    for status, error in STATUSES.items():
        answer = response(
            b"",
            source=shape.name,
            url=request.url,
            shape=request.shape,
            status=status,
            retry_at=until,
        )

        with pytest.raises(error) as caught:
            golden_source(shape).parse(answer)
        assert getattr(caught.value, "until", until) == until, status


@every_source
def test_a_plan_is_the_same_every_time(shape):
    assert plans(shape) == plans(shape)
    assert plans(shape)


@every_source
def test_requests_of_a_plan_have_unique_keys_and_name_their_source(shape):
    requests = plans(shape)

    assert len({request.key for request in requests}) == len(requests)
    assert {request.source for request in requests} == {shape.name}


@every_source
def test_one_key_is_one_address_across_schools(shape):
    addresses: dict[str, set[str]] = {}
    for request in (*plans(shape), *plans(shape, ST_ORRINS)):
        addresses.setdefault(request.key, set()).add(request.url)

    assert all(len(urls) == 1 for urls in addresses.values())


@every_source
def test_a_school_without_town_website_or_accounts_can_be_planned_for(shape):
    bare = Watch(school_id=WRENBECK.school_id, name="Wrenbeck Primary School")

    for request in plans(shape, bare):
        assert request.url.startswith("https://")
        assert request.scope in Scope


@every_source
def test_a_source_says_how_it_may_be_used_and_how_often(shape):
    source = golden_source(shape)

    assert source.name == shape.name
    assert source.access is shape.access
    assert source.access is not Access.D
    cadence = source.cadence
    assert cadence.shortest <= cadence.usual <= cadence.longest < cadence.silence


def test_gdelt_is_asked_at_most_once_in_ten_seconds():
    """contracts/web.md §1.5: one request in five seconds, and the penalty outlasts them."""
    shape = next(each for each in SOURCES if each.name == "gdelt")

    assert golden_source(shape).cadence.spacing >= timedelta(seconds=10)
