"""A collector's own answers with a part of another kind, cut off, or in another encoding."""

import contextlib
import copy
import gzip
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.errors import SourceError
from orm.model.polls import Page
from sources.registry import SOURCES
from tests.factories_sources import Golden, golden_cases, golden_source, response

thorough = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
every_source = pytest.mark.parametrize("shape", SOURCES, ids=lambda shape: shape.name)


def nested(depth: int) -> object:
    value: object = {}
    for _ in range(depth):
        value = {"data": [value]}
    return value


OTHER_KINDS: tuple[object, ...] = (
    None, True, 0, -1, 10**30, 1.5, "", "x" * 5_000, "\ud800", "2026-11-09", [], [None], [[]], {},
    {"a": 1}, [{"id": None}], nested(60),
)  # fmt: skip
CASES_OF = {shape.name: golden_cases(shape.name) for shape in SOURCES}


def documents(name: str) -> list[tuple[Golden, object]]:
    """The source's golden answers that are JSON."""
    found = []
    for case in CASES_OF[name]:
        with contextlib.suppress(ValueError):
            found.append((case, json.loads(case.body.read_bytes())))
    return found


def places(value: object) -> list[tuple[object, ...]]:
    """The path of every part of a JSON value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
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


def read(shape, case: Golden, body: bytes, charset: str = "") -> None:
    sent = case.response()
    answer = response(
        body,
        source=shape.name,
        url=sent.url,
        shape=sent.request.shape,
        status=sent.status,
        charset=charset,
        headers=sent.headers,
    )
    with contextlib.suppress(SourceError):
        assert isinstance(golden_source(shape).parse(answer), Page)


@every_source
@thorough
@given(data=st.data())
def test_a_part_of_another_kind_never_raises_anything_but_a_source_error(shape, data):
    known = documents(shape.name)
    if not known:
        return  # it speaks no JSON
    case, document = data.draw(st.sampled_from(known))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        document = swapped(document, path, data.draw(st.sampled_from(OTHER_KINDS)))

    read(shape, case, json.dumps(document).encode())


@every_source
@thorough
@given(data=st.data())
def test_an_answer_cut_off_or_in_another_encoding_never_raises_anything_but_a_source_error(
    shape, data
):
    case = data.draw(st.sampled_from(CASES_OF[shape.name]))
    body = case.body.read_bytes()
    cut = body[: data.draw(st.integers(0, len(body)))]
    text = body.decode("utf-8", "replace")
    encoding = data.draw(st.sampled_from(["utf-16", "utf-16-be", "utf-32", "latin-1", "utf-8-sig"]))
    variant = data.draw(
        st.sampled_from(
            [cut, gzip.compress(cut, mtime=0), text.encode(encoding, "replace"), body * 2]
        )
    )

    read(shape, case, variant, data.draw(st.sampled_from(["", encoding, "windows-1252"])))
