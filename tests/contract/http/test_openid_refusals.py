"""Tokens and people that a real provider on the loopback brings, and that do not come in."""

import re

import pytest
from structlog.testing import capture_logs

from orm.errors import EntryRefused
from tests.factories_openid import (
    CALLBACK,
    CLIENT,
    CODE,
    GOOGLE,
    HEAD,
    MICROSOFT,
    OTTER,
    OWN,
    STRANGERS,
    OpenIdProvider,
    another_rsa,
    elliptic,
    finish,
    hmac_with,
    id_token,
    raw_token,
    rsa,
    without,
)

DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture(params=[MICROSOFT, GOOGLE, OWN])
def provider(request, providers) -> OpenIdProvider:
    return OpenIdProvider(providers, request.param)


@pytest.fixture
def microsoft(providers) -> OpenIdProvider:
    return OpenIdProvider(providers, MICROSOFT)


@pytest.fixture
def google(providers) -> OpenIdProvider:
    return OpenIdProvider(providers, GOOGLE)


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"aud": "another-client"},
        {"aud": []},
        {"aud": None},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"iss": "https://issuer.example"},
        {"iss": None},
        {"sub": None},
        {"exp": None},
        {"iat": None},
        {"exp": "tomorrow"},
        {"exp": float("nan")},
        {"exp": float("inf")},
    ],
    ids=str,
)
def test_a_token_that_is_not_of_this_sign_in_is_refused(provider, trust, changes):
    with pytest.raises(EntryRefused, match="could not be checked"):
        provider.sign_in(provider.door(trust=trust), **changes)


@pytest.mark.parametrize(
    ("claim", "seconds", "comes_in"),
    [
        ("exp", -59, True),
        ("exp", -60, False),
        ("iat", 60, True),
        ("iat", 61, False),
        ("nbf", 60, True),
        ("nbf", 61, False),
    ],
)
def test_clocks_may_differ_by_a_minute_and_no_more(provider, trust, claim, seconds, comes_in):
    at = int(provider.clock.now().timestamp()) + seconds
    door = provider.door(trust=trust)

    if comes_in:
        assert provider.sign_in(door, **{claim: at}).email == HEAD
    else:
        with pytest.raises(EntryRefused, match="could not be checked"):
            provider.sign_in(door, **{claim: at})


