"""Letters as files: one .eml each, whole or not there, never doubled."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from orm.errors import DeliveryError
from orm.mail import check, mailer
from tests.factories_mail import letter, mail, to_folder


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_letter_is_a_file_that_a_mail_program_can_open(tmp_path):
    mailer(to_folder(tmp_path)).send(mail())

    (path,) = tmp_path.glob("*.eml")
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (found["To"], found["Subject"]) == (letter().recipient, letter().subject)


def test_a_letter_sent_twice_is_one_file(tmp_path):
    out = mailer(to_folder(tmp_path))

    out.send(mail(number=1))
    out.send(mail(number=2))

    assert len(files(tmp_path)) == 1


def test_two_letters_are_two_files(tmp_path):
    out = mailer(to_folder(tmp_path))

    out.send(mail())
    out.send(mail(once="alert/1042/head@wrenbeck.example"))

    assert len(files(tmp_path)) == 2


def test_the_folder_is_made_when_it_is_missing(tmp_path):
    mailer(to_folder(tmp_path / "out" / "box")).send(mail())

    assert len(files(tmp_path / "out" / "box")) == 1


def test_nothing_but_the_letter_is_left_behind(tmp_path):
    mailer(to_folder(tmp_path)).send(mail())

    assert [name for name in files(tmp_path) if not name.endswith(".eml")] == []


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path):
    (tmp_path / "outbox").write_text("a file stands in the way")

    with pytest.raises(DeliveryError, match=r"mail\.folder") as caught:
        mailer(to_folder(tmp_path / "outbox")).send(mail())

    assert not caught.value.permanent


def test_a_letter_that_cannot_take_its_place_leaves_nothing_behind(tmp_path):
    out = mailer(to_folder(tmp_path))
    out.send(mail())
    (taken,) = tmp_path.glob("*.eml")
    taken.unlink()
    (taken / "in the way").mkdir(parents=True)

    with pytest.raises(DeliveryError):
        out.send(mail())

    assert files(tmp_path) == [taken.name]


def test_a_letter_outside_the_allowed_domains_is_not_written(tmp_path):
    with pytest.raises(DeliveryError) as caught:
        mailer(to_folder(tmp_path)).send(mail(recipient="head@parentpost.example"))

    assert caught.value.permanent
    assert files(tmp_path) == []


def test_a_check_leaves_no_file(tmp_path):
    check(to_folder(tmp_path))

    assert files(tmp_path) == []


def test_a_check_finds_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "outbox").write_text("a file stands in the way")

    with pytest.raises(DeliveryError, match=r"mail\.folder"):
        check(to_folder(tmp_path / "outbox"))
