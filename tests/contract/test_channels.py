"""Messages through apprise to a real server on the loopback, by the one service that takes any host."""

import json
import logging

import pytest

from orm.channels import Channels
from orm.errors import DeliveryError
from orm.model.channels import SERVICES, Channel
from orm.model.letters import LetterKind
from orm.model.settings import Secret
from tests.factories_weeks import mail
from tests.web_server import WebServer, page

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""apprise loads every service that it knows with the first; one of them imports imghdr."""

KEY = "mere-blue-otter-7"
TEXT = "Wrenbeck Primary School\nSign in to the desk and open case K7QD-2MX9.\n"
ADDRESSES = {
    "workflows": f"workflows://prod-01.uksouth.logic.azure.com:443/{'a' * 32}/{'b' * 40}/",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#leaders",
    "clicksend": f"clicksend://wrenbeck:{KEY}@447700900123",
    "twilio": f"twilio://AC{'1' * 32}:{'2' * 32}@447700900123/447700900124",
    "vonage": "vonage://abcd1234:abcdefgh12345678@447700900123/447700900124",
    "bulksms": f"bulksms://wrenbeck:{KEY}@447700900123",
}


def channel(url, name="teams"):
    return Channel(name, Secret(url), frozenset({"head"}))


def message(recipient="teams"):
    letter = mail().letter
    return mail(
        letter=type(letter)(
            once="message/teams/alert/K7QD-2MX9/head/opened-s4",
            kind=LetterKind.URGENT_MESSAGE,
            school_id=letter.school_id,
            recipient=recipient,
            subject="URGENT - open case K7QD-2MX9",
            text=TEXT,
            html="",
        )
    )


@pytest.fixture
def server():
    with WebServer() as running:
        yield running


def local(server):
    url = f"json://orm:{KEY}@127.0.0.1:{server.port}/in"
    return Channels([channel(url)], services=("json",))


def test_a_message_arrives_with_its_words_and_no_more(server):
    server.pages["/in"] = page(b"{}")

    with local(server).batch() as way_out:
        way_out.send(message())

    (asked,) = server.asked
    said = json.loads(asked.body)
    assert said["title"] == "URGENT - open case K7QD-2MX9"
    assert said["message"].split("\n") == TEXT.strip().split("\n")
    assert said["attachments"] == []


@pytest.mark.parametrize("status", ["500 Internal Server Error", "403 Forbidden", None])
def test_a_message_that_is_not_taken_comes_again_and_no_secret_is_told(server, status, caplog):
    caplog.set_level(logging.DEBUG)
    if status:
        server.pages["/in"] = page(b"no", status)
    else:
        server.pages["/in"] = lambda connection: connection.close()

    with pytest.raises(DeliveryError) as refused:
        local(server).send(message())

    assert not refused.value.permanent
    assert 'The channel "teams" did not take the message' in str(refused.value)
    assert KEY not in str(refused.value) + caplog.text


@pytest.mark.parametrize(
    "url",
    [
        f"json://orm:{KEY}@127.0.0.1/in",
        "file:///etc/passwd",
        "syslog://",
        f"slack://{KEY}",
        f"https://hooks.example/{KEY}",
    ],
)
def test_an_address_that_may_not_be_used_is_refused_for_good(url):
    with pytest.raises(DeliveryError) as refused:
        Channels([channel(url)]).send(message())

    assert refused.value.permanent
    assert KEY not in str(refused.value)


def test_a_channel_that_was_taken_out_of_the_configuration_is_told():
    with pytest.raises(DeliveryError, match="no channel") as refused:
        Channels([]).send(message())

    assert refused.value.permanent


@pytest.mark.parametrize("name", SERVICES)
def test_an_address_of_every_service_is_understood(name):
    assert "well formed" in Channels([channel(ADDRESSES[name], name)]).check(name)
