"""`orm user` as the IT manager types it: the list, links, sessions, a lost telephone."""

import json
import re
import shutil

import pytest

from orm.cli.voice import open_house
from orm.clock import SystemClock
from orm.model.letters import LetterKind
from orm.model.schools import ContactId
from orm.wiring.door import front_door
from tests.factories_cli import typed
from tests.factories_entry import PASSWORD, Known, choose, come_in, enrol

EMAIL = "head@wrenbeck.example"
PROVIDER = """
[[desk.openid]]
name = "Google"
issuer = "https://accounts.google.com"
client_id = "orm"
client_secret = "file:secret.txt"
allowed_domains = ["wrenbeck.example"]
"""
HEAD = ContactId("wrenbeck-head")


@pytest.fixture
def folder(lived, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(lived.folder, copy)
    return copy


@pytest.fixture
def house(folder):
    house = open_house(folder / "config.toml")
    yield house
    house.close()


@pytest.fixture
def door(house):
    return front_door(house)


@pytest.fixture
def now():
    return SystemClock().now()


def orm(folder, *words):
    return typed(["user", *words, "--config", str(folder / "config.toml")])


def listed(folder):
    return {row["id"]: row for row in json.loads(orm(folder, "list", "--json").stdout)}


def letters(house):
    return [
        each.letter for each in house.edges.store.outbox() if each.letter.kind is LetterKind.ENTRY
    ]


def last_line(door, now):
    return door.audit(now, frozenset(), 1)[0]


def inside(door, now) -> Known:
    """The head, with a password, a second factor and a session."""
    contact = door.contact(HEAD)
    choose(door, contact, now=now)
    entered = come_in(door, contact, now=now)
    secret, codes = enrol(door, contact, token=entered.token, now=now)
    return Known(contact, secret, codes, entered.token)


def test_the_list_has_everybody_of_the_configuration(folder, house):
    rows = listed(folder)

    assert list(rows) == [contact.id for contact in house.config.contacts]
    assert rows[HEAD] == {
        "id": HEAD,
        "name": "The headteacher of Wrenbeck",
        "roles": ["headteacher", "slt"],
        "schools": ["wrenbeck"],
        "state": "never",
        "last_sign_in": None,
    }


def test_the_list_follows_a_person_from_the_invitation_to_the_second_factor(folder, door, now):
    orm(folder, "invite", EMAIL)
    assert listed(folder)[HEAD]["state"] == "invited"
    inside(door, now)

    row = listed(folder)[HEAD]

    assert row["state"] == "active"
    assert row["last_sign_in"].startswith(f"{now:%Y-%m-%d %H:%M}")
    assert "active" in orm(folder, "list").stdout


def test_an_invitation_prints_a_link_that_works_and_queues_a_letter_with_it(
    folder, house, door, now
):
    ended = orm(folder, "invite", EMAIL.upper())

    assert ended.exit_code == 0, ended.stderr
    link = ended.stdout.strip()
    (letter,) = letters(house)
    assert letter.recipient == EMAIL
    assert link in letter.text
    assert letter.held == ""
    token = link.rpartition("/")[2]
    assert door.open_ticket(token, now=now).contact_id == HEAD
    assert door.choose_password(token, PASSWORD, now=now).contact.id == HEAD


def test_a_letter_with_a_link_is_sent_like_any_other(folder, house):
    link = orm(folder, "invite", EMAIL).stdout.strip()

    house.deliver()

    sent = [each for each in house.edges.store.outbox() if each.letter.kind is LetterKind.ENTRY]
    assert [each.state for each in sent] == ["sent"]
    mails = [path.read_text() for path in (folder / "outbox").glob("*.eml")]
    assert any(link.rpartition("/")[2] in re.sub(r"=\n", "", mail) for mail in mails)


def test_a_quiet_invitation_sends_no_letter(folder, house):
    ended = orm(folder, "invite", EMAIL, "--quiet")

    assert "/enter/" in ended.stdout
    assert letters(house) == []


def test_who_can_sign_in_is_not_invited_again(folder, door, now):
    inside(door, now)

    ended = orm(folder, "invite", EMAIL)

    assert ended.exit_code == 2
    assert "can sign in already; for a new password: orm user reset" in ended.stderr


def test_a_reset_prints_a_link_for_a_new_password(folder, house, door, now):
    person = inside(door, now)

    token = orm(folder, "reset", EMAIL).stdout.strip().rpartition("/")[2]

    assert letters(house)[0].once.startswith(f"entry/{HEAD}/reset/")
    assert door.choose_password(token, "umbrella orchard nine", now=now).contact.id == HEAD
    assert door.look(person.browser, now=now) is None


def test_a_reset_can_forget_the_account_of_a_provider(folder, door, now):
    issuer = "https://login.example"
    door.enter_by_openid(EMAIL, issuer=issuer, subject="1", now=now)

    ended = orm(folder, "reset", EMAIL, "--openid")

    assert "account with this address" in ended.stderr
    entered = door.enter_by_openid(EMAIL, issuer=issuer, subject="2", now=now)
    assert entered.contact.id == HEAD


def test_signing_out_ends_every_session(folder, door, now):
    token = inside(door, now).browser

    ended = orm(folder, "sign-out", EMAIL)

    assert "1 session(s) ended" in ended.stdout
    assert door.look(token, now=now) is None
    assert last_line(door, now).actor == "shell"


def test_a_lost_second_factor_is_removed_with_who_and_why(folder, door, now):
    inside(door, now)
    said = ("--by", "office@wrenbeck.example", "--reason", "lost phone")

    ended = orm(folder, "second-factor", EMAIL, "--remove", *said)

    assert ended.exit_code == 0, ended.stderr
    line = last_line(door, now)
    assert (line.actor, line.action) == ("wrenbeck-office", "second-factor-removed")
    assert (line.subject, line.detail) == (HEAD, "lost phone")
    assert come_in(door, door.contact(HEAD), now=now).must_enrol


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("invite", "nobody@wrenbeck.example"), "is nobody's id or address; add the person"),
        (("reset", "nobody@wrenbeck.example"), "is nobody's id or address"),
        (("sign-out", ""), "is nobody's id or address"),
        (("second-factor", EMAIL, "--by", EMAIL, "--reason", "x"), "give --remove"),
        (
            ("second-factor", EMAIL, "--remove", "--by", "me", "--reason", "x"),
            "me is nobody's id or address",
        ),
        (
            ("second-factor", EMAIL, "--remove", "--by", EMAIL, "--reason", " "),
            "--reason: is empty",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_changes_nothing(
    folder, door, now, words, sentence
):
    before = len(door.audit(now.replace(year=2000), frozenset(), 9999))

    ended = orm(folder, *words)

    assert ended.exit_code == 2
    assert sentence in ended.stderr
    assert len(door.audit(now.replace(year=2000), frozenset(), 9999)) == before


def test_without_local_accounts_there_is_no_link_and_an_account_can_be_forgotten(folder):
    config = folder / "config.toml"
    text = config.read_text()
    (folder / "secret.txt").touch(mode=0o600)
    (folder / "secret.txt").write_text("invented")
    config.write_text(text.replace("[desk]\n", "[desk]\nlocal_accounts = false\n", 1) + PROVIDER)

    ended = orm(folder, "invite", EMAIL)

    assert ended.exit_code == 2
    assert "desk.local_accounts is false" in ended.stderr
    assert orm(folder, "reset", EMAIL).exit_code == 2
    assert orm(folder, "reset", EMAIL, "--openid").exit_code == 0


def test_every_command_is_a_line_of_the_audit_trail(folder, door, now):
    orm(folder, "invite", EMAIL)
    orm(folder, "reset", EMAIL, "--openid")
    orm(folder, "sign-out", EMAIL)

    lines = [each.action for each in door.audit(now, frozenset(), 99) if each.actor == "shell"]

    assert lines == [
        "signed-out-everywhere",
        "reset-link-made",
        "openid-forgotten",
        "invite-link-made",
    ]
