"""Whatever a platform answers, reading it gives a sighting or an error with a name."""

import contextlib
import copy
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.errors import SourceError, Unreadable
from orm.model.accounts import Sighting
from sources.profiles import PROFILERS
from tests.factories_profiles import GoldenAnswer, golden_answers

thorough = settings(deadline=None, suppress_health_check=list(HealthCheck))
every_platform = pytest.mark.parametrize("source", sorted(PROFILERS))
CASES = {source: golden_answers(source) for source in PROFILERS}
STATUSES = st.sampled_from([200, 400, 401, 402, 403, 404, 410, 422, 429, 500, 503])
JSON: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
OTHERS = st.one_of(
    JSON,
    st.sampled_from(
        ["\ud800", "x" * 5_000, 10**30, "2026-11-09", "https://t.co/a", {"data": [{}]}]
    ),
)


def read(case: GoldenAnswer, body: bytes, status: int | None = None, charset: str = "") -> None:
    answer = case.response(body, charset=charset)
    answer = answer if status is None else replace(answer, status=status)
    with contextlib.suppress(SourceError):
        found = case.reader()(answer)
        assert all(
            isinstance(one, Sighting) for one in (found if isinstance(found, tuple) else (found,))
        )


def places(value: object) -> list[tuple[object, ...]]:
    """The path of every part of a JSON value."""
    pairs = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else pairs
    return [(), *((key, *path) for key, part in inner for path in places(part))]


def swapped(document: object, path: tuple[object, ...], other: object) -> object:
    """The document with another value at the path."""
    if not path:
        return other
    changed = copy.deepcopy(document)
    part: Any = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = other
    return changed


def documents(source: str) -> list[tuple[GoldenAnswer, object]]:
    """The golden answers that are JSON."""
    found = []
    for case in CASES[source]:
        with contextlib.suppress(ValueError):
            found.append((case, json.loads(case.body.read_bytes())))
    return found


@pytest.mark.parametrize("source", [one for one in sorted(PROFILERS) if documents(one)])
@thorough
@given(data=st.data())
def test_a_part_of_another_kind_gives_a_sighting_or_an_error_with_a_name(source, data):
    case, document = data.draw(st.sampled_from(documents(source)))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        document = swapped(document, path, data.draw(OTHERS))

    read(case, json.dumps(document).encode(), data.draw(st.none() | STATUSES))


@every_platform
@thorough
@given(data=st.data())
def test_an_answer_cut_off_or_in_another_encoding_gives_a_sighting_or_an_error(source, data):
    case = data.draw(st.sampled_from(CASES[source]))
    body = case.body.read_bytes()
    cut = body[: data.draw(st.integers(0, len(body)))]
    encoding = data.draw(st.sampled_from(["utf-16", "utf-32", "latin-1", "utf-8-sig"]))
    other = body.decode("utf-8", "replace").encode(encoding, "replace")
    sent = data.draw(st.sampled_from([cut, gzip.compress(cut, mtime=0), other, body * 2]))

    read(case, sent, data.draw(st.none() | STATUSES), data.draw(st.sampled_from(["", encoding])))


@every_platform
@thorough
@given(data=st.data())
def test_any_bytes_and_any_json_give_a_sighting_or_an_error(source, data):
    case = data.draw(st.sampled_from(CASES[source]))
    body = data.draw(st.binary(max_size=200) | JSON.map(lambda one: json.dumps(one).encode()))

    read(case, body, data.draw(STATUSES))


@every_platform
@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_an_answer_that_says_no_without_a_word_is_an_error_and_never_gone(source, status):
    case = CASES[source][0]

    with pytest.raises(SourceError) as caught:
        case.reader()(replace(case.response(b""), status=status))
    assert type(caught.value).__name__ != "Gone"


@pytest.mark.parametrize("source", ["facebook", "instagram", "threads"])
def test_an_answer_that_cannot_be_read_keeps_no_key_in_its_head(source):
    body = b'{"name": "x", "paging": {"next": "https://g.example/?access_token=EAAsecret&after=a"}}'

    with pytest.raises(Unreadable) as caught:
        CASES[source][0].reader()(replace(CASES[source][0].response(body), status=200))
    assert b"paging" in caught.value.head
    assert b"EAAsecret" not in caught.value.head
