"""Sign-in with real providers on the loopback: who comes in, and what the browser is sent with."""

from base64 import b64encode
from urllib.parse import parse_qsl, urlsplit

import pytest

from orm.errors import EntryRefused
from orm.model.identity import Person
from tests.factories_openid import (
    CALLBACK,
    CLIENT,
    CODE,
    GOOGLE,
    HEAD,
    MICROSOFT,
    OTTER,
    OWN,
    TENANT,
    OpenIdProvider,
    elliptic,
    finish,
    id_token,
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


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def form(provider: OpenIdProvider) -> dict[str, str]:
    """What the token endpoint was given."""
    (asked,) = [one for one in provider.web.asked if one.target == provider.at("/token")]
    return dict(parse_qsl(asked.body.decode()))


# ---- who comes in ----------------------------------------------------------------------------


def test_a_person_of_the_school_comes_in(provider, trust):
    subject = "object-1" if provider.host == MICROSOFT else "subject-1"

    person = provider.sign_in(provider.door(trust=trust))

    assert person == Person(provider.issuer, subject, HEAD)


def test_a_key_on_an_elliptic_curve_is_as_good(providers, trust):
    provider = OpenIdProvider(providers, OWN, key=elliptic("spring"))

    assert provider.sign_in(provider.door(trust=trust)).email == HEAD


def test_a_provider_on_this_machine_needs_no_tls(web):
    provider = OpenIdProvider(web, OWN)

    assert provider.sign_in(provider.door()).email == HEAD


def test_without_an_email_microsoft_s_user_name_is_the_address(microsoft, trust):
    door = microsoft.door(trust=trust)
    started = door.start(CALLBACK)
    claims = without(microsoft.claims(started), "email")
    microsoft.vouches(started, id_token(claims, microsoft.key))

    assert finish(door, started).email == "a.ferrow@wrenbeck.example"


@pytest.mark.parametrize("form", ["{issuer}", "https://sts.windows.net/{tenant}/"])
def test_a_member_whose_home_is_the_school_s_own_tenant_is_no_guest(microsoft, trust, form):
    home = form.format(issuer=microsoft.issuer, tenant=TENANT)

    assert microsoft.sign_in(microsoft.door(trust=trust), idp=home).email == HEAD


def test_a_trust_s_second_domain_may_come_in_too(provider, trust):
    person = provider.sign_in(provider.door(trust=trust), email="cass@Mereside.example")

    assert person.email == "cass@Mereside.example"


# ---- what the browser is sent with -----------------------------------------------------------


def test_the_browser_goes_to_the_provider_with_pkce_state_and_nonce(provider, trust):
    started = provider.door(trust=trust).start(CALLBACK)

    asked = query(started.url)
    assert started.url.startswith(provider.url("/authorize?"))
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": CALLBACK,
        "scope": "openid email profile",
        "state": started.state,
        "nonce": started.nonce,
        "code_challenge_method": "S256",
        "prompt": "select_account",
    }


def test_a_sign_in_page_that_has_a_query_keeps_it(provider, trust):
    provider.publish(authorization_endpoint=provider.url("/authorize?brand=7"))

    assert query(provider.door(trust=trust).start(CALLBACK).url)["brand"] == "7"


def test_two_sign_ins_share_nothing_that_is_secret(provider, trust):
    door = provider.door(trust=trust)

    one, two = door.start(CALLBACK), door.start(CALLBACK)

    assert not {one.state, one.nonce, one.verifier} & {two.state, two.nonce, two.verifier}
    assert len({one.state, one.nonce, one.verifier}) == 3
    assert min(len(one.state), len(one.nonce), len(one.verifier)) >= 43


def test_what_is_kept_of_a_sign_in_does_not_show_itself(provider, trust):
    started = provider.door(trust=trust).start(CALLBACK)

    assert started.verifier not in repr(started)
    assert started.verifier not in started.url
    assert OTTER not in started.url + repr(provider.settings())


def test_the_code_is_exchanged_with_the_verifier_and_the_secret_in_the_body(provider, trust):
    door = provider.door(trust=trust)
    started = door.start(CALLBACK)
    provider.vouches(started, id_token(provider.claims(started), provider.key))

    finish(door, started)

    assert form(provider) == {
        "grant_type": "authorization_code",
        "code": CODE,
        "redirect_uri": CALLBACK,
        "code_verifier": started.verifier,
        "client_id": CLIENT,
        "client_secret": OTTER,
    }


