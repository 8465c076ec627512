"""Short-lived tokens: asked for once, sent to their own domain, replaced when they end, never shown."""

import json
import os
from base64 import b64encode
from datetime import timedelta

import pytest

from orm.errors import ConfigError, RateLimited, Refused, Unreachable
from orm.http.credentials import Lock
from orm.http.token_file import KeptToken, TokenFile
from orm.model.keys import (
    AppPassword,
    ClientCredentials,
    HeaderKey,
    RefreshToken,
    RenewableToken,
    SecretAddress,
)
from orm.model.settings import Secret
from tests.factories import NOW
from tests.factories_http import FakeClock, fetcher, get
from tests.web_server import page, redirect


def as_json(status: str = "200 OK", **fields: object) -> bytes:
    return page(json.dumps(fields).encode(), status, content_type="application/json")


def granted(token: str, expires_in: int | str = 3600) -> bytes:
    return as_json(access_token=token, expires_in=expires_in)


def house(secure, trust, signing, keys, *, clock=None, **more):
    secure.pages["/"] = page()
    return fetcher(
        clock, trust=trust, locks={"forum": Lock(signing, secrets(keys), required=True)}, **more
    )


def secrets(keys):
    return {name: Secret(value) for name, value in keys.items()}


def ask(secure, door, path="/", **changes):
    return get(secure.url(path, host="herald.co.uk"), door=door, source="forum", **changes)


def client(secure):
    return ClientCredentials("herald.co.uk", secure.url("/token", host="www.herald.co.uk"))


def test_client_credentials_are_exchanged_once_for_a_bearer_token(secure, trust):
    secure.pages["/token"] = granted("t-1", 3600)
    door = house(secure, trust, client(secure), {"": "id:hush"})

    ask(secure, door)
    ask(secure, door)

    (token, *questions) = secure.asked
    basic = b64encode(b"id:hush").decode().lower()
    assert token.headers["authorization"] == f"basic {basic}"
    assert token.body == b"grant_type=client_credentials"
    assert [each.headers["authorization"] for each in questions] == ["bearer t-1"] * 2


def test_a_token_is_replaced_before_it_ends(secure, trust):
    clock = FakeClock()
    secure.pages["/token"] = granted("t-1", "3600")
    door = house(secure, trust, client(secure), {"": "id:hush"}, clock=clock)
    ask(secure, door)
    secure.pages["/token"] = granted("t-2", 3600)

    clock.advance(minutes=57)
    ask(secure, door)
    clock.advance(minutes=2)
    ask(secure, door)

    said = [each.headers["authorization"] for each in secure.asked if each.target == "/"]
    assert said == ["bearer t-1", "bearer t-1", "bearer t-2"]


def test_a_token_that_the_site_takes_no_more_is_replaced_and_the_question_asked_again(
    secure, trust
):
    secure.pages["/token"] = granted("t-1", 3600)
    door = house(secure, trust, client(secure), {"": "id:hush"})
    ask(secure, door)
    secure.pages["/"] = page(b"no", "401 Unauthorized")

    answer = ask(secure, door)

    assert answer.status == 401
    assert [each.target for each in secure.asked] == ["/token", "/", "/", "/token", "/"]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (as_json("400 Bad Request", error="invalid_grant", error_description="id:hush"), Refused, "invalid_grant"),
        (as_json(error="unauthorized_client"), Refused, "unauthorized_client"),
        (page(b"<html>no</html>", "403 Forbidden"), Refused, "403"),
        (as_json("429 Too Many Requests", error="id:hush"), RateLimited, "pause"),
        (page(b"", "502 Bad Gateway"), Unreachable, "502"),
    ],
)  # fmt: skip
def test_a_token_endpoint_that_says_no_is_told_without_the_key(secure, trust, answer, error, words):
    secure.pages["/token"] = answer
    door = house(secure, trust, client(secure), {"": "id:hush"})

    with pytest.raises(error, match=words) as caught:
        ask(secure, door)

    assert "hush" not in str(caught.value)
    assert "/" not in secure.targets


@pytest.mark.parametrize("written", ["idhush", ":hush", "id:"])
def test_a_key_in_the_wrong_form_is_told_and_nothing_is_asked(secure, trust, written):
    door = house(secure, trust, client(secure), {"": written})

    with pytest.raises(Refused, match="CLIENT_ID:CLIENT_SECRET"):
        ask(secure, door)
    assert secure.asked == []


