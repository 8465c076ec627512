"""A body is the same however it was cut into chunks, and never larger than its cap."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import Unreadable
from orm.http.body import read, read_start

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


@pytest.mark.parametrize("encoding", PACKERS)
@given(body=st.binary(max_size=500), size=st.integers(1, 50), repeat=st.sampled_from([1, 400]))
def test_a_body_is_the_same_in_chunks_of_any_size(encoding, body, size, repeat):
    # Text, as far as the media check is concerned.
    whole = b"<rss>" + body * repeat
    chunks = cut(PACKERS[encoding](whole), size)

    assert read(chunks, encoding=encoding, cap=10**6, subject="x") == whole


@given(body=st.binary(min_size=1, max_size=3000), size=st.integers(1, 999))
def test_deflate_without_its_header_is_unpacked_to_the_last_byte(body, size):
    whole = b"<rss>" + body * 60
    chunks = cut(zlib.compress(whole, wbits=-15), size)

    assert read(chunks, encoding="deflate", cap=10**6, subject="x") == whole


@given(body=st.binary(max_size=200), cut_at=st.integers(0, 60))
def test_a_compressed_body_that_breaks_off_is_never_taken_for_whole(body, cut_at):
    packed = gzip.compress(b"<rss>" + body)
    part = packed[: -1 - cut_at % (len(packed) - 1)]

    with pytest.raises(Unreadable):
        read([part], encoding="gzip", cap=10**6, subject="x")


@given(rubbish=st.binary(max_size=300), encoding=st.sampled_from(["gzip", "deflate", "br", ""]))
def test_rubbish_is_a_body_or_unreadable_and_nothing_else(rubbish, encoding):
    try:
        found = read([rubbish], encoding=encoding, cap=200, subject="x")
    except Unreadable:
        return
    assert len(found) <= 200


def test_reading_stops_at_the_chunk_that_passes_the_cap():
    given_out = []

    def pour():
        for number in range(100):
            given_out.append(number)
            yield b"x" * 10

    with pytest.raises(Unreadable):
        read(pour(), encoding="", cap=25, subject="x")

    assert len(given_out) == 3


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_start_of_a_body_is_read_without_the_rest(encoding):
    packed = PACKERS[encoding](b"<rss>" * 100_000)

    assert read_start([packed], encoding=encoding, cap=12, subject="x") == b"<rss><rss><r"