@pytest.mark.parametrize("ways", [None, ["client_secret_basic"], "client_secret_post"])
def test_a_provider_that_does_not_say_post_gets_the_secret_in_the_header(provider, trust, ways):
    provider.publish(token_endpoint_auth_methods_supported=ways)

    provider.sign_in(provider.door(trust=trust))

    basic = b64encode(f"{CLIENT}:{OTTER}".encode()).decode().lower()
    assert provider.web.asked[-2].headers["authorization"] == f"basic {basic}"
    assert "client_secret" not in form(provider)


def test_nothing_of_a_browser_is_sent_along(provider, trust):
    provider.sign_in(provider.door(trust=trust))

    sent = {name for asked in provider.web.asked for name in asked.headers}
    assert not {"cookie", "user-agent", "referer"} & sent


# ---- what comes back with the browser --------------------------------------------------------


@pytest.mark.parametrize("state", ["", "another", "££"])
def test_a_return_that_was_not_started_here_asks_nobody(provider, trust, state):
    door = provider.door(trust=trust)
    started = door.start(CALLBACK)
    before = list(provider.web.targets)

    with pytest.raises(EntryRefused, match="was not started here"):
        finish(door, started, state=state)

    assert provider.web.targets == before


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        ({"error": "access_denied", "code": ""}, "not allowed or not finished"),
        ({"error": "access_denied"}, "not allowed or not finished"),
        ({"error": "server_error", "code": ""}, "did not sign you in"),
        ({"error": "server_error"}, "did not sign you in"),
        ({"code": ""}, "did not sign you in"),
        ({"code": "c" * 5_000}, "did not sign you in"),
        ({"code": "\ud800"}, "did not sign you in"),
    ],
    ids=[
        "denied",
        "denied with a code",
        "an error",
        "an error with a code",
        "no code",
        "a long code",
        "not ASCII",
    ],
)
def test_a_return_without_a_code_says_what_to_do(provider, trust, returned, says):
    door = provider.door(trust=trust)
    started = door.start(CALLBACK)

    with pytest.raises(EntryRefused, match=says):
        finish(door, started, **returned)

    assert provider.asked("/token") == 0


def test_a_code_that_the_provider_does_not_know_is_told_as_too_old(provider, trust):
    door = provider.door(trust=trust)
    started = door.start(CALLBACK)
    provider.vouches(started, id_token(provider.claims(started), provider.key))

    with pytest.raises(EntryRefused, match="used already, or is too old"):
        finish(door, started, code="another-code")


def test_somebody_else_s_code_does_not_fit_this_sign_in(provider, trust):
    door = provider.door(trust=trust)
    theirs, mine = door.start(CALLBACK), door.start(CALLBACK)
    provider.vouches(theirs, id_token(provider.claims(theirs), provider.key))

    with pytest.raises(EntryRefused, match="used already, or is too old"):
        finish(door, mine)


# ---- keys ------------------------------------------------------------------------------------


def test_addresses_and_keys_are_asked_for_once_an_hour(provider, trust):
    door = provider.door(trust=trust)
    provider.sign_in(door)
    provider.clock.advance(minutes=59)
    provider.sign_in(door)
    assert (provider.asked(DISCOVERY), provider.asked("/keys")) == (1, 1)

    provider.clock.advance(minutes=1)
    provider.sign_in(door)

    assert (provider.asked(DISCOVERY), provider.asked("/keys")) == (2, 2)


def test_a_new_key_is_looked_for_once(provider, trust):
    door = provider.door(trust=trust)
    provider.sign_in(door)
    provider.key = rsa("winter")
    provider.publish_keys(rsa("autumn"), rsa("winter"))

    assert provider.sign_in(door).email == HEAD
    provider.sign_in(door)

    assert provider.asked("/keys") == 2


def test_a_key_that_is_nowhere_is_looked_for_once_and_refused(provider, trust):
    door = provider.door(trust=trust)
    provider.sign_in(door)
    provider.key = rsa("winter")

    with pytest.raises(EntryRefused, match="could not be checked"):
        provider.sign_in(door)

    assert provider.asked("/keys") == 2


def test_a_key_that_was_withdrawn_is_believed_for_an_hour_at_most(provider, trust):
    door = provider.door(trust=trust)
    provider.sign_in(door)
    provider.publish_keys(rsa("winter"))
    provider.clock.advance(minutes=60)

    with pytest.raises(EntryRefused, match="could not be checked"):
        provider.sign_in(door)
