"""Signing in to the mail server with an access token from a real token server on the loopback."""

import base64
import json
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from orm.errors import Busy, Refused, Unreachable
from orm.http.mail_token import MailToken
from orm.mail import check, mailer
from orm.model.settings import MailTokenSettings, Secret
from tests.factories_http import FakeClock
from tests.factories_mail import HEAD, mail, to_server, with_login
from tests.hostile_mail import HostileServer, serving
from tests.web_server import WebServer, page

ORM = "orm@wrenbeck.example"
OTTER = "client-otter"
HOUR = timedelta(hours=1)


class TakesTokens(HostileServer):
    """Takes letters from who brings the token; keeps what was said."""

    def __init__(self, right: str = "t0ken-1"):
        super().__init__()
        self.right = right
        self.said: list[bytes] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name for it
        self.said.append(base64.b64decode(args[1], validate=True))
        if self.said[-1] == f"user={ORM}\x01auth=Bearer {self.right}\x01\x01".encode():
            return AuthResult(success=True)
        # As Microsoft and Google refuse: a challenge first, and the code after an empty answer.
        answer = await server.challenge_auth("eyJzdGF0dXMiOiI0MDEifQ==")
        assert answer == b""
        return AuthResult(success=False, handled=False)


@pytest.fixture
def server(tls):
    found = TakesTokens()
    with serving(found, tls, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as found.port:
        yield found


@pytest.fixture
def provider():
    with WebServer() as web:
        grant(web)
        yield web


def grant(web, status="200 OK", **fields):
    answer = {"access_token": "t0ken-1", "expires_in": 3600, **fields}
    web.pages["/token"] = page(json.dumps(answer).encode(), status)


def settings(web, **changes):
    return MailTokenSettings(
        **{
            "token_url": f"http://127.0.0.1:{web.port}/token",
            "client_id": "orm-mail",
            "client_secret": Secret(OTTER),
            "scope": "https://outlook.office365.com/.default",
            **changes,
        }
    )


def token(web, clock=None, **changes):
    return MailToken(
        settings(web, **changes), clock or FakeClock(), allow_addresses=["127.0.0.0/8"]
    )


def asked(web):
    """The forms that the token server got."""
    return [dict(parse_qsl(each.body.decode())) for each in web.asked]


def way_out(server, web, ca_file, **changes):
    known = to_server(server.port, ca_file, username=ORM, oauth2=settings(web), **changes)
    return mailer(known, token=token(web))


def test_a_letter_goes_out_with_the_token_in_the_words_that_microsoft_and_google_want(
    server, provider, ca_file
):
    way_out(server, provider, ca_file).send(mail())

    assert server.recipients == [HEAD]
    assert server.said == [b"user=orm@wrenbeck.example\x01auth=Bearer t0ken-1\x01\x01"]


def test_the_program_proves_itself_alone_where_no_person_has_consented(provider):
    token(provider)()

    assert asked(provider) == [
        {
            "grant_type": "client_credentials",
            "client_id": "orm-mail",
            "client_secret": OTTER,
            "scope": "https://outlook.office365.com/.default",
        }
    ]


def test_a_refresh_token_is_exchanged_and_the_newest_one_is_used_next(provider):
    clock = FakeClock()
    grant(provider, refresh_token="second")  # noqa: S106 - invented
    ask = token(provider, clock, refresh_token=Secret("first"), scope="")

    ask()
    clock.sleep(HOUR.total_seconds())
    ask()

    assert [form["refresh_token"] for form in asked(provider)] == ["first", "second"]
    assert asked(provider)[0]["grant_type"] == "refresh_token"
    assert "scope" not in asked(provider)[0]


def test_a_token_is_kept_until_two_minutes_before_its_end(provider):
    clock = FakeClock()
    ask = token(provider, clock)

    ask()
    clock.sleep(timedelta(minutes=57, seconds=59).total_seconds())
    ask()
    assert len(provider.asked) == 1

    clock.sleep(1)
    ask()
    assert len(provider.asked) == 2


@pytest.mark.parametrize("lasts", ["soon", -5, 10**400, None])
def test_a_life_that_is_no_number_of_seconds_breaks_nothing(provider, lasts):
    grant(provider, expires_in=lasts)

    assert token(provider)().reveal() == "t0ken-1"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("400 Bad Request", Refused),
        ("401 Unauthorized", Refused),
        ("429 Too Many Requests", Unreachable),
        ("503 Service Unavailable", Unreachable),
    ],
)
def test_a_provider_that_gives_no_token_is_named_and_no_secret_is(provider, status, kind):
    grant(provider, status, error="invalid_client", error_description=f"{OTTER} is wrong")

    with pytest.raises(kind) as caught:
        token(provider)()

    assert "127.0.0.1" in str(caught.value)
    assert OTTER not in str(caught.value)


def test_without_a_token_no_letter_leaves_and_none_is_lost(server, provider, ca_file):
    grant(provider, "400 Bad Request", error="invalid_grant")

    with pytest.raises(Busy, match=r"No access token.*invalid_grant.*mail\.oauth2"):
        way_out(server, provider, ca_file).send(mail())

    assert server.connections == 0


def test_a_token_that_the_mail_server_refuses_is_told_without_the_token(server, provider, ca_file):
    server.right = "another"

    with pytest.raises(Busy, match=r"refuses the login \(535\).*mail\.oauth2") as caught:
        way_out(server, provider, ca_file).send(mail())

    assert "t0ken" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_server_that_knows_no_oauth_is_named(provider, ca_file, hostile):
    with pytest.raises(Busy, match="takes no login with OAuth 2"):
        way_out(hostile, provider, ca_file).send(mail())


def test_a_check_tries_the_token(server, provider, ca_file):
    known = to_server(server.port, ca_file, username=ORM, oauth2=settings(provider))

    check(known, token=token(provider))

    assert len(server.said) == 1
    assert server.taken == []


def test_no_secret_shows_in_the_settings(provider):
    shown = repr(with_login(25, "", oauth2=settings(provider, refresh_token=Secret("first"))))

    assert OTTER not in shown
    assert "first" not in shown