def test_a_refresh_token_goes_in_the_body_and_a_colon_in_it_is_kept(secure, trust):
    secure.pages["/token"] = granted("t-1")
    signing = RefreshToken("herald.co.uk", secure.url("/token", host="herald.co.uk"))
    door = house(secure, trust, signing, {"": "id:hush:1//re:fresh"})

    ask(secure, door)

    assert secure.asked[0].body == (
        b"grant_type=refresh_token&client_id=id&client_secret=hush&refresh_token=1%2F%2Fre%3Afresh"
    )


def test_a_session_is_opened_with_the_app_password_and_refreshed_with_its_own_token(secure, trust):
    clock = FakeClock()
    signing = AppPassword(
        "herald.co.uk", *(secure.url(path, host="herald.co.uk") for path in ("/open", "/again"))
    )
    secure.pages["/open"] = as_json(accessJwt="a-1", refreshJwt="r-1")
    secure.pages["/again"] = as_json(accessJwt="a-2", refreshJwt="r-2")
    door = house(secure, trust, signing, {"": "wrenbeck.example:pass"}, clock=clock)
    ask(secure, door)

    clock.advance(hours=2)
    ask(secure, door)

    opened, _, refreshed, last = secure.asked
    assert json.loads(opened.body) == {"identifier": "wrenbeck.example", "password": "pass"}
    assert refreshed.headers["authorization"] == "bearer r-1"
    assert last.headers["authorization"] == "bearer a-2"


def test_an_expired_session_of_the_at_protocol_is_opened_anew(secure, trust):
    signing = AppPassword(
        "herald.co.uk", *(secure.url(path, host="herald.co.uk") for path in ("/open", "/again"))
    )
    secure.pages["/open"] = as_json(accessJwt="a-1", refreshJwt="r-1")
    door = house(secure, trust, signing, {"": "wrenbeck.example:pass"})
    secure.pages["/"] = as_json("400 Bad Request", error="ExpiredToken")

    assert ask(secure, door).status == 400
    assert [each.target for each in secure.asked] == ["/open", "/", "/open", "/"]


def test_no_session_is_opened_for_another_domain(secure, trust):
    secure.pages["/"] = page()
    door = house(secure, trust, client(secure), {"": "id:hush"})

    get(secure.url("/", host="parentpost.co.uk"), door=door, source="forum")

    assert secure.targets == ["/"]


def test_the_key_of_the_right_name_is_used_and_the_unnamed_one_for_the_rest(secure, trust):
    door = house(secure, trust, HeaderKey("herald.co.uk"), {"": "for-all", "wrenbeck": "for-one"})

    ask(secure, door, credential="wrenbeck")
    ask(secure, door, credential="st-orrins")

    assert [each.headers["authorization"] for each in secure.asked] == [
        "bearer for-one",
        "bearer for-all",
    ]


def test_a_missing_key_says_where_to_add_it_and_nothing_is_asked(secure, trust):
    door = house(secure, trust, HeaderKey("herald.co.uk"), {"wrenbeck": "for-one"})

    with pytest.raises(Refused, match=r'no key named "hill" for forum.*\[\[sources.forum.keys\]\]'):
        ask(secure, door, credential="hill")
    assert secure.asked == []


def test_a_server_of_many_gets_the_key_named_after_it_and_no_other(secure, trust):
    door = house(secure, trust, HeaderKey(""), {"herald.co.uk": "for-herald", "": "unnamed"})

    ask(secure, door, credential="herald.co.uk")
    get(
        secure.url("/", host="parentpost.co.uk"),
        door=door,
        source="forum",
        credential="herald.co.uk",
    )

    assert ["authorization" in each.headers for each in secure.asked if each.target == "/"] == [
        True,
        False,
    ]


def test_a_server_without_a_key_of_its_own_gets_nobody_elses(secure, trust):
    lock = Lock(HeaderKey(""), secrets({"": "unnamed"}), required=False)
    secure.pages["/"] = page()
    door = fetcher(trust=trust, locks={"forum": lock})

    ask(secure, door, credential="herald.co.uk")

    assert "authorization" not in secure.asked[-1].headers


def test_a_secret_address_is_asked_and_never_shown(secure, trust):
    prefix = secure.url("/alerts/", host="herald.co.uk")
    secure.pages["/alerts/seventy/88"] = page(b"<feed/>")
    door = house(secure, trust, SecretAddress((prefix,)), {"wren": prefix + "seventy/88"})

    answer = ask(secure, door, "/alerts/", credential="wren")

    assert answer.body == b"<feed/>"
    assert secure.asked[-1].target == "/alerts/seventy/88"
    assert "seventy" not in answer.url + answer.moved_to + repr(answer.request)


