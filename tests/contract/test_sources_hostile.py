"""Whatever comes over the wire, a collector gives a page or a typed error, never another exception."""

import contextlib
import gzip

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from orm.errors import SourceError
from orm.model.polls import Page
from sources.registry import SOURCES
from tests.factories_sources import Golden, golden_cases, golden_source, response

OK_OF_EACH = [case.body.read_bytes() for case in golden_cases() if case.name == "ok"]
CASES_OF = {shape.name: golden_cases(shape.name) for shape in SOURCES}
SHAPES = {
    name: sorted({"", *(case.response().request.shape for case in cases)})
    for name, cases in CASES_OF.items()
}
thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1", "items": [{%s}]}'
every_source = pytest.mark.parametrize("shape", SOURCES, ids=lambda shape: shape.name)
NASTY = (
    b"<![CDATA[",
    b"<!ENTITY",
    b"]]>",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b'"',
    b"\\",
    b"&#x0;",
    b"&",
    b"<",
    b"{",
    b"[",
)


@contextlib.contextmanager
def noted(what: str):
    """Whatever goes wrong in here says of what."""
    try:
        yield
    except Exception as fault:
        fault.add_note(what)
        raise


def read(shape, body: bytes, case: Golden, charset: str = "") -> None:
    sent = case.response()
    for name in SHAPES[shape.name]:
        answer = response(
            body, source=shape.name, url=sent.url, shape=name, status=sent.status, charset=charset
        )
        with contextlib.suppress(SourceError):
            assert isinstance(golden_source(shape).parse(answer), Page)


@every_source
@thorough
@given(body=st.binary(max_size=400), charset=st.sampled_from(["", "utf-8", "no-such", "utf-16"]))
def test_random_bytes_never_raise_anything_but_a_source_error(shape, body, charset):
    read(shape, body, CASES_OF[shape.name][0], charset)


@every_source
@thorough
@given(data=st.data())
def test_damaged_golden_bodies_never_raise_anything_but_a_source_error(shape, data):
    case = data.draw(st.sampled_from(CASES_OF[shape.name]))
    body = bytearray(case.body.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body)))
        until = data.draw(st.integers(at, min(len(body), at + 60)))
        body[at:until] = data.draw(st.sampled_from(NASTY) | st.binary(max_size=12))
    read(shape, bytes(body), case, data.draw(st.sampled_from(["", "iso-8859-1", "utf-7"])))


@every_source
def test_the_answer_of_another_source_gives_a_page_or_a_source_error(shape):
    for body in OK_OF_EACH:
        for sent in (body, gzip.compress(body)):
            read(shape, sent, CASES_OF[shape.name][0])


RSS, END = b'<rss version="2.0"><channel><item>', b"</item></channel></rss>"
HUGE = {
    "lists": b"[" * 100_000,
    "objects": b'{"a":' * 100_000,
    "divs": b"<div>" * 5_000,
    "too many divs": b"<div>" * 100_000,
    "paragraphs": b"<p>a</p>" * 4_000,
    "items": b"<rss><channel>" + b"<item>" * 6_000,
    "ampersands": RSS + b"<title>" + b"&" * 500_000,
    "angle brackets": RSS + b"<" * 10_000,
    "author": RSS + b"<author>" + b"a" * 1_000_000 + b"</author>" + END,
    "attributes": RSS + b"<a " + b" ".join(b'a%d=""' % n for n in range(20_000)) + b"/>" + END,
    "CDATA": RSS + b"<![CDATA[" * 50_000,
    "columns": b"URN," * 300_000,
    "ld+json": b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script>",
    "articles": b'{"articles": [' + b'{"url": 1e999, "title": []},' * 50 + b"{}]}",
    "long number": JSON_FEED % (b'"id": ' + b"9" * 5_000),
    "surrogate": JSON_FEED % b'"title": "\\ud800 x", "content_html": "<p>\\ud800</p>"',
    "markup": JSON_FEED % (b'"content_html": "' + b"<p>a</p>" * 40_000 + b'"'),
    "marks": JSON_FEED % (b'"title": "e' + "\u0301\u0323".encode() * 100_000 + b'"'),
    "bomb": gzip.compress(b"\0" * 30_000_000, mtime=0),
}


@every_source
def test_deep_and_huge_documents_never_raise_anything_but_a_source_error(shape):
    """Several of these once kept a reader busy for minutes."""
    for what, body in HUGE.items():
        with noted(what):
            read(shape, body, CASES_OF[shape.name][0])


@thorough
@given(link=st.text(max_size=60))
@example(link="http://[::1")
@example(link="https://harrowmere.example:99999999/")
@example(link="javascript:alert(1)")
@example(link="data:image/png;base64,AAAA")
def test_any_link_in_a_review_gives_a_web_address_for_the_item(link):
    shape = next(shape for shape in SOURCES if shape.name == "review_page")
    escaped = "".join(f"\\u{ord(c):04x}" for c in link if ord(c) < 0x10000)
    page = (
        '<script type="application/ld+json">{"@type": "Review", "reviewBody": "Good", '
        f'"url": "{escaped}", "@id": "{escaped}"}}</script>'
    )

    found = golden_source(shape).parse(
        response(page, source=shape.name, url="https://parentpost.example/s/1", shape="")
    )

    (item,) = found.items
    assert item.url.startswith(("https://", "http://"))
