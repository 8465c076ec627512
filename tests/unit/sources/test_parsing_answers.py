"""What an answer says before anybody reads it."""

import gzip

import pytest

from orm.errors import Refused, Unreachable, Unreadable
from sources._parsing.answers import body_of, expect_ok, read_json, without_entities
from tests.factories_sources import response


@pytest.mark.parametrize("status", [200, 201, 206])
def test_a_good_status_says_nothing(status):
    expect_ok(response(b"", status=status))


@pytest.mark.parametrize(
    ("status", "error"),
    [(402, Refused), (408, Unreachable), (599, Unreachable), (400, Unreadable), (300, Unreadable)],
)
def test_a_rarer_status_is_typed_too(status, error):
    with pytest.raises(error, match=rf"harrowmereherald\.example.*{status}"):
        expect_ok(response(b"", status=status))


def test_an_error_shows_the_host_and_never_the_query():
    address = "https://alerts.example/rss?token=SECRET"

    with pytest.raises(Refused) as caught:
        expect_ok(response(b"", url=address, status=403))
    assert "alerts.example" in str(caught.value)
    assert "SECRET" not in str(caught.value)


def test_an_unreadable_body_keeps_its_head_for_the_developer():
    body = b"not json " * 1_000

    with pytest.raises(Unreadable) as caught:
        read_json(response(body), body)
    assert caught.value.head == body[:2_048]


def test_gzip_without_a_header_is_unpacked():
    assert body_of(response(gzip.compress(b"<rss/>"))) == b"<rss/>"


def test_a_gzip_bomb_is_stopped():
    with pytest.raises(Unreadable, match="too large"):
        body_of(response(gzip.compress(b"a" * 10_000_001)))


def test_an_entity_is_found_in_utf_16_too():
    body = '<?xml version="1.0"?><!DOCTYPE r [<!entity a "b">]><r/>'.encode("utf-16")

    with pytest.raises(Unreadable, match="entity"):
        without_entities(response(body), body)