@pytest.mark.parametrize(
    "target",
    ["/alerts/seventy/88/", "/consent?continue=/alerts/seventy/88", "/b%2Falerts%2Fseventy%2F88"],
)
def test_a_redirect_that_repeats_a_secret_address_shows_it_nowhere(secure, trust, target):
    prefix = secure.url("/alerts/", host="herald.co.uk")
    secure.pages["/alerts/seventy/88"] = redirect(target, "301 Moved Permanently")
    door = house(secure, trust, SecretAddress((prefix,)), {"wren": prefix + "seventy/88"})

    with pytest.raises(Unreachable) as caught:
        ask(secure, door, "/alerts/", credential="wren")

    assert "seventy" not in str(caught.value)


def renewable(secure):
    url = secure.url("/renew", host="herald.co.uk")
    return RenewableToken("herald.co.uk", "access_token", url, "th_refresh_token")


def test_a_long_token_is_renewed_when_it_is_a_week_old_and_kept_for_its_owner_only(
    secure, trust, tmp_path
):
    clock, file = FakeClock(), TokenFile(tmp_path / "tokens.json")
    secure.pages["/renew"] = granted("fresh", 5_184_000)
    keys = {"": "first"}
    door = house(secure, trust, renewable(secure), keys, clock=clock, token_file=file)
    ask(secure, door)
    clock.advance(days=8)
    ask(secure, door)
    restarted = house(secure, trust, renewable(secure), keys, clock=clock, token_file=file)
    ask(secure, restarted)

    assert secure.targets == [
        "/?access_token=first",
        "/renew?grant_type=th_refresh_token&access_token=first",
        "/?access_token=fresh",
        "/?access_token=fresh",
    ]
    assert file.path.stat().st_mode & 0o077 == 0
    assert "first" not in file.path.read_text().replace('"value": "first"', "")


@pytest.mark.parametrize(
    "answer",
    [page(b"", "502 Bad Gateway"), lambda connection: connection.close()],
    ids=["502", "dead"],
)
def test_a_renewal_that_fails_leaves_the_old_token_in_use_and_is_tried_again_the_next_day(
    secure, trust, tmp_path, answer
):
    clock, file = FakeClock(), TokenFile(tmp_path / "tokens.json")
    file.write(Secret("first"), KeptToken(Secret("second"), NOW - timedelta(days=8)))
    secure.pages["/renew"] = answer
    door = house(secure, trust, renewable(secure), {"": "first"}, clock=clock, token_file=file)

    for _ in range(3):
        ask(secure, door)
    clock.advance(days=1)
    ask(secure, door)

    asked = [target.split("?")[0] for target in secure.targets]
    assert asked == ["/renew", "/", "/", "/", "/renew", "/"]
    assert secure.targets[-1] == "/?access_token=second"


def test_a_token_file_that_cannot_be_used_is_told_in_its_own_words(secure, trust, tmp_path):
    file = TokenFile(tmp_path / "no-such-folder" / "tokens.json")
    door = house(secure, trust, renewable(secure), {"": "first"}, token_file=file)

    with pytest.raises(Refused, match="cannot be written"):
        ask(secure, door)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_token_file_that_others_may_read_is_not_used(tmp_path):
    file = TokenFile(tmp_path / "tokens.json")
    file.write(Secret("first"), KeptToken(Secret("second"), NOW))
    file.path.chmod(0o644)

    with pytest.raises(ConfigError, match="chmod 600"):
        file.read(Secret("first"))


def test_a_damaged_token_file_says_what_to_do(tmp_path):
    file = TokenFile(tmp_path / "tokens.json")
    file.path.write_text("{")
    file.path.chmod(0o600)

    with pytest.raises(ConfigError, match="delete it"):
        file.read(Secret("first"))


def test_an_interface_for_programs_is_asked_whatever_robots_txt_says_of_pages(web):
    web.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /\n")
    web.pages["/w/api.php"] = page(b"{}")

    assert get(web.url("/w/api.php"), interface=True).body == b"{}"
    with pytest.raises(Refused):
        get(web.url("/w/api.php"))


def test_a_document_known_to_be_large_has_its_own_limit(web):
    web.pages["/register.csv"] = page(b"x" * 150_000)

    assert len(get(web.url("/register.csv"), max_bytes=200_000).body) == 150_000
