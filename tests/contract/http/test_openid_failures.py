"""Providers that are down, slow, broken or set up wrongly: people read one sentence, the log the rest."""

import socket

import pytest
from structlog.testing import capture_logs

from orm.errors import ConfigError, EntryRefused, Unreachable
from tests.factories_http import everywhere_here
from tests.factories_openid import (
    CALLBACK,
    CODE,
    HEAD,
    OTTER,
    OWN,
    OpenIdProvider,
    answer,
    elliptic,
    finish,
    id_token,
    rsa,
    short_rsa,
)
from tests.web_server import WebServer, page, redirect

DISCOVERY = "/.well-known/openid-configuration"
SENTENCE = (
    "Wrenbeck sign-in cannot be asked at the moment. Try again in a few minutes, or sign in another"
    " way."
)
LARGE = b'{"issuer": "' + b"x" * 300_000 + b'"}'


@pytest.fixture
def provider(web: WebServer) -> OpenIdProvider:
    return OpenIdProvider(web, "127.0.0.1")


def drip(provider: OpenIdProvider):
    def run(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            provider.clock.advance(seconds=1)
            connection.sendall(b" ")

    return run


def failure(act) -> str:
    """The reason in the log of something that must fail; people read one sentence."""
    with capture_logs() as told, pytest.raises(Unreachable) as caught:
        act()
    (line,) = told
    assert str(caught.value) == SENTENCE
    assert (line["log_level"], line["provider"]) == ("warning", "Wrenbeck sign-in")
    assert OTTER not in repr(told)
    assert CODE not in repr(told)
    return str(line["reason"])


BROKEN = {
    "500": (page(b"no", "500 Internal Server Error"), "answers 500"),
    "404": (page(b"no", "404 Not Found"), "answers 404"),
    "a redirect": (redirect("/elsewhere"), "leads to another address"),
    "huge": (page(LARGE), "larger than 262,144 bytes"),
    "nothing": (b"", "broke off or does not speak HTTP"),
    "not HTTP": (b"hello\r\n\r\n", "does not speak HTTP"),
    "a broken encoding": (page(b"{}", content_encoding="gzip"), "encoding"),
}


@pytest.mark.parametrize("target", [DISCOVERY, "/token", "/keys"])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_page_that_fails_fails_the_sign_in(provider, target, kind):
    said, reason = BROKEN[kind]
    door = provider.door()
    started = provider.door().start(CALLBACK)
    provider.vouches(started, id_token(provider.claims(started), provider.key))
    provider.web.pages[target] = said

    assert reason in failure(lambda: finish(door, started))


@pytest.mark.parametrize("target", [DISCOVERY, "/token", "/keys"])
def test_a_page_that_drips_is_cut_off_when_the_time_of_the_sign_in_is_over(provider, target):
    door = provider.door()
    started = provider.door().start(CALLBACK)
    provider.vouches(started, id_token(provider.claims(started), provider.key))
    provider.web.pages[target] = drip(provider)

    assert "took longer than 5 seconds" in failure(lambda: finish(door, started))


def test_a_provider_that_says_nothing_is_not_waited_for(provider):
    provider.web.pages[DISCOVERY] = lambda connection: connection.recv(1)

    reason = failure(lambda: provider.door(seconds=0.2).start(CALLBACK))

    assert "did not answer in time" in reason


def test_a_provider_that_is_not_there_is_told(provider):
    def nowhere(_host: str, _port: int) -> tuple[str, ...]:
        raise OSError

    reason = failure(lambda: provider.door(resolve=nowhere).start(CALLBACK))

    assert "cannot be found" in reason


def test_a_provider_that_is_down_is_left_alone_for_ten_seconds_and_then_asked_again(provider):
    well = provider.web.pages[DISCOVERY]
    provider.web.pages[DISCOVERY] = page(b"no", "500 Internal Server Error")
    door = provider.door()
    failure(lambda: door.start(CALLBACK))
    provider.web.pages[DISCOVERY] = well
    provider.clock.advance(seconds=9)
    assert "a moment ago" in failure(lambda: door.start(CALLBACK))
    assert provider.asked(DISCOVERY) == 1

    provider.clock.advance(seconds=1)

    assert provider.sign_in(door).email == HEAD


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://issuer.example"},
        {"issuer": None},
        {"issuer": "http://127.0.0.1/"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://issuer.example/authorize"},
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"token_endpoint": "https://user:pass@issuer.example/token"},
        {"token_endpoint": ["https://issuer.example/token"]},
        {"jwks_uri": "http://issuer.example/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": ""},
    ],
    ids=str,
)
def test_a_discovery_document_that_leads_astray_is_not_believed(provider, changes):
    provider.publish(**changes)

    reason = failure(lambda: provider.door().start(CALLBACK))

    assert "is not the page of the issuer" in reason or "names" in reason


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"text"', b"{", b"\xff", b"[" * 100_000])
def test_a_page_that_is_no_object_is_not_believed(provider, body):
    provider.web.pages[DISCOVERY] = page(body)

    assert "is not the page of the issuer" in failure(lambda: provider.door().start(CALLBACK))


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
def test_another_host_that_leads_into_our_own_network_is_not_asked(provider, endpoint):
    started = provider.door().start(CALLBACK)
    provider.vouches(started, id_token(provider.claims(started), provider.key))
    provider.publish(**{endpoint: "https://elsewhere.example/page"})

    reason = failure(lambda: finish(provider.door(), started))

    assert "elsewhere.example leads to 127.0.0.1" in reason


