"""From an exhibit to its file: complete, repeatable, and nothing more than the policy keeps."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from orm.archive.captures import fingerprint_of
from orm.archive.exhibits import made
from orm.model.evidence import Exhibit, ExhibitKind
from orm.model.items import Identity
from tests.factories_evidence import (
    CERTIFICATE,
    PAGE,
    SEEN_BY_OFFICE,
    URL,
    WORDS,
    capture,
    hop,
    paper,
    pointer,
    record,
)
from tests.factories_store import NOW

TEXTS = st.text(st.characters(), max_size=60)


def read(exhibit):
    return json.loads(made(exhibit).content)


def records(exhibit):
    found = []
    for each in ArchiveIterator(BytesIO(made(exhibit).content), check_digests="raise"):
        headers = each.http_headers
        found.append((each.rec_type, each.rec_headers, headers, each.content_stream().read()))
    return found


def test_a_record_holds_the_post_as_it_was_kept():
    found = read(record())

    assert (found["url"], found["text"], found["author_as_kept"]) == (URL, WORDS, "Mill Row Mum")
    assert found["collected_at_utc"] == "2026-11-18T09:00:00.000000+00:00"
    assert found["provenance"] == {"kind": "collected"}


def test_what_a_person_handed_in_is_marked_as_such_with_who():
    found = read(record(handed_in=True, provenance=SEEN_BY_OFFICE))

    assert found["provenance"]["kind"] == "handed in by a person"
    assert found["provenance"]["seen_by"] == "school office"
    assert "as a person handed it in" in made(record(handed_in=True)).what


def test_a_pointer_holds_address_times_and_who_saw_it_and_nothing_else():
    found = read(pointer(handed_in=True, provenance=SEEN_BY_OFFICE))

    assert set(found) == {
        "what",
        "provenance",
        "source",
        "url",
        "posted_at_utc",
        "collected_at_utc",
    }


def test_no_sentence_of_the_manifest_quotes_the_post_or_its_address():
    for exhibit in (record(), pointer(), capture(), paper()):
        said = made(exhibit)
        assert not any(word in said.what for word in (WORDS, URL, "Mill Row Mum", "gate"))
        assert URL not in repr((said.about, said.items))


@given(title=TEXTS, text=TEXTS, author=st.none() | TEXTS, url=TEXTS)
def test_any_text_becomes_readable_json_and_the_same_bytes_each_time(title, text, author, url):
    exhibit = record(title=title, text=text, author=author, url=url)

    assert read(exhibit)["text"].encode("utf-8", "surrogatepass") == text.encode(
        "utf-8", "surrogatepass"
    )
    assert made(exhibit) == made(exhibit)


def test_a_capture_is_a_request_and_a_response_for_every_hop_and_a_note():
    moved = hop("https://chat.example/t/7", status=301, headers=(("location", URL),))

    found = records(capture(moved, hop()))

    assert [kind for kind, *_ in found] == [
        "response",
        "request",
        "response",
        "request",
        "metadata",
    ]
    assert found[2][1].get_header("WARC-Target-URI") == URL
    assert found[2][1].get_header("WARC-IP-Address") == "192.0.2.7"
    assert found[2][1].get_header("WARC-Date") == "2026-11-18T09:00:00.000000Z"
    assert found[2][2].get_statuscode() == "200"
    assert found[2][3] == PAGE
    assert found[0][2].get_header("location") == URL


def test_a_capture_tells_of_the_certificate_by_its_fingerprint_too():
    note = json.loads(records(capture())[-1][3])

    (told,) = note["hops"]
    assert told["certificate"] == CERTIFICATE
    assert told["certificate_sha256"] == fingerprint_of(CERTIFICATE)
    assert len(told["certificate_sha256"]) == 64


def test_cookies_and_keys_are_in_no_capture():
    secret = hop(
        sent=(("Authorization", "Bearer wren"), ("Cookie", "wren"), ("Accept", "text/html")),
        headers=(("set-cookie", "wren=1"), ("content-type", "text/html")),
    )

    found = records(capture(secret))

    assert "wren" not in repr([(str(headers), body) for _, _, headers, body in found])


def test_headers_that_no_longer_describe_the_body_are_kept_under_another_name():
    headers = records(capture())[0][2]

    assert headers.get_header("X-Archive-Orig-content-encoding") == "gzip"
    assert headers.get_header("content-encoding") is None


def test_a_body_that_is_no_text_is_not_in_the_capture_and_the_note_says_so():
    found = records(capture(body=b"\x89PNG\r\n", content_type="image/png"))

    assert found[0][3] == b""
    assert "not plain text" in json.loads(found[-1][3])["left_out_of_the_body"]


@given(value=TEXTS, url=TEXTS.map(lambda text: f"https://chat.example/{text}"))
def test_no_header_or_address_breaks_a_capture(value, url):
    exhibit = capture(hop(url, headers=(("x-note", value),), sent=(("Accept", value),)))

    assert [kind for kind, *_ in records(exhibit)] == ["response", "request", "metadata"]
    assert made(exhibit).content == made(exhibit).content


@pytest.mark.parametrize(
    ("name", "ending"),
    [("letter.DOCX", ".docx"), ("pack.pdf", ".pdf"), ("../../x", ".bin"), ("a.p/q", ".bin")],
)
def test_a_paper_keeps_its_bytes_under_a_harmless_name(name, ending):
    found = made(paper(name=name))

    assert (found.ending, found.content) == (ending, paper().content)


def test_exhibits_differ_by_what_they_show():
    every: list[Exhibit] = [
        record(),
        record(content_hash="b" * 64),
        record(identity=Identity("feed", "2")),
        pointer(),
        capture(),
        capture(hop(at=NOW + timedelta(seconds=1))),
        paper(),
        paper(content=b"other"),
    ]

    assert len({made(each).about for each in every}) == len(every)
    assert made(record()).kind is ExhibitKind.RECORD
