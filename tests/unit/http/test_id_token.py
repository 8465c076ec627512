"""Whatever a token says, it is a person of the school's own or a refusal; nothing else comes out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import EntryRefused, Unreadable
from orm.http.id_token import Expected, UnknownKey, Unproven, person_of, proven, read_keys
from orm.model.desk_settings import GOOGLE_ISSUER, OpenIdSettings, Provider
from orm.model.settings import Secret
from tests.factories import NOW
from tests.factories_openid import (
    CLIENT,
    MICROSOFT,
    OWN,
    TENANT,
    claims_now,
    id_token,
    raw_token,
    rsa,
    signed,
    without,
)

KEYS = read_keys({"keys": [rsa("autumn").as_dict(private=False)]}, subject="test")
EXPECTED = Expected(f"https://{OWN}", CLIENT, "n-1")
ISSUERS = {
    Provider.MICROSOFT: f"https://{MICROSOFT}/{TENANT}/v2.0",
    Provider.GOOGLE: GOOGLE_ISSUER,
    Provider.OTHER: f"https://{OWN}",
}
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(CLIENT)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["iss", "aud", "sub", "exp", "iat", "nbf", "nonce", "azp", "amr", "auth_time", "at_hash", "jti"]
)
PERSONAL = st.sampled_from(
    ["sub", "oid", "tid", "idp", "hd", "email", "email_verified", "preferred_username"]
)


def provider(kind: Provider) -> OpenIdSettings:
    tenants = (TENANT,) if kind is Provider.MICROSOFT else ()
    domains = ("wrenbeck.example",)
    return OpenIdSettings("Sign-in", ISSUERS[kind], CLIENT, Secret("x"), domains, tenants)


def read(token: str):
    return proven(token, KEYS, expected=EXPECTED, now=NOW)


@pytest.mark.parametrize("kind", Provider)
def test_the_issuer_s_host_says_whose_rules_apply(kind):
    assert provider(kind).provider is kind


def test_a_token_of_this_sign_in_is_proven():
    assert read(id_token(claims_now(), rsa("autumn"))) == claims_now()


@given(st.text())
def test_any_text_is_refused(text):
    with pytest.raises((Unproven, UnknownKey)):
        read(text)


@given(
    st.one_of(
        ANYTHING, st.dictionaries(st.sampled_from(["alg", "kid", "typ", "b64", "crit"]), ANYTHING)
    )
)
def test_any_header_without_a_signature_is_refused(header):
    with pytest.raises((Unproven, UnknownKey)):
        read(raw_token(header, claims_now()))


@given(st.dictionaries(NAMES, ANYTHING, min_size=1, max_size=3))
def test_no_signed_claim_is_believed_but_what_this_sign_in_expects(changes):
    claims = {**claims_now(), **changes}

    try:
        found = read(id_token(claims, rsa("autumn")))
    except Unproven:
        return

    assert (found["iss"], found["nonce"]) == (EXPECTED.issuer, EXPECTED.nonce)
    assert CLIENT in ([found["aud"]] if isinstance(found["aud"], str) else found["aud"])
    assert not found.get("azp") or found["azp"] == CLIENT


@pytest.mark.parametrize("payload", [b"[]", b'"text"', b"5", b"null", b"", b"{", b"[" * 9_000])
def test_claims_that_are_no_object_are_refused(payload):
    with pytest.raises(Unproven, match="payload"):
        read(signed(payload, rsa("autumn")))


@given(kind=st.sampled_from(Provider), changes=st.dictionaries(PERSONAL, ANYTHING, max_size=5))
def test_whoever_comes_in_has_an_address_of_an_allowed_domain(kind, changes):
    claims = {
        **claims_now(),
        "tid": TENANT,
        "oid": "object-1",
        "hd": "wrenbeck.example",
        **changes,
    }

    try:
        person = person_of(claims, provider(kind))
    except EntryRefused:
        return

    assert person.email.lower().endswith("@wrenbeck.example")
    assert person.email == claims["email"]
    assert person.subject
    assert kind is not Provider.MICROSOFT or claims["tid"] == TENANT
    assert kind is not Provider.GOOGLE or claims["hd"] == "wrenbeck.example"
    assert kind is Provider.MICROSOFT or claims["email_verified"] is True


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (Provider.MICROSOFT, "tid"),
        (Provider.MICROSOFT, "oid"),
        (Provider.GOOGLE, "hd"),
        (Provider.GOOGLE, "sub"),
        (Provider.OTHER, "email_verified"),
        (Provider.OTHER, "email"),
    ],
)
def test_what_the_rules_need_cannot_be_left_out(kind, missing):
    claims = {**claims_now(), "tid": TENANT, "oid": "o", "hd": "wrenbeck.example"}
    assert person_of(claims, provider(kind)).email == claims["email"]

    with pytest.raises(EntryRefused):
        person_of(without(claims, missing), provider(kind))


@given(ANYTHING)
def test_any_page_of_keys_is_read_or_told(entries):
    fields = json.loads(json.dumps({"keys": entries}))

    with pytest.raises(Unreadable, match="holds no key"):
        read_keys(fields, subject="https://issuer.example/keys")
