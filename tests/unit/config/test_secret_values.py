"""A secret is named, never written; no sentence ever repeats one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories_config import (
    BOARD_C,
    KIOSK,
    SMALL,
    KioskOptions,
    Shelf,
    problems,
    read,
    under,
)

IN_THE_OPEN = (
    "a secret must not stand in this file; write env:NAME (an environment variable) or file:PATH "
    "(a file only you can read)"
)


def mail(password: str) -> str:
    """The small file with a mail password."""
    return under("mail", 'username = "orm"', f'password = "{password}"')


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("hunter2", IN_THE_OPEN),
        ("env:PW", "the environment variable PW is not set or empty; set it before orm starts"),
        (
            "env:EMPTY",
            "the environment variable EMPTY is not set or empty; set it before orm starts",
        ),
        (
            "env:my secret!",
            "env: is followed by the name of an environment variable, like env:ORM_PASSWORD",
        ),
        (
            "file:a\\u0000b",
            "file: is followed by the path of a file, like file:secrets/mail",
        ),
        ("file:none", "the file none does not exist; create it with the secret alone in it"),
        ("file:folder", "folder is not a file; write file: and the path of one"),
        ("file:open", "the file open can be read by others; run: chmod 600 open"),
        ("file:empty", "the file empty is empty; put the secret alone in it"),
        ("file:long", "the file long is too large; put the secret alone in it"),
        ("file:odd", "the file odd cannot be read; it is UTF-8 text of the user that runs orm"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(tmp_path, password, sentence):
    (tmp_path / "folder").mkdir()
    for name, content, mode in (
        ("open", b"sesame", 0o644),
        ("empty", b"\n", 0o600),
        ("long", b"x" * 65_537, 0o600),
        ("odd", b"\xff\xfe", 0o600),
    ):
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(mode)

    told = problems(mail(password), base=tmp_path, environ={"EMPTY": "\n"})

    assert told == [f"mail.password: {sentence}"]


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_file_of_ones_own_is_read_without_its_last_line_break(tmp_path, mode):
    (tmp_path / "pw").write_bytes(b"open sesame\r\n")
    (tmp_path / "pw").chmod(mode)

    password = read(mail("file:pw"), base=tmp_path).mail.password

    assert password is not None
    assert password.reveal() == "open sesame"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_file_that_others_may_read_is_refused(tmp_path, mode):
    (tmp_path / "pw").write_bytes(b"open sesame")
    (tmp_path / "pw").chmod(mode)

    assert "can be read by others" in problems(mail("file:pw"), base=tmp_path)[0]


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z0-9!$%^&*]{6,30}", fullmatch=True))
def test_a_password_in_the_open_is_never_repeated(password):
    texts = (
        mail(password),
        under("mail", f'pasword = "{password}"'),
        under("mail", f"password = ['{password}']"),
        under("database", f'url = "postgresql://orm:{password}@db/orm"'),
        SMALL + f'[sources.board]\nenabled = true\nplace = "hall"\nkey = "{password}"\n',
        SMALL + f'[sources.board]\nplace = "hall"\naccess_token = "{password}"\n',
        SMALL + f'[sources.board]\nplace = "hall"\naccess_token = ["{password}"]\n',
    )

    for text in texts:
        told = problems(text, sources=BOARD_C)
        assert told
        assert not any(password in sentence for sentence in told)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.example/alerts/feeds/0123/4567",
        "https://paper.example/rss?api_key=abc",
        "https://paper.example/rss?auth_token=abc",
        "https://reader:abc@paper.example/rss",
    ],
)
def test_an_address_that_carries_its_own_secret_is_refused_in_the_open(url):
    text = SMALL + f'[sources.kiosk]\nshelves = [{{ url = "{url}" }}]\n'

    assert problems(text, sources=KIOSK) == [f"sources.kiosk.shelves[0].url: {IN_THE_OPEN}"]


def test_a_secret_address_by_reference_reaches_the_source():
    text = SMALL + '[sources.kiosk]\nshelves = [{ url = "env:FEED" }]\n'

    config = read(text, sources=KIOSK, environ={"FEED": "https://k.example/alerts/feeds/1"})

    assert config.sources[0].options == KioskOptions(
        shelves=(Shelf("https://k.example/alerts/feeds/1"),)
    )


def test_a_wrong_address_behind_a_reference_is_told_without_its_value():
    text = SMALL + '[sources.kiosk]\nshelves = [{ url = "env:FEED" }]\n'

    told = problems(text, sources=KIOSK, environ={"FEED": "not-an-address-but-secret"})

    assert told == ["sources.kiosk.shelves[0]: the value is not accepted"]


@pytest.mark.parametrize("url", ["https://k.example/rss?page=1", "https://[k.example/"])
def test_a_usual_address_is_no_secret(url):
    text = SMALL + f'[sources.kiosk]\nshelves = [{{ url = "{url}" }}]\n'

    assert problems(text, sources=KIOSK) == []