def test_another_host_in_our_own_network_may_be_allowed(secure, trust, authority):
    provider = OpenIdProvider(secure, "herald.co.uk")
    elsewhere = secure.url("/keys", host="parentpost.co.uk")
    provider.publish(jwks_uri=elsewhere)
    closed = provider.door(trust=trust)
    assert "network.allow_addresses" in failure(lambda: provider.sign_in(closed))

    opened = provider.door(trust=trust, allow_addresses=("127.0.0.0/8",))

    assert provider.sign_in(opened).email == HEAD


def test_a_network_that_is_none_stops_the_start(provider):
    with pytest.raises(ConfigError, match="is not a network"):
        provider.door(allow_addresses=("everywhere",))


def test_plain_http_goes_to_this_machine_only(web):
    provider = OpenIdProvider(web, "localhost")

    def away(_host: str, _port: int) -> tuple[str, ...]:
        return ("192.0.2.7",)

    reason = failure(lambda: provider.door(resolve=away).start(CALLBACK))

    assert reason == "localhost is not this machine. Write the issuer with https."


def test_a_certificate_that_does_not_hold_is_not_accepted(secure):
    provider = OpenIdProvider(secure, OWN)

    reason = failure(lambda: provider.door(resolve=everywhere_here).start(CALLBACK))

    assert "certificate that does not hold" in reason
    assert secure.asked == []


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"error": "invalid_client"}, "401 Unauthorized", "does not take client_secret"),
        ({"error": "unauthorized_client"}, "400 Bad Request", "does not take client_secret"),
        ({"error": "invalid_request"}, "400 Bad Request", "answers 400 invalid_request"),
        ({"error": OTTER}, "400 Bad Request", "answers 400  and no ID token"),
        ({}, "200 OK", "answers 200  and no ID token"),
        ({"id_token": 5}, "200 OK", "answers 200  and no ID token"),
        ({"id_token": ""}, "200 OK", "answers 200  and no ID token"),
        ([], "200 OK", "answers 200  and no ID token"),
    ],
    ids=str,
)
def test_an_answer_without_a_token_is_told_to_the_operator(provider, fields, status, reason):
    door = provider.door()
    started = door.start(CALLBACK)
    provider.web.pages["/token"] = answer(fields, status)

    assert reason in failure(lambda: finish(door, started))


def test_a_token_of_a_refused_answer_is_not_read(provider):
    door = provider.door()
    started = door.start(CALLBACK)
    token = id_token(provider.claims(started), provider.key)
    provider.web.pages["/token"] = answer({"id_token": token}, "400 Bad Request")

    assert "answers 400" in failure(lambda: finish(door, started))


@pytest.mark.parametrize(
    "keys",
    [
        [],
        None,
        [5, "key", None],
        [{"kty": "oct", "k": "c2VjcmV0", "kid": "autumn"}],
        [{"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "autumn"}],
        [short_rsa()],
        [{"kty": "RSA", "n": "£" * 400, "e": "AQAB", "kid": "autumn"}],
        [{"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB", "kid": "autumn"}],
        [{"kty": "EC", "crv": "P-521", "x": "AQAB", "y": "AQAB", "kid": "autumn"}],
        [{"kty": ["RSA"], "kid": "autumn"}],
    ],
    ids=[
        "none",
        "no list",
        "no objects",
        "a shared secret",
        "numbers that are no key",
        "a key of 1,024 bits",
        "no numbers",
        "no point of the curve",
        "another curve",
        "no kind",
    ],
)
def test_a_page_without_a_key_that_is_good_enough_is_told(provider, keys):
    provider.web.pages["/keys"] = answer({"keys": keys})

    assert "holds no key for RS256 or ES256" in failure(lambda: provider.sign_in(provider.door()))


def test_keys_of_another_kind_do_not_spoil_the_page(provider):
    good = rsa("autumn").as_dict(private=False)
    other = [5, {"kty": "AKP", "kid": "autumn"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "autumn"}]
    provider.web.pages["/keys"] = answer({"keys": [*other, {**good, "issuer": "x", "x5c": 5}]})

    assert provider.sign_in(provider.door()).email == HEAD


def test_a_key_for_encryption_signs_nothing(provider):
    provider.publish_keys(rsa("autumn"), use="enc")
    provider.web.pages["/keys"] = answer(
        {
            "keys": [
                {**rsa("autumn").as_dict(private=False), "use": "enc"},
                elliptic("spring").as_dict(private=False),
            ]
        }
    )

    with pytest.raises(EntryRefused, match="could not be checked"):
        provider.sign_in(provider.door())
