"""[mail.oauth2]: secrets by reference, and one way to sign in."""

import pytest

from orm.model.settings import MailTokenSettings, Secret
from tests.factories_config import problems, read, under

URL = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"
NAMED = 'username = "orm@wrenbeck.example"'
ENVIRON = {"ORM_MAIL": "mere-blue-otter-7", "ORM_REFRESH": "otter-8"}


def oauth2(url=URL, more="", reference="env:ORM_MAIL"):
    return f'oauth2 = {{ token_url = "{url}", client_id = "orm", client_secret = "{reference}"{more} }}'


def told(*lines):
    return list(problems(under("mail", *lines), environ=ENVIRON))


def test_without_it_nothing_is_fetched():
    assert read(under("mail")).mail.oauth2 is None


def test_secrets_are_looked_up_where_the_file_says():
    more = ', refresh_token = "env:ORM_REFRESH", scope = "all"'

    mail = read(under("mail", NAMED, oauth2(more=more)), environ=ENVIRON).mail

    assert mail.password is None
    assert mail.oauth2 == MailTokenSettings(
        URL, "orm", Secret("mere-blue-otter-7"), Secret("otter-8"), "all"
    )


def test_a_password_beside_it_is_a_problem():
    assert told(NAMED, oauth2(), 'password = "env:ORM_MAIL"') == [
        "mail.oauth2: stands beside a password; keep one of the two"
    ]


def test_it_needs_the_mailbox_that_letters_come_from():
    assert told(oauth2()) == [
        "mail.username: is missing; oauth2 needs the mailbox that letters come from"
    ]


@pytest.mark.parametrize("key", ["client_secret", "refresh_token"])
def test_a_secret_in_the_open_is_refused_and_never_quoted(key):
    lines = (
        oauth2(reference="hunter2")
        if key == "client_secret"
        else oauth2(more=f', {key} = "hunter2"')
    )

    (said,) = told(NAMED, lines)

    assert said.startswith(f"mail.oauth2.{key}: a secret must not stand in this file")
    assert "hunter2" not in said


def test_secrets_are_not_sent_in_the_clear():
    assert told(NAMED, oauth2("http://login.example/token")) == [
        "mail.oauth2.token_url: must start with https; secrets go there"
    ]


def test_a_wrong_shape_is_told_once():
    assert told(NAMED, 'oauth2 = { token_url = "x" }') != []
    assert len(told(NAMED, oauth2(more=', colour = "red"'))) == 1