@pytest.mark.parametrize(
    "forged",
    [
        lambda claims: id_token(claims, another_rsa("autumn")),
        lambda claims: raw_token({"alg": "none"}, claims),
        lambda claims: raw_token({"alg": "none", "kid": "autumn"}, claims),
        lambda claims: raw_token({"alg": "NONE", "kid": "autumn"}, claims),
        lambda claims: raw_token(
            {"alg": "HS256", "kid": "autumn"}, claims, hmac_with(rsa("autumn"))
        ),
        lambda claims: raw_token({"alg": "RS256", "kid": "autumn"}, claims),
        lambda claims: raw_token({"alg": ["RS256"], "kid": "autumn"}, claims),
        lambda claims: raw_token({"alg": "RS256", "kid": {}}, claims),
        lambda claims: raw_token({"kid": "autumn"}, claims),
        lambda claims: raw_token([], claims),
        lambda claims: raw_token({"alg": "RS256", "kid": "autumn", "crit": 5}, claims),
        lambda claims: id_token(claims, rsa("autumn"), "PS256"),
        lambda claims: id_token(claims, rsa("autumn"), "RS512"),
        lambda claims: id_token(claims, elliptic("autumn"), "ES256"),
        lambda claims: id_token(claims, rsa("autumn"))[:-8] + "AAAAAAAA",
        lambda claims: id_token(claims, rsa("autumn")).rpartition(".")[0],
        lambda _claims: "no token",
        lambda _claims: "£.£.£",
    ],
    ids=[
        "another key of that name",
        "none",
        "none with a key's name",
        "NONE",
        "HS256 with the public key",
        "no signature",
        "a list of algorithms",
        "a key's name that is no text",
        "no algorithm",
        "a header that is no object",
        "critical headers that are no list",
        "PS256",
        "RS512",
        "an elliptic key of that name",
        "changed signature",
        "cut off",
        "no token",
        "beyond ASCII",
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_refused(microsoft, trust, forged):
    door = microsoft.door(trust=trust)
    started = door.start(CALLBACK)
    microsoft.vouches(started, forged(microsoft.claims(started)))

    with pytest.raises(EntryRefused, match="could not be checked"):
        finish(door, started)


def test_a_changed_word_breaks_the_signature(microsoft, trust):
    door = microsoft.door(trust=trust)
    started = door.start(CALLBACK)
    claims = microsoft.claims(started)
    signature = id_token(claims, microsoft.key).rpartition(".")[2]
    other = id_token({**claims, "oid": "object-2"}, another_rsa("autumn")).rpartition(".")[0]
    microsoft.vouches(started, f"{other}.{signature}")

    with pytest.raises(EntryRefused, match="could not be checked"):
        finish(door, started)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tid": STRANGERS}, "another organisation's or a guest's"),
        ({"tid": None}, "another organisation's or a guest's"),
        ({"idp": f"https://sts.windows.net/{STRANGERS}/"}, "another organisation's or a guest's"),
        ({"idp": "live.com"}, "another organisation's or a guest's"),
        ({"email": "head@elsewhere.example"}, "use your account of wrenbeck.example or mereside"),
        ({"email": "head@wrenbeck.example.evil.example"}, "use your account of"),
        ({"email": "head@wrenbeck.example@evil.example"}, "use your account of"),
        ({"email": "evil.example\n@wrenbeck.example"}, "use your account of"),
        ({"email": "head@wrenbec\u212a.example"}, "use your account of"),
        ({"email": ["head@wrenbeck.example"]}, "no verified email address"),
        ({"email": None}, "no verified email address"),
        ({"email": ""}, "no verified email address"),
        ({"oid": None}, "does not say who you are"),
        ({"oid": "o" * 256}, "does not say who you are"),
    ],
    ids=str,
)
def test_microsoft_s_strangers_stay_outside(microsoft, trust, changes, says):
    with pytest.raises(EntryRefused, match=says):
        microsoft.sign_in(microsoft.door(trust=trust), **changes)


def test_without_any_address_nobody_comes_in(microsoft, trust):
    door = microsoft.door(trust=trust)
    started = door.start(CALLBACK)
    claims = without(microsoft.claims(started), "email", "preferred_username")
    microsoft.vouches(started, id_token(claims, microsoft.key))

    with pytest.raises(EntryRefused, match="no verified email address"):
        finish(door, started)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"hd": "elsewhere.example"}, "not an account of your school's"),
        ({"hd": None}, "not an account of your school's"),
        ({"email_verified": False}, "no verified email address"),
        ({"email_verified": "true"}, "no verified email address"),
        ({"email_verified": 1}, "no verified email address"),
        ({"email_verified": None}, "no verified email address"),
        ({"email": None}, "no verified email address"),
        ({"email": "head@elsewhere.example"}, "use your account of"),
        ({"sub": ""}, "could not be checked|does not say who you are"),
    ],
    ids=str,
)
def test_google_s_strangers_stay_outside(google, trust, changes, says):
    with pytest.raises(EntryRefused, match=says):
        google.sign_in(google.door(trust=trust), **changes)


def test_another_provider_must_have_verified_the_address(providers, trust):
    provider = OpenIdProvider(providers, OWN)

    with pytest.raises(EntryRefused, match="no verified email address"):
        provider.sign_in(provider.door(trust=trust), email_verified=False)


def test_a_refusal_is_logged_with_a_code_and_nothing_of_the_person(provider, trust):
    with capture_logs() as told, pytest.raises(EntryRefused):
        provider.sign_in(provider.door(trust=trust), aud="another-client")

    (line,) = told
    assert (line["log_level"], line["code"]) == ("warning", "invalid_claim aud")
    assert not re.search(f"{HEAD}|{OTTER}|{CODE}|subject-1|object-1|another-client", repr(told))
