"""`orm intake` as a comms lead types it: what it says, what it keeps, how it ends."""

import json

import pytest
import trustme

from orm.clock import SystemClock
from orm.weekly import LONDON
from tests.factories_cli import typed
from tests.factories_intake import WORDS, message
from tests.factories_mail import PASSWORD, server_context
from tests.imap_server import ImapServer

ANSWERS = (
    "Wrenbeck Primary School\nHarrowmere HM4 7QT\nwrenbeck.example\n"
    "head@wrenbeck.example\nchair@wrenbeck.example\n"
)
URL = "https://www.mumsnet.com/talk/education/5300001-wrenbeck-primary"
FORM = ("--url", URL, "--platform", "mumsnet", "--seen-by", "KM", "--how", "a parent showed it")
THREAT = (
    "If that year 4 teacher at Wrenbeck Primary speaks to my lad like that again I will be "
    "waiting by his car and I will put him on the floor. Last warning."
)
SCHOOL = "wrenbeck-primary-school"
USER = "seen@wrenbeck.example"


@pytest.fixture
def folder(tmp_path, monkeypatch, sqlite_copy):
    monkeypatch.chdir(tmp_path)
    assert orm("init", words=ANSWERS).exit_code == 0
    (tmp_path / "data").mkdir(mode=0o700, exist_ok=True)
    sqlite_copy(tmp_path / "data")
    return tmp_path


def orm(*arguments, words=None):
    return typed(arguments, answers=words)


def bring(*arguments, words=WORDS):
    return orm("intake", *arguments, words=words)


def cases():
    return json.loads(orm("case", "list", "--json").stdout)


def test_a_post_is_stored_then_known_then_edited(folder):
    said = [
        bring(*FORM).stdout,
        bring(*FORM).stdout,
        bring(*FORM, words="Answered today. Thank you, Wrenbeck Primary.").stdout,
    ]

    assert [line.partition(";")[0] for line in said] == ["stored", "already known", "edited"]
    assert all(f"about {SCHOOL}" in line for line in said)


def test_a_threat_opens_a_case_alerts_in_the_same_run_and_quotes_nothing(folder):
    ended = bring(*FORM, words=THREAT)

    (case,) = cases()
    assert f"case {case['case']} opened" in ended.stdout
    assert "alert(s) sent" in ended.stdout
    assert "floor" not in ended.stdout
    assert list((folder / "data" / "outbox").glob("*.eml"))


def test_what_comes_from_a_closed_group_is_judged_as_handed_in(folder):
    form = ("--platform", "whatsapp", "--seen-by", "KM", "--how", "a parent forwarded it")

    ended = bring(*form, words=THREAT)

    ref = cases()[0]["case"]
    shown = orm("case", "show", ref, "--as", "head@wrenbeck.example", "--json").stdout
    grounds = [each["rule"] for each in json.loads(shown)["decision"]["grounds"]]
    assert ended.exit_code == 0
    assert "T21-handed-in" in grounds


def test_every_problem_of_a_form_is_told_by_its_option_and_nothing_is_kept(folder):
    ended = bring("--platform", "myspace", words="")

    assert ended.exit_code == 2
    assert ended.stderr.startswith("4 problems:")
    for option in ("--platform:", "--file:", "--seen-by:", "--how:"):
        assert option in ended.stderr


def test_the_words_may_stand_in_a_file_and_a_picture_may_not(folder):
    (folder / "post.txt").write_text(WORDS, "utf-8")
    (folder / "post.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")

    assert bring(*FORM, "--file", "post.txt", words=None).stdout.startswith("stored")
    refused = bring(*FORM, "--file", "post.png", words=None)

    assert refused.exit_code == 2
    assert "pictures and documents are never taken in" in refused.stderr


def test_good_rows_of_a_sheet_are_kept_and_bad_ones_told_with_exit_2(folder):
    (folder / "seen.csv").write_text(
        "url,platform,seen_by,how,text\n"
        "https://forum.example/1,other,KM,seen,Long queue at Wrenbeck Primary\n"
        "https://forum.example/2,myspace,KM,seen,\n"
        "https://forum.example/3,tiktok,KM,seen,Good fair at Wrenbeck Primary\n",
        "utf-8",
    )

    ended = bring("--csv", "seen.csv")

    assert ended.exit_code == 2
    assert [line.partition(";")[0] for line in ended.stdout.splitlines()] == [
        "line 2: stored",
        "line 4: stored",
    ]
    assert ended.stderr.count("line 3: ") == 2


def test_a_saved_message_is_taken_in_and_its_pictures_are_named(folder):
    made = message(f"{WORDS}\n{URL}")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="IMG_1.png")
    (folder / "fwd.eml").write_bytes(made.as_bytes())

    ended = bring("--eml", "fwd.eml", "--as", "head@wrenbeck.example")

    assert ended.stdout.splitlines() == [
        f"stored; about {SCHOOL}; 1 left out",
        "left out: IMG_1.png",
    ]


def test_a_mailbox_that_is_not_set_up_is_named_by_its_table(folder):
    ended = bring("--mailbox")

    assert ended.exit_code == 2
    assert "intake.mailbox" in ended.stderr


def test_a_mailbox_is_read_once_and_strangers_are_left_in_it(folder, monkeypatch):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    monkeypatch.setenv("ORM_MAILBOX_PASSWORD", PASSWORD)
    with ImapServer(server_context(authority), USER, PASSWORD) as server:
        stranger = message(**{"from": "anyone@elsewhere.example"})
        server.messages = {1: stranger.as_bytes(), 2: message(f"{WORDS} {URL}").as_bytes()}
        _with_mailbox(folder, server.port)

        first, second = bring("--mailbox"), bring("--mailbox")

    left = "1 left in the mailbox: comes from outside mail.allowed_domains"
    assert first.stdout.splitlines() == [f"stored; about {SCHOOL}", left]
    assert second.stdout.splitlines() == [left]
    assert server.seen == [2]


def _with_mailbox(folder, port):
    path = folder / "config.toml"
    table = (
        f'[intake.mailbox]\nhost = "localhost"\nport = {port}\nusername = "{USER}"\n'
        'password = "env:ORM_MAILBOX_PASSWORD"\nca_file = "ca.pem"\n'
    )
    path.write_text(f"{path.read_text('utf-8')}\n{table}", "utf-8")


def test_two_ways_at_once_are_refused(folder):
    assert bring("--csv", "a.csv", "--mailbox").exit_code == 2


def test_the_digest_counts_what_was_brought_this_week(folder):
    bring(*FORM)
    year, number, _ = SystemClock().now().astimezone(LONDON).isocalendar()

    week = orm("digest", "--week", f"{year}-W{number:02}")

    assert "1 post was brought in this week" in " ".join(week.stdout.split())
